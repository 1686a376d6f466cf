"""What was found at home beside what the register says: field by field, with tolerance for what is not a difference."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.core.names import fold
from mangnon.core.periods import school_year_begun, school_year_on
from mangnon.core.rates import wilson
from mangnon.education.models import Enrolment
from mangnon.registry.models import Child, Residence

from .. import habits
from ..comparing import Agreement, births_agree, names_agree
from ..describing import birth, name
from ..known import birth_of
from ..told import tidy

FIELDS = ("full_name", "born_on", "sex", "mother_name", "here", "grade")
AGREED = (Agreement.EQUAL, Agreement.UNMARKED)
HERE = {"co": "yes", "c": "yes", "x": "yes", "o": "yes", "di": "gone", "da di": "gone", "d": "gone", "khong": "none",
        "k": "none", "khong co": "none"}
SCHOOL_AGE = range(6, 15)
"""Years between birth and school year in which the register's silence means: on no roll."""
Values = dict[str, str]


class BadCell(Exception):
    """A cell that cannot be meant; the sentence says why and how to write it."""


def as_registered(child: Child, day: dt.date) -> Values:
    """What the register says of a child on a day; "" where it says nothing."""
    first = school_year_begun(day)
    row = Enrolment.objects.filter(child=child, school_year=school_year_on(day), left_on=None).first()
    silent = "none" if first - child.born_on.year in SCHOOL_AGE else ""
    here = Residence.objects.on(day).filter(child=child).exists() and not (child.died_on and child.died_on <= day)
    born = child.born_on.isoformat()[:{"year": 4, "month": 7}.get(child.born_precision, 10)]
    return {"full_name": child.full_name, "born_on": born, "sex": child.sex if child.sex != "unknown" else "",
            "mother_name": child.mother_name, "here": "yes" if here else "gone", "grade": row.grade if row else silent}


def read(typed: Values, today: dt.date) -> tuple[Values, dict[str, str]]:
    """A sheet's cells as they are compared, and what of them cannot be meant, by field."""
    found, wrong = {}, {}
    for field in FIELDS:
        text = typed.get(field, "").strip()
        try:
            found[field] = READERS[field](text, today) if text else ""
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
    found = HERE.get(fold(text).strip())
    if not found:
        raise BadCell("Ghi: có (đang ở đây), đi (đã chuyển đi), không (không có em này).")
    return found


def _grade(text: str, today: dt.date) -> str:
    said = fold(text)
    if re.search(r"khong|chua|nghi|bo hoc", said):
        return "none"
    nursery = re.search(r"(mg|mam non|mau giao)\D*([345])", said)
    if nursery:
        return f"MG{nursery[2]}"
    number = re.search(r"(?<!\d)(1[0-2]|[1-9])(?!\d)", said)
    if not number or re.search(r"mg|mam|mau giao", said):
        raise BadCell("Lớp ghi số lớp (3, 7A), mg3 đến mg5, hoặc không.")
    return number[1]


READERS: dict[str, Any] = {
    "full_name": lambda text, today: tidy(text), "born_on": _born, "sex": _sex,
    "mother_name": lambda text, today: tidy(text), "here": _here, "grade": _grade}


def agree(field: str, one: str, other: str) -> bool | None:
    """Whether two sides say the same; None where one of them says nothing."""
    if not one or not other:
        return None
    if field == "born_on":
        return births_agree(birth(one), birth(other)) in (Agreement.EQUAL, Agreement.PART)
    if field in ("full_name", "mother_name"):
        a, b = name(one), name(other)
        return names_agree(a, b, marks=a.marked and b.marked) in AGREED
    return one == other


def answered(row: Any, field: str) -> bool | None:
    """Whether a child was found as the register had her; None where nobody can say, or the sheet itself told it."""
    if not row.child_id or (field == "full_name" and not row.head):
        return None
    return agree(field, row.was.get(field, ""), row.found.get(field, ""))


@dataclass(frozen=True)
class Share:
    """agreed of asked, with the 95 % Wilson interval in percent; None where nobody was asked."""

    agreed: int
    asked: int

    @property
    def interval(self) -> tuple[float, float] | None:
        found = wilson(self.agreed, self.asked)
        return (100 * found[0], 100 * found[1]) if found else None


def share(rows: Iterable[Any], field: str) -> Share:
    """How often a field was found as the register had it when the sample was drawn."""
    said = [answer for row in rows if (answer := answered(row, field)) is not None]
    return Share(sum(said), len(said))


def elsewhere(row: Any) -> Child | None:
    """The child of the register whom a name written in by hand means: the same name and birth, wherever she is kept."""
    said, born = row.found.get("full_name", ""), birth(row.found.get("born_on", ""))
    if row.child_id or not said or not born.year:
        return None
    alike = [child for child in Child.objects.filter(name_fold=fold(said)) if births_agree(
        birth_of(child.born_on, child.born_precision), born) in (Agreement.EQUAL, Agreement.PART)]
    return alike[0] if len(alike) == 1 else None


def covered(rows: Iterable[Any]) -> Share:
    """Of the children found living in the drawn households, how many the register has, there or elsewhere."""
    here = [row for row in rows if row.found.get("here") == "yes" or (not row.child_id and row.found.get("full_name"))]
    return Share(sum(row.child_id is not None or elsewhere(row) is not None for row in here), len(here))
