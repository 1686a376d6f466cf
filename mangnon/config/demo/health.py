"""Invented measurements along WHO's curves, doses by the schedule, development assessments."""
from __future__ import annotations

import datetime as dt

from mangnon.core.periods import add_months, completed_months
from mangnon.health.growth_table import Lms, tables

from .commune import START, Commune, Person

SHORTAGE = (dt.date(2023, 1, 15), dt.date(2023, 9, 30))
SCHEDULE = [("BCG", 0, 3), ("HEPB0", 0, 0), ("PENTA", 2, 5), ("PENTA", 3, 10), ("PENTA", 4, 15), ("OPV", 2, 5),
            ("OPV", 3, 10), ("OPV", 4, 15), ("IPV", 5, 5), ("MEASLES", 9, 6), ("MR", 18, 8), ("DPT", 18, 8),
            ("JE", 12, 6), ("JE", 12, 20), ("JE", 24, 8)]
THRESHOLDS = ((29, 7), (35, 9), (41, 11), (47, 13), (59, 15))


def add_health(c: Commune) -> None:
    for p in c.people:
        if p.precision == "day":
            _measure(c, p)
        if p.born.year >= 2016:
            _doses(c, p)
        _assess(c, p)


def _campaign(day: dt.date, p: Person) -> bool:
    """Weighing days: every third month under two years, March and September under five, September at school."""
    months = completed_months(p.born, day)
    if months < 24:
        return months % 3 == 0
    return day.month in (3, 9) if months < 60 else day.month == 9 and months < 132


def _measure(c: Commune, p: Person) -> None:
    day = max(START, p.lives_from) + dt.timedelta(days=p.born.day % 20)
    skipped = 0.965 if c.today.year - p.born.year < 6 else 0.9
    lapsed = p.diligence < 0.03
    while day <= c.today and p.age_on(day) < 12:
        if p.here_on(day) and day > p.born and _campaign(day, p) and not lapsed and c.chance(skipped):
            _weigh(c, p, day)
        day = add_months(day, 1)


def _weigh(c: Commune, p: Person, day: dt.date) -> None:
    days = (day - p.born).days
    month = min(max(days / 30.4375, 60), 228)
    height = _value("lhfa" if days <= 1826 else "lhfa_2007", p.sex, days if days <= 1826 else int(month), p.z_height)
    weight = None
    if days <= 1826 or month < 121:
        name = "wfa" if days <= 1826 else "wfa_2007"
        weight = _value(name, p.sex, days if days <= 1826 else int(month), p.z_weight + c.random.gauss(0, 0.12))
    lying = days < 731
    c.add("measurements", child_id=p.id, measured_on=day, weight_kg=f"{weight:.1f}" if weight else None,
          height_cm=f"{height + c.random.gauss(0, 0.3):.1f}" if c.chance(0.985) else None,
          position="lying" if lying else "standing", oedema=False)


def _value(name: str, sex: str, index: int, z: float) -> float:
    table: Lms = tables()[name]
    column = 0 if sex == "male" else 1
    l, m, s = table.lms[:, column, min(index, table.last) - table.first]
    return float(m * (1 + l * s * z) ** (1 / l)) if l else float(m)


def _doses(c: Commune, p: Person) -> None:
    """Most on time, some late, a few never; in 2023 the station ran out of vaccine."""
    careless = p.diligence < c.progress(p.born.year, 0.07, 0.03)
    given: dict[str, dt.date] = {}
    for vaccine, months, spread in SCHEDULE:
        due = add_months(p.born, months) + dt.timedelta(days=int(c.random.random() * (spread + 1)) + spread // 2)
        if vaccine in given:
            due = max(due, given[vaccine] + dt.timedelta(days=28 if vaccine != "JE" else 9))
        if careless and c.chance(0.35):
            due += dt.timedelta(days=c.random.randrange(60, 400))
        if SHORTAGE[0] <= due <= SHORTAGE[1] and vaccine == "PENTA" and c.chance(0.25):
            due = SHORTAGE[1] + dt.timedelta(days=c.random.randrange(1, 120))
        if due > c.today or not p.here_on(due) or (careless and c.chance(0.12)):
            continue
        given[vaccine] = due
        c.add("doses", child_id=p.id, vaccine=vaccine, given_on=due)


def _assess(c: Commune, p: Person) -> None:
    for year in c.years():
        day = dt.date(year, 5, 10) + dt.timedelta(days=p.born.day)
        months = completed_months(p.born, day)
        if day > c.today or not p.here_on(day) or not 24 <= months <= 59 or not c.chance(0.96):
            continue
        least = next(score for last, score in THRESHOLDS if months <= last)
        on_track = c.chance(c.progress(year, 0.955, 0.979))
        score = min(20, least + c.random.randrange(0, 5)) if on_track else max(0, least - c.random.randrange(1, 4))
        c.add("assessments", child_id=p.id, assessed_on=day, instrument="ecdi2030", score=score)
