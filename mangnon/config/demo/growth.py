"""Invented weights and heights along WHO's curves, on the station's weighing days."""
from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from statistics import NormalDist

from mangnon.core.periods import completed_months
from mangnon.health.growth_table import tables

from .commune import START, VILLAGES, Commune, at
from .households import NEAR_POOR
from .people import Child
from .story import OBESE, STUNTED, UNDERWEIGHT

NORMAL = NormalDist()
QUARTERLY_SINCE = AT_SCHOOL_SINCE = 2023


def add_growth(c: Commune) -> None:
    _tracks(c)
    for child in c.children:
        if child.precision == "day" and child.born.year >= START.year - 11:
            for day in _weighing_days(c, child):
                _weigh(c, child, day)


def _tracks(c: Commune) -> None:
    """Give the children of each year their places on the curves: as many low and high as a normal curve has."""
    years: dict[int, list[Child]] = defaultdict(list)
    for child in c.everyone:
        weight, height = _pair(c.draw("growth", child.id))
        # Who is poor is thinner; how many lie below the line stays as the story has it.
        less = 0.7 if c.lot("poor", child.family.number) < NEAR_POOR else 0.0
        child.weight_z, child.height_z = weight - less, height - less
        # Whoever moves in later must not move the places of those who are here.
        if not child.family.arrived:
            years[child.born.year].append(child)
    for year, children in years.items():
        shift = c.lot("shift", year)
        weights = _even([child.weight_z for child in children], shift)
        heights = _even([child.height_z for child in children], 1 - shift)
        for child, weight, height in zip(children, weights, heights, strict=True):
            child.weight_z, child.height_z = weight, height
        middle = [child for child in children if -1 < child.height_z < 1.2]
        for child in c.fewest(middle, round(OBESE * len(children)), "obese"):
            child.obese = True


def _pair(draw: random.Random) -> tuple[float, float]:
    """Weight and height of one child, which mostly go together."""
    shared = draw.gauss(0, 1)
    return 0.8 * shared + 0.6 * draw.gauss(0, 1), 0.8 * shared + 0.6 * draw.gauss(0, 1)


def _even(values: list[float], shift: float) -> list[float]:
    """The same order, spread as evenly as a normal curve. shift: within a step, 0 to 1."""
    order = sorted(range(len(values)), key=values.__getitem__)
    spread = [0.0] * len(values)
    for rank, place in enumerate(order):
        spread[place] = NORMAL.inv_cdf((rank + 0.05 + 0.9 * shift) / len(values))
    return spread


def _weighing_days(c: Commune, child: Child) -> Iterator[dt.date]:
    """At birth, then when the station comes to the thôn: each quarter under two, March and September under five."""
    if child.born_here and child.born >= START:
        yield child.born
    never = c.lot("never weighed", child.id) < 0.012
    for year in c.years():
        if never or year - child.born.year > 11 or c.lot("unweighed", child.id, year) < 0.022:
            continue
        absent = 0.03 if year - child.born.year < 6 else 0.01
        for month in (3, 6, 9, 12):
            if _called(child, year, month) and c.lot("absent", child.id, year, month) >= absent:
                day = _day(c, child, year, month)
                if day and day > child.born:
                    yield day


def _called(child: Child, year: int, month: int) -> bool:
    months = completed_months(child.born, dt.date(year, month, 15))
    if months < 24:
        return month in (3, 9) or (months > 0 and year >= QUARTERLY_SINCE)
    return month in (3, 9) if months < 60 else month == 9 and months < 132 and year >= AT_SCHOOL_SINCE


def _day(c: Commune, child: Child, year: int, month: int) -> dt.date | None:
    """The day the scales stand in her thôn (at school: one day for all)."""
    village = child.home_on(dt.date(year, month, 8))
    if village is None:
        return None
    day = dt.date(year, month, 9 + 2 * VILLAGES.index(village))
    if year - child.born.year >= 6:
        day = dt.date(year, month, 14)
    return day if day <= c.today and child.home_on(day) else None


def _weigh(c: Commune, child: Child, day: dt.date) -> None:
    draw = c.draw("scales", child.id, day)
    days = (day - child.born).days
    # A newborn tells little of the child to come.
    told = min(0.6 + days / 600, 1.0)
    height_z = _mean(at(STUNTED, day.year)) + told * child.height_z + draw.gauss(0, 0.08)
    weight_z = _mean(at(UNDERWEIGHT, day.year)) + told * child.weight_z + draw.gauss(0, 0.1)
    height = round(_height(child, days, height_z), 1)
    weight = _weight(child, days, weight_z, height, draw.gauss(0, 0.12))
    c.add("measurements", child_id=child.id, measured_on=day, weight_kg=f"{weight:.1f}",
          height_cm=f"{height:.1f}" if draw.random() > 0.012 else None,
          position="lying" if days < 731 else "standing", oedema=False)


@lru_cache
def _mean(below: float) -> float:
    """Where a normal curve stands that has this share under -2."""
    return -2 - NORMAL.inv_cdf(below)


def _height(child: Child, days: int, z: float) -> float:
    return _value("lhfa", child.sex, days, z) if days <= 1826 else _value("lhfa_2007", child.sex, _months(days), z)


def _weight(child: Child, days: int, z: float, height: float, wobble: float) -> float:
    """By age, kept within what her height allows; obese children by their height."""
    if days > 1826:
        z_for_height = 2.4 + wobble if child.obese else max(-2.6, min(2.2, 0.8 * child.weight_z - 0.2 + wobble))
        return _value("bmifa_2007", child.sex, _months(days), z_for_height) * (height / 100) ** 2
    name = "wfl" if days < 731 else "wfh"
    place = round(height * 10)
    if child.obese and days > 200:
        return _value(name, child.sex, place, 3.45 + wobble)
    return min(_value("wfa", child.sex, days, z), _value(name, child.sex, place, 2.7))


def _months(days: int) -> int:
    return max(61, min(int(days / 30.4375), 228))


@lru_cache
def _figures(name: str) -> tuple[int, int, list[list[list[float]]]]:
    table = tables()[name]
    return table.first, table.last, table.lms.tolist()


def _value(name: str, sex: str, place: int, z: float) -> float:
    """The weight, height or body-mass index that has this z, by WHO's L, M and S."""
    first, last, figures = _figures(name)
    index = min(max(place, first), last) - first
    l, m, s = (row[0 if sex == "male" else 1][index] for row in figures)
    return float(m * (1 + l * s * z) ** (1 / l))
