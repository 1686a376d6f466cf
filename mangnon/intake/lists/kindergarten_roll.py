"""Danh sách trẻ mầm non: the roll of a kindergarten, often a group line above each class."""
from __future__ import annotations

import re

from mangnon.core.names import fold
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.rolls import class_name, enrol
from mangnon.intake.told import Teller

_BY_NAME = (("MG5", r"\b(lon|la)\b"), ("MG4", r"\b(nho|choi)\b"), ("MG3", r"\b(be|mam)\b(?! non)"))
"""Lớp lớn, nhỡ, bé; lá, chồi, mầm. "Mầm non" is the school."""


def tell(row: Teller) -> None:
    """An enrolment; the grade by the class's name, else by the year of birth (5 years: born 5 years before)."""
    texts = [text for text in (row.text("class"), row.line.group, row.on.section) if text]
    if any(re.search(r"\bnha tre\b|\bthang\b", fold(text)) for text in texts[:1]):
        row.trouble(row.heading_of("class"), "Em ở nhóm trẻ (dưới 3 tuổi) nên không ghi năm học mẫu giáo.")
        return
    grade = next((found for text in texts if (found := grade_named(text))), "") or _by_birth(row)
    if grade:
        enrol(row, grade, class_name(texts[0]) if texts and texts[0] != row.on.section else "")
    else:
        row.trouble(row.heading_of("class"), "Không rõ em học mẫu giáo mấy tuổi nên chưa ghi năm học của em.")


def grade_named(text: str) -> str:
    """The grade that a class's name tells: "5 tuổi A" and "Lá 1" are MG5; "" where it tells none."""
    words = fold(text)
    if found := re.search(r"(?<!\d)([3-5])\s*(?:-\s*\d\s*)?(?:tuoi|t\b)", words):
        return f"MG{found[1]}"
    return next((code for code, pattern in _BY_NAME if re.search(pattern, words)), "")


def _by_birth(row: Teller) -> str:
    if not row.born.year or not row.on.school_year:
        return ""
    age = int(row.on.school_year[:4]) - row.born.year
    return f"MG{age}" if 3 <= age <= 5 else ""


def filled(known: Known) -> Cells | None:
    """Her class at the list's kindergarten."""
    row = known.enrolment()
    return {"Lớp": row["class"]} if row and row["grade"].startswith("MG") else None


LIST = ListKind("kindergarten_roll", "Danh sách trẻ mầm non", (FieldWords("class", ("lop", "nhom lop")),), once=True,
                yearly=True, tell=tell,
                filled=filled, place="school", blank=(Box("Lớp", "Tên lớp, có tuổi của lớp.", "5 tuổi A"),))
