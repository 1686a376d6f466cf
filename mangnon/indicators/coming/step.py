"""A step of the calendar, the days the commune gave it, and what is due of it."""
from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from mangnon.accounts.permissions import Permission
from mangnon.registry.models import Child, WorkStep

Event = tuple[uuid.UUID, dt.date, str]
"""(child, the day her days run from, more words for her or "")"""


@dataclass(frozen=True)
class Days:
    """A step's days; see calendar.toml. held: whether the commune does it at all."""

    title: str
    title_en: str
    source: str
    verified: bool
    due_days: int
    ahead_days: int
    late_days: int
    held: bool = True
    before_end_days: int = 0

    def due(self, event: dt.date) -> dt.date:
        return event + dt.timedelta(days=self.due_days)

    def events(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The events whose due day, with its reminder after, meets first to last, both included."""
        return (first - dt.timedelta(days=self.late_days + self.due_days), last - dt.timedelta(days=self.due_days))


@dataclass(frozen=True)
class Step:
    """A step. code: in calendar.toml.  read: who may see it, any of these.  door: where its result is written.

    find: (first, last event day, today) to the children still waiting, each with the event.  write: who may enter
    the door.  sealed: read like a case, so that everybody else's page is the same without it.
    """

    code: str
    find: Callable[[dt.date, dt.date, dt.date], Iterable[Event]]
    read: tuple[Permission, ...]
    door: str = "registry:child"
    write: tuple[Permission, ...] = ()
    sealed: bool = False


@dataclass(frozen=True)
class Due:
    """What is due of one child."""

    step: Step
    child: uuid.UUID
    on: dt.date
    words: str = ""

    def late_by(self, day: dt.date) -> int:
        return max((day - self.on).days, 0)


@lru_cache
def built_in() -> dict[str, Days]:
    """The calendar's file."""
    text = (Path(__file__).parent / "calendar.toml").read_text(encoding="utf-8")
    return {code: Days(**values) for code, values in tomllib.loads(text).items()}


def calendar() -> dict[str, Days]:
    """The days of each step: the commune's own where it decided, else the file's."""
    own = {row.step: row for row in WorkStep.objects.all()}
    return {code: replace(days, held=row.held, due_days=row.due_days, ahead_days=row.ahead_days,
                          late_days=row.late_days) if (row := own.get(code)) else days
            for code, days in built_in().items()}


def due_of(steps: Iterable[Step], today: dt.date, until: dt.date, days: dict[str, Days], *, user: Any) -> list[Due]:
    """What is due from now until a day, or late and still asked for, among what this user may read."""
    found = []
    for step in steps:
        own = days[step.code]
        if not own.held or not any(user.can(permission) for permission in step.read) or (
                step.sealed and not user.can(Permission.SEALED_READ)):
            continue
        # Who asks for thirty days sees no more of a step than its own reminder allows.
        last = min(until, today + dt.timedelta(days=own.ahead_days))
        for child, event, words in step.find(*own.events(today, last), today):
            found.append(Due(step, child, own.due(event), words))
    dead = set(Child.objects.filter(died_on__lte=today, pk__in={one.child for one in found}).values_list(
        "pk", flat=True))
    found = [one for one in found if one.child not in dead]
    return sorted(found, key=lambda due: (due.on, due.step.code, str(due.child)))
