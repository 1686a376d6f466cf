"""Birthdays that change what is owed to a child. The event is the birthday; only birth dates known to the day count."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.db.models import Q

from mangnon.accounts.permissions import Permission as P
from mangnon.core.periods import birthday, years_back
from mangnon.registry.models import Child

from .step import Event, Step


def turning(age: int) -> Callable[[dt.date, dt.date, dt.date], Iterator[Event]]:
    """Children with this birthday between two days."""
    def find(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
        born = (years_back(first, age) - dt.timedelta(days=1), years_back(last, age) + dt.timedelta(days=1))
        alive = Child.objects.filter(Q(died_on=None) | Q(died_on__gt=today), born_on__range=born, born_precision="day")
        for child, day in alive.values_list("pk", "born_on"):
            event = birthday(day, age)
            if first <= event <= last:
                yield child, event, ""
    return find


STEPS = tuple(Step(f"age_{age}", turning(age), (P.IDENTITY_READ,)) for age in (7, 11, 16))
