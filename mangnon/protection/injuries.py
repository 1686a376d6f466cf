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
    """What line 11 counts: injuries of the year's days so far, not refuted, of children under 16 that day."""
    begins, ends = dt.date(year, 1, 1), min(year_end(year), today)
    rows = Incident.objects.filter(kind=IncidentKind.INJURY).exclude(confirmed=False).filter(
        Q(occurred_on__range=(begins, ends)) | Q(occurred_on=None, detected_on__range=(begins, ends)))
    return [row for row in rows.select_related("child", "injury_detail").order_by("detected_on", "pk")
            if age_of(row) < 16]


def day_of(row: Incident) -> dt.date:
    return row.occurred_on or row.detected_on


def age_of(row: Incident) -> int:
    return completed_years(middle(row.child.born_on, row.child.born_precision), day_of(row))


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
    homes: dict[uuid.UUID, list[Any]] = {}
    for home in Residence.objects.filter(child__in=[row.child_id for row in rows]).order_by("from_on"):
        homes.setdefault(home.child_id, []).append(home)
    counts = {str(unit): 0 for unit in units}
    inside = {pk: str(unit) for unit in units for pk in below([unit], dt.date.max)}
    for row in rows:
        there = [h for h in homes.get(row.child_id, ()) if h.from_on <= day_of(row)
                 and (h.to_on is None or h.to_on > day_of(row) or row.fatal)]
        if there and there[-1].unit_id in inside:
            counts[inside[there[-1].unit_id]] += 1
    return counts


def _said(cells: dict[str, int], exact: bool) -> list[tuple[str, str]]:
    """Counts in words; with a small cell go as many others as keep it from being summed up."""
    gone = set() if exact else disclosure.hide_cells(cells, MEASURE)
    few = _("số dưới %(n)s") % {"n": disclosure.limit(MEASURE)}
    return [(label, (few if disclosure.hidden(n, MEASURE) else _("không nêu")) if label in gone else str(n))
            for label, n in cells.items()]
