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
    """Of each child who lives in these thôn on the year's last day so far the assessment that line 15 counts."""
    end = min(year_end(year), today)
    assessed = list(_assessments(user, villages, year, end))
    newest = {row.child_id for row in assessed}
    children = {c.pk: c for c in Child.objects.filter(pk__in=newest, born_precision="day")}
    rows = _that_count([(row.child_id, completed_months(children[row.child_id].born_on, row.assessed_on), row.score)
                        for row in assessed if row.child_id in children], questions_on(end).bands)
    sheets = set(EcdiSheet.objects.filter(asked_on__year=year, asked_on__lte=end).values_list("child", flat=True))
    places = []
    for village in villages:
        here = asked_in(user, village, end, Permission.HEALTH_READ)
        places.append((village, len(here), sum(1 for c in here if c.pk in newest or c.pk in sheets)))
    exact = user.can(Permission.EXACT_FIGURES)
    bands = [Bands(low, high, bar, asked, scored, reached, _few(scored, reached, exact))
             for (low, high, bar), asked, scored, reached in in_band(rows, questions_on(end))]
    return Results(places, bands, len(rows), sum(score is None for _m, score in rows))


def _that_count(rows: list[tuple[Any, int, int | None]], bands: Any) -> list[tuple[int, int | None]]:
    """One (months, score) a child of rows in the order of their days.

    As in line 15 the newest scored one within the ages. Only where she has none of these does one without a score, or
    of another age, stand for her.
    """
    best: dict[Any, tuple[tuple[bool, bool], int, int | None]] = {}
    for child, months, score in rows:
        within = any(low <= months <= high for low, high, _bar in bands)
        rank = (within and score is not None, within)
        if child not in best or rank >= best[child][0]:
            best[child] = (rank, months, score)
    return [(months, score) for _rank, months, score in best.values()]


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
