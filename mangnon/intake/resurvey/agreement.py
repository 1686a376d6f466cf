"""What was found at home beside what the register says: field by field, with tolerance for what is not a difference."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.core.names import fold
from mangnon.core.periods import school_year_begun, school_year_on
from mangnon.core.rates import wilson
from mangnon.education.models import Enrolment
from mangnon.registry.models import Child, Residence

from ..comparing import Agreement, births_agree, names_agree
from ..describing import birth, name
from ..known import birth_of

FIELDS = ("full_name", "born_on", "sex", "mother_name", "here", "grade")
AGREED = (Agreement.EQUAL, Agreement.UNMARKED)
SCHOOL_AGE = range(6, 15)
"""Years between birth and school year in which the register's silence means: on no roll."""
Values = dict[str, str]


def as_registered(child: Child, day: dt.date) -> Values:
    """What the register says of a child on a day; "" where it says nothing."""
    first = school_year_begun(day)
    row = Enrolment.objects.filter(child=child, school_year=school_year_on(day), left_on=None).first()
    silent = "none" if first - child.born_on.year in SCHOOL_AGE else ""
    here = Residence.objects.on(day).filter(child=child).exists() and not (child.died_on and child.died_on <= day)
    born = child.born_on.isoformat()[:{"year": 4, "month": 7}.get(child.born_precision, 10)]
    return {"full_name": child.full_name, "born_on": born, "sex": child.sex if child.sex != "unknown" else "",
            "mother_name": child.mother_name, "here": "yes" if here else "gone", "grade": row.grade if row else silent}


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
