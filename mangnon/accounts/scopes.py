"""Where a permission holds."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mangnon.places.models import below

from .roles import ROLES

if TYPE_CHECKING:
    from .models import Assignment


@dataclass(frozen=True)
class Scope:
    """everything: the whole commune.  unit_ids: units with all below them.  facility_ids: schools, stations."""

    everything: bool
    unit_ids: frozenset[uuid.UUID] = frozenset()
    facility_ids: frozenset[uuid.UUID] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.unit_ids) or bool(self.facility_ids)


NOWHERE = Scope(False)


def scope_of(assignments: Iterable[Assignment], on: dt.date) -> Scope:
    """Join the places of several assignments; a unit brings all units within that day's borders.

    A role of one thôn or school whose place is missing holds nowhere: a gap in the data must never open the commune.
    """
    found = list(assignments)
    if any(ROLES[a.role].place == "commune" and not (a.unit_id or a.facility_id) for a in found):
        return Scope(True)
    units = [a.unit for a in found if a.unit]
    inside = below(units, on) if units else set()
    return Scope(False, frozenset(inside), frozenset(a.facility_id for a in found if a.facility_id))
