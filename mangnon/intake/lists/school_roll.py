"""Danh sách học sinh: the roll that a primary or lower secondary school sends in September."""
from __future__ import annotations

import re

from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.rolls import class_name, enrol
from mangnon.intake.told import Teller


def tell(row: Teller) -> None:
    """An enrolment: grade and class from the class column, the line above the class, or the sheet's name."""
    for text in (row.text("class"), row.line.group, row.on.section):
        found = re.search(r"(?<![\d.,])(1[0-2]|[1-9])(?![\d.,])", text)
        if found:
            enrol(row, found[1], class_name(text))
            return
    row.trouble(row.heading_of("class"), "Không rõ em học lớp mấy nên chưa ghi năm học của em.")


def filled(known: Known) -> Cells | None:
    """Her class at the list's school."""
    row = known.enrolment()
    return {"Lớp": row["class"]} if row and not row["grade"].startswith("MG") else None


LIST = ListKind("school_roll", "Danh sách học sinh", (FieldWords("class", ("lop", "lop hoc")),), once=True, yearly=True,
                tell=tell,
                filled=filled, place="school", blank=(Box("Lớp", "Tên lớp, bắt đầu bằng khối.", "3A", width=8),))
