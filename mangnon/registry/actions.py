"""Verbs about children and places: a birth, a move, a death; units that merge."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mangnon.core import audit, records
from mangnon.places.models import Succession, Unit

from . import arrivals
from .models import Child, Household, HouseholdReview, Residence


def register(*, by: Any, unit: Unit, from_on: dt.date, **identity: Any) -> Child:
    """Enter a child who was born here or moved in, with her first home."""
    with transaction.atomic():
        child = records.create(Child, by=by, **identity)
        records.create(Residence, by=by, child=child, unit=unit, from_on=from_on)
    return child


def correct_identity(child: Child, *, by: Any, **identity: Any) -> Child:
    """Correct who a child is; a home that began on the day she was born begins on the corrected day."""
    with transaction.atomic():
        born = identity.get("born_on", child.born_on)
        if born != child.born_on:
            first = Residence.objects.filter(child=child).order_by("from_on").first()
            if first and first.from_on == child.born_on and not (first.to_on and first.to_on <= born):
                records.correct(first, by=by, from_on=born)
        return records.correct(child, by=by, **identity)


def move(child: Child, *, by: Any, on: dt.date, unit: Unit | None) -> None:
    """End the home of that day and begin the new one; without a unit she has left the commune."""
    with transaction.atomic():
        for home in Residence.objects.on(on).filter(child=child):
            records.correct(home, by=by, to_on=on)
        if unit is not None:
            standing = Residence.objects.filter(child=child, from_on=on).first()
            if standing:
                records.correct(standing, by=by, unit=unit, to_on=None)
            else:
                records.create(Residence, by=by, child=child, unit=unit, from_on=on)
            arrivals.tell(child, unit, by=by, on=on)


def note_death(child: Child, *, by: Any, died_on: dt.date | None, death_cause: str) -> Child:
    """Enter (or correct) a death."""
    return records.correct(child, by=by, died_on=died_on, death_cause=death_cause)


def review_household(household: Household, *, by: Any, on: dt.date) -> bool:
    """Keep that a household's status was reviewed on a day and stood; False where that stands already."""
    with transaction.atomic():
        # Whoever reviews at the same moment waits for this household, and then finds it done.
        Household.objects.select_for_update().get(pk=household.pk)
        if HouseholdReview.objects.filter(household=household, reviewed_on=on).exists():
            return False
        records.create(HouseholdReview, by=by, household=household, reviewed_on=on, reviewed_by=audit.actor_of(by)[0])
    return True


def merge(old: Iterable[Unit], *, by: Any, on: dt.date, into: Unit | None = None, name: str = "", code: str = "",
          pk: uuid.UUID | None = None) -> Unit:
    """End units on a day and let one succeed them: one that stands, or a new one of the first's level and parent."""
    units = list(old)
    with transaction.atomic():
        if into is None:
            first = units[0]
            into = records.create(Unit, by=by, id=pk or uuid.uuid4(), name=name, code=code, level=first.level,
                                  parent=first.parent, area=first.area, valid_from=on)
        for unit in units:
            records.correct(unit, by=by, valid_to=on)
            if not Succession.objects.filter(predecessor=unit, successor=into).exists():
                records.create(Succession, by=by, predecessor=unit, successor=into, on=on)
    return into
