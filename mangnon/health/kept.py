"""Lists of the whole commune that are kept in memory; after a write only the children it touched are reckoned anew.

Nothing of it is stored. What changed is read from the sequence, which every row that is written takes a number of; a
row that was taken out has its number in the history. A new day, another calendar, a change of places or very many
changes begin the list anew.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from mangnon.core import sequence
from mangnon.places.models import Unit
from mangnon.registry import models as registry
from mangnon.registry.models import Child, Residence

from . import models as health
from .calendars import Calendars, calendars
from .models import Dose, DoseDelay, Measurement

MANY = 300
"""Children changed at once from which on the whole list is reckoned in one go: asking for each costs more."""


class OfChild(Protocol):
    """A row of a list: something of one child."""

    @property
    def child(self) -> Child: ...


T = TypeVar("T", bound=OfChild)


@dataclass(frozen=True)
class _State(Generic[T]):
    seq: int
    today: dt.date
    found: Calendars
    rows: tuple[T, ...]


class KeptList(Generic[T]):
    """A list by name. reckon: (children, day) to the rows of those of them who have one."""

    def __init__(self, reckon: Callable[[Any, dt.date], Sequence[T]]) -> None:
        self._reckon = reckon
        self._state: _State[T] | None = None
        self._lock = Lock()

    def rows(self, today: dt.date) -> Sequence[T]:
        """The list as the register stands."""
        with self._lock:
            seq, found, state = sequence.last(), calendars(), self._state
            if state is None or state.seq != seq or (state.today, state.found) != (today, found):
                self._state = state = _State(seq, today, found, self._anew(state, seq, today, found))
            return state.rows

    def _anew(self, state: _State[T] | None, seq: int, today: dt.date, found: Calendars) -> tuple[T, ...]:
        changed = changed_since(state.seq) if state and state.seq < seq and (
            state.today, state.found) == (today, found) else None
        if state is None or changed is None:
            return tuple(self._reckon(Child.objects.all(), today))
        if not changed:
            return state.rows
        rows = [row for row in state.rows if row.child.pk not in changed]
        rows += self._reckon(Child.objects.filter(pk__in=changed), today)
        return tuple(sorted(rows, key=lambda row: _by_name(row.child)))

    def forget(self) -> None:
        """Begin anew: for tests, which take numbers of the sequence back."""
        self._state = None


def _by_name(child: Child) -> tuple[str, dt.date, str]:
    """The order of ``in_name_order``."""
    return child.name_sort, child.born_on, str(child.pk)


def changed_since(seq: int) -> set[uuid.UUID] | None:
    """Children of whom something that calls them was written or taken out since a number; None for too many, or where
    places changed, whose names stand in the lists."""
    if Unit.objects.filter(seq__gt=seq).exists():
        return None
    found: set[uuid.UUID] = set()
    asked: list[tuple[Any, str]] = [(Child.objects, "pk")]
    asked += [(model.objects, "child_id") for model in (Residence, Dose, Measurement, DoseDelay)]
    # Parted again, a record has lost rows that are another child's by now.
    asked.append((registry.Merge.objects, "kept_id"))
    asked += [(room.Revision.objects.exclude(child_id=None), "child_id") for room in (registry, health)]
    for rows, key in asked:
        found |= set(rows.filter(seq__gt=seq).order_by().values_list(key, flat=True).distinct()[:MANY + 1])
        if len(found) > MANY:
            return None
    return found
