"""Verbs about children: a birth, a move, a death."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import records
from mangnon.places.models import Unit

from .models import Child, Residence


def register(*, by: Any, unit: Unit, from_on: dt.date, **identity: Any) -> Child:
    """Enter a child who was born here or moved in, with her first home."""
    with transaction.atomic():
        child = records.create(Child, by=by, **identity)
        records.create(Residence, by=by, child=child, unit=unit, from_on=from_on)
    return child


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


def note_death(child: Child, *, by: Any, died_on: dt.date | None, death_cause: str) -> Child:
    """Enter (or correct) a death."""
    return records.correct(child, by=by, died_on=died_on, death_cause=death_cause)
