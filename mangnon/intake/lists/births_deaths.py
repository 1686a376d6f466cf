"""Sổ khai sinh, khai tử: births are mostly children the register lacks yet, deaths mostly old people."""
from __future__ import annotations

from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind

LIST = ListKind("births_deaths", "Danh sách khai sinh, khai tử", (
    FieldWords("birth_registered_on", ("ngay dang ky", "ngay khai sinh", "ngay dk")),
    FieldWords("died_on", ("chet ngay", "ngay chet", "ngay mat", "mat ngay")),
    FieldWords("death_cause", ("nguyen nhan", "ly do chet"))))
