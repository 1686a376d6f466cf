"""Danh sách trẻ khuyết tật: kind and degree as ticks; adults stand among the children."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("disability", "Danh sách trẻ khuyết tật", (
    FieldWords("severity", ("dac biet nang", "dbn", "nang", "nhe", "muc do"), ("can nang",)),
    FieldWords("needs_schooling", ("nhu cau di hoc", "nhu cau hoc", "di hoc", "nhu cau hoc tap"))))
