"""The doors of school: kindergarten at three and at five, grade 1. The event is the day the school year opens."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.db.models import Q

from mangnon.accounts.permissions import Permission as P
from mangnon.core.periods import school_year
from mangnon.education.models import Enrolment
from mangnon.registry.models import Child

from .step import Event, Step

OPENS = (9, 5)
"""Month and day on which a school year opens (the plan counts school years from September)."""


def not_at_school(age: int) -> Callable[[dt.date, dt.date, dt.date], Iterator[Event]]:
    """Children of the calendar year that is so old in the year of opening, without a place in that school year.

    Schools take children by the year of birth. Who left within the school year has no place either.
    """
    def find(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
        for year in range(first.year, last.year + 1):
            opening = dt.date(year, *OPENS)
            if not first <= opening <= last:
                continue
            there = Enrolment.objects.filter(school_year=school_year(year)).filter(
                Q(left_on=None) | Q(outcome__in=("transferred", "promoted", "completed")))
            alive = Child.objects.filter(Q(died_on=None) | Q(died_on__gt=today), born_on__year=year - age)
            for child in alive.exclude(pk__in=there.values("child")).values_list("pk", flat=True):
                yield child, opening, ""
    return find


STEPS = tuple(Step(code, not_at_school(age), (P.EDUCATION_READ,), "education:nam-hoc-add", (P.EDUCATION_WRITE,))
              for code, age in (("kindergarten_3", 3), ("kindergarten_5", 5), ("grade_1", 6)))
