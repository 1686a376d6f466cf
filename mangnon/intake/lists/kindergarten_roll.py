"""Danh sách trẻ mầm non: the roll of a kindergarten, often a group line above each class."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("kindergarten_roll", "Danh sách trẻ mầm non", (FieldWords("class", ("lop", "nhom lop")),))
