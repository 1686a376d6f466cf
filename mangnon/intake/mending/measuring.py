"""How complete and how timely the register is, by thôn and by school."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from mangnon.core import periods
from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.places.models import Facility
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages

from ..models import ListChange, ListImport, State

ADULT = 18
REGISTERED_UNDER = 5
"""Years below which a child without registered birth counts (plan target 14)."""
TIMELY = 30
"""Days from an event to its entry that count as in time: what comes later misses the month's report."""
YEAR = 365
EVENTS = ((Child, "born_on", "pk"), (Child, "died_on", "pk"), (Measurement, "measured_on", "child"),
          (Dose, "given_on", "child"))
CHUNK = 500
OPENS = (9, 5)
"""A school year opens on 5 September; a roll is counted in days from then."""


def _living_in(unit: Any, day: dt.date) -> Any:
    """Children under 18 who live in a thôn."""
    homes = Residence.objects.on(day).filter(unit=unit).values("child")
    return Child.objects.filter(pk__in=homes, died_on=None, born_on__gt=periods.years_back(day, ADULT))


def _year_of(day: dt.date) -> str:
    first = day.year - (day.month < OPENS[0])
    return f"{first}-{first + 1}"


def _sitting_in(school: Any, day: dt.date) -> Any:
    """Enrolments of this school year at a school."""
    return Enrolment.objects.filter(facility=school, school_year=_year_of(day), left_on=None)


LACKS = {"day": ~Q(born_precision="day"), "number": Q(personal_id=""), "mother": Q(mother_name="")}


def lacking(what: str, place: Any, day: dt.date) -> Any:
    """Children of a thôn or a school of whom the register does not know one thing. Raises KeyError for another."""
    school = isinstance(place, Facility)
    if what == "class" and school:
        return Child.objects.filter(pk__in=_sitting_in(place, day).filter(class_name="").values("child"))
    here = Child.objects.filter(pk__in=_sitting_in(place, day).values("child")) if school else _living_in(place, day)
    if what == "registered" and not school:
        return here.filter(birth_registered_on=None, born_on__gt=periods.years_back(day, REGISTERED_UNDER))
    return here.filter(LACKS[what])


def complete(day: dt.date) -> list[dict[str, Any]]:
    """By thôn: children under 18 who live there, and of how many the register knows each thing."""
    rows = []
    for unit in villages():
        here = _living_in(unit, day)
        young = Q(born_on__gt=periods.years_back(day, REGISTERED_UNDER))
        rows.append({"name": unit.name, "pk": unit.pk, **here.aggregate(
            n=Count("pk"), **_known(), young=Count("pk", filter=young),
            registered=Count("pk", filter=young & Q(birth_registered_on__isnull=False)))})
    return rows


def _known() -> dict[str, Any]:
    return {"mother": Count("pk", filter=~Q(mother_name="")), "number": Count("pk", filter=~Q(personal_id="")),
            "day": Count("pk", filter=Q(born_precision="day"))}


def schools(day: dt.date) -> list[dict[str, Any]]:
    """By school: its pupils of this school year, what is known of them, and when its roll came.

    late: days from the opening of the school year to the roll, None where no roll has come.
    """
    first = day.year - (day.month < OPENS[0])
    came = {}
    for source, at in ListImport.objects.filter(kind__in=("school_roll", "kindergarten_roll"), state__in=(
            State.PREVIEWED, State.APPLIED)).order_by("-at").values_list("source", "at"):
        on = timezone.localtime(at).date()
        if on >= dt.date(first, 7, 1):
            came[source] = on
    rows = []
    for school in Facility.objects.schools().open_on(day).order_by("kind", "name"):
        pupils = _sitting_in(school, day)
        here = Child.objects.filter(pk__in=pupils.values("child"))
        came_on = came.get(school.exchange_id)
        rows.append({"name": school.name, "pk": school.pk, **here.aggregate(n=Count("pk"), **_known()), "roll": came_on,
                     "class": pupils.exclude(class_name="").count(),
                     "late": (came_on - dt.date(first, *OPENS)).days if came_on else None})
    return rows


@dataclass
class Timely:
    """Of the events of a year in one thôn: those entered in time, late, or when nobody knows. days: each one's."""

    name: str
    days: list[int] = field(default_factory=list)
    unknown: int = 0

    @property
    def entered(self) -> int:
        return len(self.days)

    @property
    def in_time(self) -> int:
        return sum(days <= TIMELY for days in self.days)

    @property
    def typical(self) -> int | None:
        """The median of days from the event to its entry."""
        return round(median(self.days)) if self.days else None


def timeliness(day: dt.date) -> list[Timely]:
    """Births, deaths, weighings and doses of the last year, by the thôn where the child lives.

    An entry's day is known where a person or a list entered it; a register taken over as a whole says nothing of it.
    """
    homes = dict(Residence.objects.on(day).order_by("from_on").values_list("child", "unit"))
    found: dict[Any, Timely] = {unit.pk: Timely(unit.name) for unit in villages()}
    for model, on, child in EVENTS:
        rows = [(pk, whose, when) for pk, whose, when in model.objects.filter(
            **{f"{on}__gt": day - dt.timedelta(days=YEAR), f"{on}__lte": day}).values_list("pk", child, on)
            if homes.get(whose) in found]
        entered = _entered(model, on, [pk for pk, _whose, _when in rows])
        for pk, whose, when in rows:
            row, at = found[homes[whose]], entered.get(pk)
            if at is None:
                row.unknown += 1
            else:
                row.days.append(max((at - when).days, 0))
    return list(found.values())


def _entered(model: Any, field_: str, keys: list[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """The day on which rows were entered: by hand as the audit has it, or by a list."""
    label = model._meta.label
    verbs = ("correct",) if field_ == "died_on" else ("create",)
    found: dict[uuid.UUID, dt.date] = {}
    for start in range(0, len(keys), CHUNK):
        part = keys[start:start + CHUNK]
        for change, at in ListChange.objects.filter(model=label, record_id__in=part, made=True).values_list(
                "record_id", "batch__applied_at"):
            if at is not None:
                found[change] = at.date()
        said = AuditEvent.objects.filter(what=label, verb__in=verbs, record_id__in=[str(pk) for pk in part])
        for record, at, fields in said.order_by("-at").values_list("record_id", "at", "fields"):
            if field_ in fields.split(",") or verbs == ("create",):
                found[uuid.UUID(record)] = at.date()
    return found
