"""Danh sách học sinh: the roll that a primary or lower secondary school sends in September."""
from __future__ import annotations

from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.rolls import NOT_THIS_YEARS, class_in, class_of_sheet, classes, enrol, school_class
from mangnon.intake.told import Teller


def tell(row: Teller) -> None:
    """An enrolment: grade and class from the class column, the line above the class, the sheet's name, the title."""
    typed = [found for text in classes(row) if (found := school_class(text))[0]]
    if len({grade for grade, _name in typed}) > 1:
        row.trouble(row.heading_of("class"), "Dòng này ghi hơn một lớp nên chưa ghi năm học của em.")
        return
    around = ((class_of_sheet, row.line.group), (class_in, row.line.group), (class_of_sheet, row.on.section),
              (class_in, row.on.title))
    grade, name = typed[0] if typed else next((found for read, text in around if (found := read(text))[0]), ("", ""))
    if grade:
        enrol(row, grade, name)
    else:
        row.trouble(row.heading_of("class"), "Không rõ em học lớp mấy nên chưa ghi năm học của em.")


def filled(known: Known) -> Cells | None:
    """Her class at the list's school."""
    row = known.enrolment()
    return {"Lớp": row["class"]} if row and not row["grade"].startswith("MG") else None


LIST = ListKind("school_roll", "Danh sách học sinh", (
    FieldWords("class", ("lop", "lop hoc"), NOT_THIS_YEARS),), once=True, yearly=True, tell=tell,
                filled=filled, place="school", blank=(Box("Lớp", "Tên lớp, bắt đầu bằng khối.", "3A", width=8),))
