"""Danh sách trẻ mầm non: the roll of a kindergarten, often a group line above each class."""
from __future__ import annotations

import re

from mangnon.core.names import fold, nfc
from mangnon.intake import statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.rolls import NOT_THIS_YEARS, class_name, classes, enrol
from mangnon.intake.told import Teller

_BY_NAME = (("MG5", r"lớn|lá|mgl", "lon|mgl"), ("MG4", r"nhỡ|chồi|mgn", "choi|mgn"),
            ("MG3", r"bé|mầm(?! non)|mgb", "mam(?! non)|mgb"))
"""Lớp lớn, nhỡ, bé; lá, chồi, mầm; with marks, and without them where the word is no other. "Mầm non" is the school."""
_NURSERY = re.compile(r"\bnhà trẻ\b|\bnha tre\b|\bnt\b|\bnhóm trẻ\b|\bnhom tre\b|\btháng\b|"
                      r"\b\d\d\s*-\s*\d\d\b", re.IGNORECASE)
"""Under three years: "NT 24-36 th", "Nhóm trẻ 25-36 tháng"."""


def tell(row: Teller) -> None:
    """An enrolment; the grade by the class's name, else by the year of birth (5 years: born 5 years before)."""
    texts = [text for text in (*classes(row), row.line.group, row.on.section) if text]
    if texts and _NURSERY.search(nfc(texts[0])) and not grade_named(texts[0]):
        row.trouble(row.heading_of("class"), "Em ở nhóm trẻ (dưới 3 tuổi) nên không ghi năm học mẫu giáo.")
        return
    grade = next((found for text in texts if (found := grade_named(text))), "") or _by_birth(row)
    if grade:
        enrol(row, grade, class_name(texts[0]) if texts and texts[0] != row.on.section else "")
    else:
        row.trouble(row.heading_of("class"), "Không rõ em học mẫu giáo mấy tuổi nên chưa ghi năm học của em.")


def grade_named(text: str) -> str:
    """The grade that a class's name tells: "5 tuổi A", "Lá 1" and "MGL B" are MG5; "" where it tells none."""
    if found := re.search(r"(?<!\d)([3-5])\s*(?:-\s*\d\s*)?(?:tuoi|t\b)", fold(text)):
        return f"MG{found[1]}"
    words = statements.bare(text)
    marked = words != fold(words)
    return next((code for code, marks, plain in _BY_NAME
                 if re.search(rf"(?<!\w)(?:{marks if marked else plain})(?!\w)", words)), "")


def _by_birth(row: Teller) -> str:
    if not row.born.year or not row.on.school_year:
        return ""
    age = int(row.on.school_year[:4]) - row.born.year
    return f"MG{age}" if 3 <= age <= 5 else ""


def filled(known: Known) -> Cells | None:
    """Her class at the list's kindergarten."""
    row = known.enrolment()
    return {"Lớp": row["class"]} if row and row["grade"].startswith("MG") else None


LIST = ListKind("kindergarten_roll", "Danh sách trẻ mầm non", (
    FieldWords("class", ("lop", "nhom lop"), NOT_THIS_YEARS),), once=True, yearly=True, tell=tell, filled=filled,
    place="school", blank=(Box("Lớp", "Tên lớp, có tuổi của lớp.", "5 tuổi A"),))
