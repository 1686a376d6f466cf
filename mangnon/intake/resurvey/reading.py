"""A sheet's cells as people write them, read into what is compared. Nothing of the register is told by it."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from mangnon.core.names import fold
from mangnon.core.periods import school_year_on
from mangnon.education.models import Enrolment

from .. import habits
from ..lists.kindergarten_roll import grade_named
from ..told import tidy
from .agreement import FIELDS, Values

_GONE = re.compile(r"d|(da |moi |vua )?(di|chuyen|doi di|roi di)( di| nha| cho o| ho khau| noi khac| cho khac)?( roi)?"
                   r"|(khong|ko|k) con( o)?( day| nha)?( nua)?|(khong|ko|k) o( day| nha)?( nua)?")
_HERE = re.compile(r"c|x|o|dung|(van )?(co|con)( mat)?( o)?( day| nha)?|(van|dang) o( day| nha)?|o (day|nha)")
_NONE = re.compile(r"khong|ko|k|(khong|ko|k) (co|thay|biet|ro)( ai| em| chau| be)?( nay)?")
Classes = Mapping[str, set[str]]


class BadCell(Exception):
    """A cell that cannot be meant; the sentence says why and how to write it."""


def classes_on(day: dt.date) -> Classes:
    """Grades of the kindergarten classes of a day's school year by their folded names, whoever learns in them."""
    found: dict[str, set[str]] = {}
    for name, grade in Enrolment.objects.filter(school_year=school_year_on(day), grade__startswith="MG").exclude(
            class_name="").values_list("class_name", "grade").distinct():
        found.setdefault(_bare(name), set()).add(grade)
    return found


def read(typed: Values, today: dt.date, classes: Classes | None = None) -> tuple[Values, dict[str, str]]:
    """A sheet's cells as they are compared, and what of them cannot be meant, by field."""
    found, wrong = {}, {}
    for field in FIELDS:
        text = typed.get(field, "").strip()
        try:
            found[field] = _grade(text, classes or {}) if field == "grade" and text else (
                READERS[field](text, today) if text else "")
        except BadCell as bad:
            found[field], wrong[field] = "", str(bad)
    return found, wrong


def _born(text: str, today: dt.date) -> str:
    try:
        told = habits.birth(text, today)
    except habits.BadDate as bad:
        raise BadCell(str(bad)) from None
    return "-".join(f"{part:02}" for part in (told.year, told.month, told.day) if part)


def _sex(text: str, today: dt.date) -> str:
    # A tick means a girl where a column is headed so; here it says nothing.
    found = "" if habits.ticked(text) else habits.sex(text)
    if not found:
        raise BadCell("Giới tính ghi nam hoặc nữ.")
    return found


def _here(text: str, today: dt.date) -> str:
    said = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    for pattern, meant in ((_HERE, "yes"), (_GONE, "gone"), (_NONE, "none")):
        if pattern.fullmatch(said):
            return meant
    raise BadCell("Ghi: có (đang ở đây), đi (đã chuyển đi), không (không có em này).")


def _bare(text: str) -> str:
    """A class's name without what everybody writes otherwise: "Lớp Lá 1" is la1."""
    return re.sub(r"\W|_", "", re.sub(r"^(lop|nhom)\b", "", fold(text)))


def _grade(text: str, classes: Classes) -> str:
    said, known = fold(text), classes.get(_bare(text), set())
    if len(known) == 1 and not re.fullmatch(r"\d+[a-z]?", _bare(text)):
        return next(iter(known))
    if re.search(r"khong|chua|nghi|bo hoc", said):
        return "none"
    nursery = re.search(r"(mg|mam non|mau giao)\D*([345])", said)
    if nursery:
        return f"MG{nursery[2]}"
    if named := grade_named(re.sub(r"(?<=[^\W\d_])(?=\d)", " ", text)):
        return named
    number = re.search(r"(?<!\d)(1[0-2]|[1-9])(?!\d)", re.sub(r"\d+ ?tuoi", "", said))
    if not number or re.search(r"mg|mam|mau giao", said):
        raise BadCell("Lớp ghi số lớp (3, 7A), mg3 đến mg5 hay tên lớp mầm non, hoặc không.")
    return number[1]


READERS: dict[str, Any] = {
    "full_name": lambda text, today: tidy(text), "born_on": _born, "sex": _sex,
    "mother_name": lambda text, today: tidy(text), "here": _here}
