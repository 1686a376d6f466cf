"""What a child should have received by an age: the printed schedule a family knows. Pure.

The measure 5b has its own table of due doses, which is a setting; this one only helps the eye.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mangnon.core.periods import add_months

SERIES: tuple[tuple[Any, tuple[str, ...], tuple[int, ...]], ...] = (
    (_("Lao (BCG)"), ("BCG",), (0,)),
    (_("Viêm gan B sơ sinh"), ("HEPB0",), (0,)),
    (_("5 trong 1 hoặc 6 trong 1, mũi 4 là mũi nhắc"), ("PENTA", "HEXA", "DPT"), (2, 3, 4, 18)),
    (_("Bại liệt"), ("OPV", "IPV", "HEXA"), (2, 3, 4)),
    (_("Sởi; sởi và rubella"), ("MEASLES", "MR"), (9, 18)),
    (_("Viêm não Nhật Bản"), ("JE",), (12, 13, 24)),
)


@dataclass(frozen=True)
class Due:
    """One dose of the schedule. mark: dat given, cho to come, chua overdue."""

    series: Any
    nth: int
    due_on: dt.date
    given_on: dt.date | None
    mark: str


def overdue(schedule: Sequence[Due]) -> list[Due]:
    """The doses that should have been given, the longest due first."""
    return sorted((dose for dose in schedule if dose.mark == "chua"), key=lambda dose: dose.due_on)


def coming(schedule: Sequence[Due]) -> Due | None:
    """The next dose to come."""
    return min((dose for dose in schedule if dose.mark == "cho"), key=lambda dose: dose.due_on, default=None)


def schedule_of(born: dt.date, doses: Sequence[Any], today: dt.date) -> list[Due]:
    """Each dose of the schedule with the row that answers it."""
    made = []
    for name, vaccines, months in SERIES:
        given = [d.given_on for d in doses if d.vaccine in vaccines]
        for n, month in enumerate(months):
            due = add_months(born, month)
            day = given[n] if n < len(given) else None
            mark = "dat" if day else ("chua" if add_months(born, month + 1) <= today else "cho")
            made.append(Due(name, n + 1, due, day, mark))
    return made
