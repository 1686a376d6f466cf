"""What the register knows today of every child who lives in the commune, by the names of the mapping."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from mangnon.core.periods import years_back
from mangnon.education.models import Enrolment
from mangnon.places.models import Level, Unit
from mangnon.protection.models import AtRisk, Circumstance, Disability
from mangnon.registry.exchange import SEALED_GROUPS
from mangnon.registry.models import Carer, Child, HouseholdMember, HouseholdStatus, Registration, Residence

CARERS = ("mother", "father", "guardian", "foster", "grandparent", "relative", "other")
"""Whose name stands for the carer where there are several: who has the first duty."""


def children(day: dt.date, under: int) -> Any:
    """Alive, younger than so many years, living in a unit of the register on the day."""
    return Child.objects.resident_on(day).filter(born_on__gt=years_back(day, under)).in_name_order()


def rows(day: dt.date, under: int, *, sealed: bool) -> Iterator[dict[str, str]]:
    """One row a child, in the order of names. sealed: also the groups that are read like protection cases.

    What is not known is "".
    """
    known = _Known(day, sealed)
    for number, child in enumerate(children(day, under).iterator(chunk_size=2000), 1):
        yield {"number": str(number), **known.of(child)}


class _Known:
    """Everything about everyone, asked for once a table."""

    def __init__(self, day: dt.date, sealed: bool) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.homes = {row.child_id: row for row in Residence.objects.on(day).order_by("from_on")}
        self.members = {row.child_id: row.household for row in
                        HouseholdMember.objects.on(day).select_related("household").order_by("from_on")}
        self.statuses = dict(HouseholdStatus.objects.on(day).order_by("from_on").values_list("household", "status"))
        self.registered = dict(Registration.objects.on(day).order_by("from_on").values_list("child", "kind"))
        self.risky = set(AtRisk.objects.on(day).values_list("child", flat=True))
        self.disabled = dict(Disability.objects.on(day).order_by("from_on").values_list("child", "severity"))
        self.groups: dict[uuid.UUID, set[str]] = defaultdict(set)
        for child, group in Circumstance.objects.on(day).values_list("child", "group"):
            if sealed or group not in SEALED_GROUPS:
                self.groups[child].add(group)
        self.carers: dict[uuid.UUID, list[Carer]] = defaultdict(list)
        for carer in Carer.objects.filter(Q(to_on=None) | Q(to_on__gt=day)):
            self.carers[carer.child_id].append(carer)
        learning = Enrolment.objects.filter(entered_on__lte=day, outcome="studying").filter(
            Q(left_on=None) | Q(left_on__gt=day)).select_related("facility").order_by("school_year", "entered_on")
        self.learning = {row.child_id: row for row in learning}

    def of(self, child: Child) -> dict[str, str]:
        home, house = self.homes[child.pk], self.members.get(child.pk)
        unit, school = self.units[home.unit_id], self.learning.get(child.pk)
        carer = min(self.carers.get(child.pk, []), key=lambda one: CARERS.index(one.relation), default=None)
        village, commune = self._place(unit)
        return {
            "child_id": child.exchange_id, "full_name": child.full_name, "born_on": _born(child), "sex": child.sex,
            "ethnicity": child.ethnicity, "personal_id": child.personal_id, "mother_name": child.mother_name,
            "father_name": child.father_name, "birth_registered_on": _day(child.birth_registered_on),
            "carer_name": carer.full_name if carer else "", "carer_relation": carer.relation if carer else "",
            "household_id": house.exchange_id if house else "", "head_name": house.head_name if house else "",
            "household_status": self.statuses.get(house.pk, "") if house else "", "village": village,
            "commune": commune, "registration": self.registered.get(child.pk, ""),
            "groups": ";".join(sorted(self.groups.get(child.pk, ()))),
            "at_risk": "true" if child.pk in self.risky else "false",
            "disability": (self.disabled[child.pk] or "unknown") if child.pk in self.disabled else "",
            "school": school.facility.name if school and school.facility else "",
            "class": (school.class_name or school.grade) if school else "", "lives_here_since": _day(home.from_on)}

    def _place(self, unit: Unit) -> tuple[str, str]:
        """The thôn, where the home is known so finely, and the commune."""
        village = unit.name if unit.level == Level.VILLAGE else ""
        while unit.level != Level.COMMUNE and unit.parent_id:
            unit = self.units[unit.parent_id]
        return village, unit.name if unit.level == Level.COMMUNE else ""


def _born(child: Child) -> str:
    form = {"day": "%d/%m/%Y", "month": "%m/%Y"}.get(child.born_precision, "%Y")
    return child.born_on.strftime(form)


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
