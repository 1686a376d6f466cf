"""Danh sách học sinh: the roll that a primary or lower secondary school sends in September."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("school_roll", "Danh sách học sinh", (FieldWords("class", ("lop", "lop hoc")),))
