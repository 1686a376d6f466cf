"""Whom to call to vaccination and to the scales, thôn by thôn: only children this user may see.

The answer for a whole commune is kept (``kept``): after a write only the children it touched are reckoned anew.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import years_back
from mangnon.registry.models import Child, Residence

from .calendars import calendars
from .dosing import reason_of
from .due import SOON, oldest, steps_of, turns_of
from .growth_pace import Slow, Turn
from .kept import KeptList
from .models import DelayReason, DoseDelay
from .schedule import Step

RECENT = dt.timedelta(days=400)
"""Reasons noted longer ago than this say nothing of a dose that is due today."""


@dataclass(frozen=True)
class Home:
    """The thôn of a child today; a child whose home is not in a thôn has the unit that is known."""

    pk: uuid.UUID
    name: str


@dataclass(frozen=True)
class Called:
    """A child with doses due or overdue. reasons: (step, the reason noted for it or None)."""

    child: Child
    home: Home
    steps: tuple[Step, ...]
    reasons: tuple[DoseDelay | None, ...]

    @cached_property
    def overdue(self) -> list[Step]:
        return [step for step in self.steps if step.state == "overdue"]

    @cached_property
    def reason(self) -> DoseDelay | None:
        """The newest reason for an overdue dose."""
        noted = [r for step, r in zip(self.steps, self.reasons, strict=True) if r and step.state == "overdue"]
        return max(noted, key=lambda r: (r.noted_on, r.seq), default=None)

    @cached_property
    def pairs(self) -> list[tuple[Step, DoseDelay | None]]:
        return sorted(zip(self.steps, self.reasons, strict=True), key=lambda pair: (-pair[0].overdue, pair[0].due_from))

    @property
    def longest(self) -> int:
        return max((step.overdue for step in self.steps), default=0)


@dataclass(frozen=True)
class Weighed:
    """A child whom the calendar of weighing asks for."""

    child: Child
    home: Home
    turn: Turn
    slow: Slow | None


def called(user: Any, today: dt.date) -> Sequence[Called]:
    """Children with a dose due within 30 days or overdue, whom this user may see, by name."""
    if _everything(user):
        return whole_called(today)
    return calls(Child.objects.visible_to(user, Permission.HEALTH_READ), today)


def weighed(user: Any, today: dt.date) -> Sequence[Weighed]:
    """Children of the calendar of weighing whom this user may see, by name."""
    if _everything(user):
        return whole_weighed(today)
    return turns(Child.objects.visible_to(user, Permission.HEALTH_READ), today)


def whole_called(today: dt.date) -> Sequence[Called]:
    """Everybody with a dose due within 30 days or overdue; the caller keeps to whom her reader may see."""
    return _CALLED.rows(today)


def whole_weighed(today: dt.date) -> Sequence[Weighed]:
    """Everybody whom the calendar of weighing asks for; the caller keeps to whom her reader may see."""
    return _WEIGHED.rows(today)


def _everything(user: Any) -> bool:
    return all(user.scope(one).everything for one in (Permission.IDENTITY_READ, Permission.HEALTH_READ))


def forget() -> None:
    """Reckon anew: for tests, which take numbers of the sequence back."""
    _CALLED.forget()
    _WEIGHED.forget()


def _of_age(children: Any, today: dt.date, years: int) -> list[Child]:
    return list(children.resident_on(today).filter(born_on__gt=years_back(today, years)).in_name_order().only(
        "id", "full_name", "mother_name", "sex", "born_on", "born_precision", "died_on", "name_sort"))


def calls(children: Any, today: dt.date) -> list[Called]:
    """Of these children those with a dose due within 30 days or overdue."""
    found = steps_of(_of_age(children, today, oldest(calendars())), today, today + SOON)
    homes = homes_of([child.pk for child, _steps in found], today)
    delays: dict[uuid.UUID, list[DoseDelay]] = {}
    for delay in DoseDelay.objects.filter(noted_on__gt=today - RECENT, noted_on__lte=today):
        delays.setdefault(delay.child_id, []).append(delay)
    return [Called(child, homes[child.pk], tuple(steps), tuple(reason_of(s, delays.get(child.pk, ())) for s in steps))
            for child, steps in found if child.pk in homes]


def turns(children: Any, today: dt.date) -> list[Weighed]:
    """Of these children those whom the calendar of weighing asks for."""
    found = turns_of(_of_age(children, today, 6), today)
    homes = homes_of([child.pk for child, _turn, _slow in found], today)
    return [Weighed(child, homes[child.pk], turn, slow) for child, turn, slow in found if child.pk in homes]


_CALLED, _WEIGHED = KeptList[Called](calls), KeptList[Weighed](turns)


def homes_of(ids: list[uuid.UUID], today: dt.date) -> dict[uuid.UUID, Home]:
    """The home of each child today; where rows overlap the later one holds."""
    rows = Residence.objects.on(today).filter(child__in=ids).order_by("from_on")
    return {child: Home(unit, name) for child, unit, name in rows.values_list("child_id", "unit_id", "unit__name")}


@dataclass(frozen=True)
class Place:
    """The numbers of a thôn. late: children overdue; soon: others due within 30 days; stock: late for want of vaccine;
    said: late with another reason; silent: late without any.
    """

    home: Home
    late: int
    soon: int
    stock: int
    said: int
    silent: int


def by_place(rows: Iterable[Called]) -> list[Place]:
    """The numbers of each thôn, by its name."""
    places: dict[Home, Counter[str]] = {}
    for row in rows:
        count = places.setdefault(row.home, Counter())
        if not row.overdue:
            count["soon"] += 1
            continue
        count["late"] += 1
        count["silent" if row.reason is None else "stock" if row.reason.why == DelayReason.STOCK else "said"] += 1
    return [Place(home, n["late"], n["soon"], n["stock"], n["said"], n["silent"])
            for home, n in sorted(places.items(), key=lambda item: item[0].name)]


def reasons(rows: Iterable[Called]) -> list[tuple[str, str, int]]:
    """(code, words, children) of the reasons noted for what is overdue, want of vaccine first."""
    count = Counter(row.reason.why for row in rows if row.overdue and row.reason)
    return [(str(code), str(label), count[code]) for code, label in DelayReason.choices if count[code]]
