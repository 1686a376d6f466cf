"""Children of days of disaster whom nobody has told to be found yet: how many, within some thôn."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable

from django.db.models import Q

from mangnon.core.periods import years_back
from mangnon.registry.models import Child, Residence

from .disaster_sheet import UNDER
from .models import Disaster, DisasterLine


def not_found(first: dt.date, last: dt.date, units: Collection[uuid.UUID],
              within: Callable[[uuid.UUID, dt.date], Iterable[uuid.UUID]]) -> list[tuple[Disaster, int]]:
    """Days of disaster from first to last, both included, with the children of these units not found; those with any.

    within: a unit and all units in it on a day, which the caller knows.

    Everybody who stands on the sheets of the thôn struck is asked for, whoever may see her name.
    """
    found = []
    days = Disaster.objects.filter(occurred_on__gte=first, occurred_on__lte=last, places__unit__in=units).distinct()
    for one in days.order_by("occurred_on", "pk").prefetch_related("places"):
        day = one.occurred_on
        struck = {unit for place in one.places.all() if place.unit_id in units for unit in within(place.unit_id, day)}
        seen = DisasterLine.objects.filter(disaster=one).exclude(found_at=None).values("child")
        n = Child.objects.filter(
            Q(died_on=None) | Q(died_on__gte=day), born_on__gt=years_back(day, UNDER), born_on__lte=day,
            pk__in=Residence.objects.on(day).filter(unit__in=struck).values("child")).exclude(pk__in=seen).count()
        if n:
            found.append((one, n))
    return found
