"""Results of ECDI2030 by group: thôn and age band, never a child; small cells in words for everybody."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.core.periods import completed_months, year_end
from mangnon.places.models import below
from mangnon.registry.models import Child, Residence

from .ecdi import in_band, questions_on
from .ecdi_grid import asked_in
from .models import Assessment, EcdiSheet, Instrument

MEASURE = "15"


@dataclass(frozen=True)
class Bands:
    """One line a band. few: too few for a count of those at the bar to speak of a group."""

    low: int
    high: int
    bar: int
    asked: int
    scored: int
    reached: int
    few: bool


@dataclass(frozen=True)
class Results:
    """villages: (thôn, children of the age on the last day, asked in the year).  bands: for all of them."""

    villages: list[tuple[Any, int, int]]
    bands: list[Bands]
    asked: int
    unknown: int


def results(user: Any, villages: list[Any], year: int, today: dt.date) -> Results:
    """The newest assessment of the year of each child who lives in these thôn on the year's last day so far."""
    end = min(year_end(year), today)
    newest = {row.child_id: row for row in _assessments(user, villages, year, end)}
    children = {c.pk: c for c in Child.objects.filter(pk__in=newest, born_precision="day")}
    rows = [(completed_months(children[pk].born_on, row.assessed_on), row.score)
            for pk, row in newest.items() if pk in children]
    sheets = set(EcdiSheet.objects.filter(asked_on__year=year, asked_on__lte=end).values_list("child", flat=True))
    places = []
    for village in villages:
        here = asked_in(user, village, end, Permission.HEALTH_READ)
        places.append((village, len(here), sum(1 for c in here if c.pk in newest or c.pk in sheets)))
    exact = user.can(Permission.EXACT_FIGURES)
    bands = [Bands(low, high, bar, asked, scored, reached, _few(scored, reached, exact))
             for (low, high, bar), asked, scored, reached in in_band(rows, questions_on(end))]
    return Results(places, bands, len(rows), sum(score is None for _m, score in rows))


def _few(scored: int, reached: int, exact: bool) -> bool:
    """Whether a band would speak of single children: never shown of fewer than five, whoever asks."""
    if disclosure.hidden(scored, MEASURE):
        return True
    return not exact and disclosure.small(reached, scored - reached, MEASURE)


def _assessments(user: Any, villages: list[Any], year: int, end: dt.date) -> QuerySet[Assessment]:
    homes = Residence.objects.on(end).filter(unit__in=below(villages, end)).values("child")
    seen = Child.objects.visible_to(user, Permission.HEALTH_READ).filter(pk__in=homes)
    return Assessment.objects.filter(
        instrument=Instrument.ECDI2030, child__in=seen.values("pk"), assessed_on__year=year,
        assessed_on__lte=end).order_by("assessed_on")
