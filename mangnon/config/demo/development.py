"""Invented checks of how young children develop, and the health and nutrition days."""
from __future__ import annotations

import datetime as dt

from mangnon.core.periods import completed_months

from .commune import VILLAGES, Commune, at
from .growth import AT_SCHOOL_SINCE
from .people import Child
from .story import ASSESSED, NOT_ON_TRACK

LEAST = ((29, 7), (35, 9), (41, 11), (47, 13), (59, 15))
"""ECDI2030: last age in completed months, score from which a child is on track."""
PROXY_UNTIL = 2022
"""Until then the kindergarten also judged its five-year-olds by its own list."""


def add_development(c: Commune) -> None:
    for year in c.years():
        first, second = dt.date(year, 5, 12), dt.date(year, 10, 20)
        # In 2021 the spring round was cancelled.
        missed = _round(c, year, first) if year > 2021 else None
        _round(c, year, second, missed)
        if year <= PROXY_UNTIL and dt.date(year, 5, 24) <= c.today:
            _kindergarten(c, dt.date(year, 5, 24))
        _days(c, year)


def _round(c: Commune, year: int, start: dt.date, only: set[str] | None = None) -> set[str]:
    """One round through the thôn. Returns those of age who were not asked; ``only`` asks nobody else."""
    missed = set()
    for child in c.present(start, 2, 4) if start <= c.today else []:
        if only is not None and child.id not in only and completed_months(child.born, start) > 29:
            continue
        day = start + dt.timedelta(days=VILLAGES.index(child.home_on(start) or VILLAGES[0]))
        if child.home_on(day) is None or completed_months(child.born, day) > 59:
            continue
        if only is not None or year == 2021:
            asked = c.lot("asked late", child.id, year) < at(ASSESSED, year) - 0.35 * (only is not None)
        else:
            asked = c.lot("asked", child.id, year) < at(ASSESSED, year)
        if asked:
            _assess(c, child, day)
        else:
            missed.add(child.id)
    return missed


def _assess(c: Commune, child: Child, day: dt.date) -> None:
    months, draw = completed_months(child.born, day), c.draw("score", child.id, day.year)
    least = next(score for last, score in LEAST if months <= last)
    on_track = c.lot("on track", child.id) >= at(NOT_ON_TRACK, day.year)
    score = min(20, least + draw.randrange(1, 7)) if on_track else max(0, least - draw.randrange(1, 4))
    known = draw.random() > 0.003
    c.add("assessments", child_id=child.id, assessed_on=day, instrument="ecdi2030", score=score if known else None)


def _kindergarten(c: Commune, day: dt.date) -> None:
    for child in c.present(day, 5, 6):
        if day.year - child.born.year == 6:
            on_track = c.lot("kindergarten", child.id) > 0.04
            c.add("assessments", child_id=child.id, assessed_on=day, instrument="kindergarten", score=int(on_track))


def _days(c: Commune, year: int) -> None:
    """Vitamin day for the youngest in June since 2023; before the school had scales, the station came in October."""
    vitamins, check = dt.date(year, 6, 1), dt.date(year, 10, 14)
    if year >= 2024 and vitamins <= c.today:
        for child in c.present(vitamins, 0, 2):
            if 6 <= completed_months(child.born, vitamins) < 36 and c.lot("vitamins", child.id, year) < 0.96:
                c.add("services", child_id=child.id, field="nutrition", received_on=vitamins)
    if check <= c.today:
        for child in c.present(check, 5, 7):
            if c.lot("check", child.id, year) < (0.88 if year < AT_SCHOOL_SINCE else 0.3):
                c.add("services", child_id=child.id, field="health", received_on=check)
