"""Births, children and schools of the register in use: what plan check measures its bars against."""
from __future__ import annotations

import datetime as dt

from mangnon.core import clock
from mangnon.core.periods import years_back
from mangnon.places.models import Facility, below
from mangnon.plan.models import Plan
from mangnon.registry.models import Child


def counts_in_use(on: dt.date | None = None) -> dict[str, int] | None:
    """Counts for the plan's commune on a day; None where no child is registered."""
    day = on or clock.today()
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    if not plan or not plan.unit:
        return None
    units = below([plan.unit], day)
    children = Child.objects.resident_on(day, units).filter(born_on__gt=years_back(day, 16)).count()
    if not children:
        return None
    births = Child.objects.filter(born_on__gt=years_back(day, 1), born_on__lte=day, residences__unit__in=units)
    return {"births": births.distinct().count(), "children": children,
            "schools": Facility.objects.filter(unit__in=units).schools().open_on(day).count()}
