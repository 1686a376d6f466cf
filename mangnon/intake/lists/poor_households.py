"""Danh sách hộ nghèo, cận nghèo: the head of the household often stands before the child."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("poor_households", "Danh sách hộ nghèo, cận nghèo", (
    FieldWords("head_name", ("chu ho", "ho ten chu ho")),
    FieldWords("status", ("ngheo", "can ngheo", "dien ho", "doi tuong ho", "ho ngheo", "ho can ngheo"))))
