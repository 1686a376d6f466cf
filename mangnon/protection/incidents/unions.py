"""One union is one incident: the ages of both spouses, and how the same union typed twice is known."""
from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.core import clock, names
from mangnon.core.periods import completed_years, middle
from mangnon.places.models import below
from mangnon.plan.models import Plan
from mangnon.registry.models import Child, Residence

from ..models import Incident, IncidentKind
from .models import Union
from .rules import rules
from .sealing import opened


def day_of(incident: Incident) -> dt.date:
    return incident.occurred_on or incident.detected_on


def age_of(child: Child, day: dt.date) -> int:
    return completed_years(middle(child.born_on, child.born_precision), day)


def spouse_age(row: Any, day: dt.date) -> int | None:
    """The other spouse's age on the day, None where nobody knows it. row: a union, or what was typed of one."""
    spouse, born, age = (row.get(name) if isinstance(row, dict) else getattr(row, name)
                         for name in ("spouse", "spouse_born_on", "spouse_age"))
    if spouse:
        return age_of(spouse, day)
    return completed_years(born, day) if born else age


def too_young(sex: str, age: int | None, day: dt.date) -> bool | None:
    """Whether somebody may not marry yet on a day; None where sex or age is not known and either would matter."""
    if age is None:
        return None
    bar = rules().may_marry(day, sex)
    if bar is not None:
        return age < bar
    least = [rules().may_marry(day, one) or 0 for one in ("male", "female")]
    return True if age < min(least) else False if age >= max(least) else None


def lives_here(child: Child, day: dt.date) -> bool:
    """Whether a spouse lived in the plan's commune on the day, as line 13 asks."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    homes = Residence.objects.on(day).filter(child=child)
    if plan is None or plan.unit is None:
        return homes.exists()
    last = homes.order_by("from_on").last()
    return last is not None and last.unit_id in below([plan.unit], clock.today())


def same_union(incident: Incident, spouse: Child | None) -> list[Incident]:
    """Incidents of the other spouse that may be this very union: typed from that side."""
    if spouse is None:
        return []
    hers = Incident.objects.filter(child=spouse, kind=IncidentKind.CHILD_MARRIAGE).exclude(pk=incident.pk)
    return [row for row in hers.exclude(confirmed=False).select_related("child").order_by("detected_on")
            if _may_be_with(row, incident.child)]


def _may_be_with(incident: Incident, other: Child) -> bool:
    """Whether an incident's union may be the one with this person: it names her, or names nobody."""
    union: Union | None = getattr(incident, "union", None)
    if union is None or union.spouse_id == other.pk:
        return True
    return union.spouse_id is None and (not union.spouse_name or _named(union, other))


def _named(union: Union, other: Child) -> bool:
    return bool(union.spouse_name) and names.fold(opened(union, "spouse_name")) == names.fold(str(other))


def told_from_the_other(child: Child, skip: Any = None) -> list[Incident]:
    """Unions in which this child stands already as the other spouse, by the register or by the name typed."""
    rows = Union.objects.filter(incident__kind=IncidentKind.CHILD_MARRIAGE).exclude(
        incident__child=child).exclude(incident=skip).exclude(incident__confirmed=False)
    return [row.incident for row in rows.select_related("incident", "incident__child", "spouse")
            if row.spouse_id == child.pk or (row.spouse_id is None and _named(row, child))]
