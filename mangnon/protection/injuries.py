"""Injuries of a year counted by cause, place, age and thôn; small cells in words for who does not see exact figures."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.core.periods import completed_years, middle, year_end
from mangnon.places.models import Unit, below
from mangnon.places.naming import told_apart
from mangnon.plan.models import Plan
from mangnon.registry.models import Residence

from .injury_models import Cause, Spot
from .models import Incident, IncidentKind

MEASURE = "11a"
BANDS = ((0, 4), (5, 10), (11, 15))
"""Completed years from and to, on the day of the injury."""


@dataclass(frozen=True)
class Cut:
    """One way to part the injuries. rows: (label, what is said)."""

    title: str
    rows: list[tuple[str, str]]


def injuries_of(year: int, today: dt.date) -> list[Incident]:
    """What line 11 counts: injuries of the year's days so far, not refuted, of children who on that day were under 16
    and lived in the plan's commune."""
    begins, ends = dt.date(year, 1, 1), min(year_end(year), today)
    rows = Incident.objects.filter(kind=IncidentKind.INJURY).exclude(confirmed=False).filter(
        Q(occurred_on__range=(begins, ends)) | Q(occurred_on=None, detected_on__range=(begins, ends)))
    found = [row for row in rows.select_related("child", "injury_detail").order_by("detected_on", "pk")
             if age_of(row) < 16]
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    if plan is None or plan.unit is None:
        return found
    homes, here = homes_that_day(found), below([plan.unit], today)
    return [row for row in found if homes.get(row.pk) in here]


def day_of(row: Incident) -> dt.date:
    return row.occurred_on or row.detected_on


def age_of(row: Incident) -> int:
    """Completed years on that day; of somebody who had died by then, at her death."""
    day = min(day_of(row), row.child.died_on or dt.date.max)
    return completed_years(middle(row.child.born_on, row.child.born_precision), day)


def homes_that_day(rows: list[Incident]) -> dict[uuid.UUID, uuid.UUID]:
    """Each injury to the unit where the child lived on its day, as line 11 has it; of who had died, the last one.

    Where homes overlap the one that begins later holds.
    """
    homes: dict[uuid.UUID, list[Residence]] = {}
    for home in Residence.objects.filter(child__in={row.child_id for row in rows}).order_by("from_on"):
        homes.setdefault(home.child_id, []).append(home)
    found = {}
    for row in rows:
        day, died = day_of(row), row.child.died_on
        gone = died is not None and died <= day
        there = [home for home in homes.get(row.child_id, ()) if home.from_on <= (died if gone and died else day)
                 and (gone or home.to_on is None or home.to_on > day)]
        if there:
            found[row.pk] = there[-1].unit_id
    return found


def detail(row: Incident, name: str) -> str:
    """The cause or the place of an injury, empty where nobody wrote it."""
    return str(getattr(getattr(row, "injury_detail", None), name, ""))


def cuts(rows: list[Incident], user: Any, units: list[Unit]) -> list[Cut]:
    """The year's injuries by cause, by place, by age, by thôn."""
    exact = user.can(Permission.EXACT_FIGURES)
    causes = Counter(detail(row, "cause") for row in rows)
    spots = Counter(detail(row, "spot") for row in rows)
    ages = Counter(next(band for band in BANDS if band[0] <= age_of(row) <= band[1]) for row in rows)
    return [
        Cut(_("Nguyên nhân"), _said({**{str(Cause(c).label): causes[c] for c in Cause.values if causes[c]},
                                     _("chưa ghi"): causes[""]}, exact)),
        Cut(_("Ở đâu"), _said({**{str(Spot(s).label): spots[s] for s in Spot.values if spots[s]},
                               _("chưa ghi"): spots[""]}, exact)),
        Cut(_("Tuổi"), _said({_("%(a)s đến %(b)s tuổi") % {"a": a, "b": b}: ages[a, b] for a, b in BANDS}, exact)),
        Cut(_("Thôn"), _said(_by_village(rows, units), exact))]


def _by_village(rows: list[Incident], units: list[Unit]) -> dict[str, int]:
    """Injuries of each thôn of today, of two with one name apart; of those whose home was no thôn the number stands
    last, so that the rows add up to the year's."""
    names = told_apart(units)
    inside = {pk: unit.pk for unit in units for pk in below([unit], dt.date.max)}
    counts = Counter(inside.get(home) for home in homes_that_day(rows).values())
    said = {names[unit.pk]: counts[unit.pk] for unit in units}
    return said | ({_("chưa rõ thôn"): counts[None]} if counts[None] else {})


def _said(cells: dict[str, int], exact: bool) -> list[tuple[str, str]]:
    """Counts in words; with a small cell go as many others as keep it from being summed up."""
    gone = set() if exact else disclosure.hide_cells(cells, MEASURE)
    few = _("số dưới %(n)s") % {"n": disclosure.limit(MEASURE)}
    return [(label, (few if disclosure.hidden(n, MEASURE) else _("không nêu")) if label in gone else str(n))
            for label, n in cells.items()]
