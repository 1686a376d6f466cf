"""What speaks for two children although two records look alike: twins, and two classes in one school year."""
from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from mangnon.core import names
from mangnon.education.models import Enrolment, grade_word

from ..comparing import GOOD, Agreement

A = Agreement
TWINS, PERHAPS_TWINS, SCHOOL = "twins", "perhaps twins", "school"
"""Set aside; asked about after all others; asked about after all others for what the school's rolls say."""


class Place(NamedTuple):
    """Where a child sits in a school year. facility: None for a school outside the register."""

    facility: uuid.UUID | None
    school: str
    grade: str
    class_name: str

    def __str__(self) -> str:
        class_ = _("lớp %(name)s") % {"name": self.class_name} if self.class_name else str(grade_word(self.grade))
        return f"{class_}, {self.school}" if self.school else class_

    def may_be(self, other: Place) -> bool:
        """Whether one child can sit at both: what one side does not say contradicts nothing."""
        return (self.facility == other.facility or not (self.facility and other.facility)) and (
            self.grade == other.grade) and (
            _key(self.class_name) == _key(other.class_name) or not (self.class_name and other.class_name))


Years = Mapping[str, Collection[Place]]


def _key(class_name: str) -> str:
    return "".join(names.fold(class_name).split())


def born_together(how: Mapping[str, Agreement]) -> str:
    """TWINS, PERHAPS_TWINS or "": one day of birth, one mother, and names that only a slip could make one."""
    if how["birth"] is not A.EQUAL or how["mother"] not in GOOD or how["number"] is A.EQUAL:
        return ""
    given, middle = how["given"], how["middle"]
    if given is A.DIFFERENT or (given is A.NEAR and middle is A.DIFFERENT):
        return TWINS
    if given is not A.NEAR and middle is not A.DIFFERENT:
        return ""
    return TWINS if how["number"] is A.DIFFERENT else PERHAPS_TWINS


def years_of(children: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, set[Place]]]:
    """By child and school year: where she sat. Who left during the year may rightly sit elsewhere: not counted."""
    found: dict[uuid.UUID, dict[str, set[Place]]] = defaultdict(lambda: defaultdict(set))
    rows = Enrolment.objects.filter(child__in=list(children), left_on=None).exclude(outcome="transferred")
    for child, year, facility, school, grade, class_name in rows.values_list(
            "child", "school_year", "facility", "facility__name", "grade", "class_name"):
        found[child][year].add(Place(facility, school or "", grade, class_name))
    return found


def two_classes(one: Years, other: Years) -> str:
    """The last school year in which both sat, and nowhere where one child could; "" where there is none."""
    for year in sorted(set(one) & set(other), reverse=True):
        if not any(here.may_be(there) for here in one[year] for there in other[year]):
            return year
    return ""
