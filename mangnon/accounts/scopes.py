"""Where a permission holds."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mangnon.core import clock
from mangnon.places.models import below

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


def scope_of(assignments: Iterable[Assignment]) -> Scope:
    """Join the places of several assignments; a unit brings all units within today's borders."""
    found = list(assignments)
    if any(a.unit_id is None and a.facility_id is None for a in found):
        return Scope(True)
    units = [a.unit for a in found if a.unit]
    inside = below(units, clock.today()) if units else set()
    return Scope(False, frozenset(inside), frozenset(a.facility_id for a in found if a.facility_id))
