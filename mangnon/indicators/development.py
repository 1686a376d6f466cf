"""The six fields of whole development, child by child, from the register: what line 2 counts, made visible.

Counted by line 2 (measures.md): under 3 years health and nutrition, from 3 health and schooling. The other fields of
the scheme are shown beside them and move no figure: nothing recorded there is unknown, not missing.
"""
from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mangnon.core.periods import completed_months, middle, school_year
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.protection.models import Service, ServiceField
from mangnon.registry.models import Child

from .period import Period

MET, MISSING, UNKNOWN = "met", "missing", "unknown"
TODDLER = 36
"""Completed months from which on schooling counts instead of nutrition."""


@dataclass(frozen=True)
class FieldState:
    """One field of a child. counts: whether line 2 asks for it at her age.  by: what answered it, in words.

    served: whether a row of support is among what answered it.
    """

    code: str
    state: str
    counts: bool
    by: tuple[str, ...] = ()
    served: bool = False

    @property
    def label(self) -> str:
        return str(ServiceField(self.code).label)


@dataclass(frozen=True)
class Checklist:
    """A child's six fields on the last day of the period."""

    child: Child
    months: int
    fields: tuple[FieldState, ...]

    @property
    def toddler(self) -> bool:
        return self.months < TODDLER

    @property
    def whole(self) -> bool:
        """What line 2 counts: every field that counts at her age is met."""
        return all(f.state == MET for f in self.fields if f.counts)

    @property
    def lacking(self) -> list[FieldState]:
        return [f for f in self.fields if f.counts and f.state != MET]


def checklists(children: Collection[Child], period: Period) -> list[Checklist]:
    """The checklist of each child, in the order given; every source is asked once for all of them."""
    ids = [c.pk for c in children]
    days = {"gte": period.start, "lte": period.end}
    weighed = _who(Measurement, ids, "measured_on", days)
    dosed = _who(Dose, ids, "given_on", days)
    served: dict[str, set[uuid.UUID]] = {field: set() for field in ServiceField.values}
    for field, whose in Service.objects.filter(child__in=ids, received_on__gte=period.start,
                                               received_on__lte=period.end).values_list("field", "child"):
        served[field].add(whose)
    enrolled = set(Enrolment.objects.filter(
        child__in=ids, school_year__in=[school_year(period.year - 1), school_year(period.year)],
        entered_on__lte=period.end).exclude(outcome="dropped_out").values_list("child", flat=True))
    found = []
    for child in children:
        months = completed_months(middle(child.born_on, child.born_precision), period.end)
        small, pk = months < TODDLER, child.pk
        answered = {
            "health": [_("cân đo")] * (pk in weighed) + [_("tiêm chủng")] * (pk in dosed),
            "nutrition": [_("cân đo")] * (pk in weighed), "education": [_("đi học")] * (pk in enrolled)}
        counts = {"health": True, "nutrition": small, "education": not small}
        fields = []
        for code in ("health", "nutrition", "education", "nurturing", "protection", "welfare"):
            by, served_it = tuple(answered.get(code, ())), pk in served[code]
            lacks = MISSING if counts.get(code) else UNKNOWN
            fields.append(FieldState(code, MET if by or served_it else lacks, counts.get(code, False), by, served_it))
        found.append(Checklist(child, months, tuple(fields)))
    return found


def _who(model: Any, ids: list[uuid.UUID], day: str, days: dict[str, Any]) -> set[uuid.UUID]:
    return set(model._default_manager.filter(child__in=ids, **{
        f"{day}__{how}": value for how, value in days.items()}).values_list("child", flat=True))
