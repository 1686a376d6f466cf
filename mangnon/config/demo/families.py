"""Invented families: who is born, who moves in, away and back, who dies."""
from __future__ import annotations

import datetime as dt
import random

from . import names
from .commune import VILLAGES, WEIGHTS, Commune, at
from .people import Child, Family, Home
from .story import ARRIVALS, BIRTHS, DEATHS, FIRST_YEAR

MORE = (1.0, 0.66, 0.30, 0.06)
"""Chance of one more child, by the number there are."""


def add_families(c: Commune) -> None:
    """Fill the commune year by year, then keep back whoever has not come yet."""
    for year in range(FIRST_YEAR, c.today.year + 1):
        _moved_in(c, year)
        _born(c, year)
    for year in c.years():
        _deaths(c, year)
    c.children = [child for child in c.everyone if child.homes[0].from_on <= c.today]


def _born(c: Commune, year: int) -> None:
    """The births of a year, spread over it: younger brothers and sisters first, then first children."""
    draw = c.draw("births", year)
    wanted = c.whole(at(BIRTHS, year), "births", year)
    again = [(day, family) for day, family in c.planned.pop(year, []) if family.home_on(day)][: wanted * 3 // 5]
    fresh = wanted - len(again)
    for n in range(fresh):
        day = dt.date(year, 1, 1) + dt.timedelta(days=int((n + draw.random()) / fresh * 365))
        again.append((day, _family(c, draw, day - dt.timedelta(days=400), rooted=day)))
    for n, (day, family) in enumerate(sorted(again, key=lambda pair: (pair[0], pair[1].number))):
        twins = n % 110 == 57
        for _ in range(2 if twins else 1):
            _child(c, draw, family, day, "day")
        _plan_next(c, draw, family, day)


def _moved_in(c: Commune, year: int) -> None:
    """Families from elsewhere with children born there; of some only the month or the year of birth is known."""
    draw = c.draw("arrivals", year)
    for _ in range(c.whole(ARRIVALS, "arrivals", year)):
        day = dt.date(year, 1, 1) + dt.timedelta(days=draw.randrange(365))
        family = _family(c, draw, day, rooted=day)
        family.arrived = True
        born = day - dt.timedelta(days=draw.randrange(110, 3600))
        for _ in range(draw.choice((1, 1, 2))):
            precision = draw.choices(("day", "month", "year"), (92, 4, 4))[0]
            _child(c, draw, family, born, precision)
            born += dt.timedelta(days=draw.randrange(500, 1500))
            if (day - born).days < 110:
                break
        _plan_next(c, draw, family, family.children[-1].born)


def _family(c: Commune, draw: random.Random, settled: dt.date, *, rooted: dt.date) -> Family:
    own, other, elder = (names.surname(draw) for _ in range(3))
    ethnicity = draw.choices(("Kinh", "Mường", "Thái", "Tày"), (970, 18, 8, 4))[0]
    if ethnicity != "Kinh":
        own = draw.choice(names.MINORITIES[ethnicity])
    single = draw.random() < 0.025
    family = Family(len(c.families), own, names.mother(draw, own if single else other),
                    None if single else names.father(draw, own), names.elder(draw, elder), ethnicity,
                    _homes(draw, settled, rooted))
    c.families.append(family)
    return family


def _homes(draw: random.Random, settled: dt.date, rooted: dt.date) -> list[Home]:
    """Most stay; some move to another thôn, some go away, a few of them come back."""
    village = draw.choices(VILLAGES, WEIGHTS)[0]
    fate, moved = draw.random(), rooted + dt.timedelta(days=draw.randrange(300, 4500))
    if fate < 0.045:
        other = draw.choice([v for v in VILLAGES if v != village])
        return [Home(village, settled, moved), Home(other, moved)]
    if fate < 0.085:
        return [Home(village, settled, moved)]
    if fate < 0.100:
        return [Home(village, settled, moved), Home(village, moved + dt.timedelta(days=draw.randrange(200, 800)))]
    return [Home(village, settled)]


def _plan_next(c: Commune, draw: random.Random, family: Family, born: dt.date) -> None:
    if draw.random() < MORE[min(len(family.children), 3)]:
        day = born + dt.timedelta(days=draw.randrange(600, 2000))
        c.planned[day.year].append((day, family))


def _child(c: Commune, draw: random.Random, family: Family, born: dt.date, precision: str) -> None:
    sex = "male" if draw.random() < 0.525 else "female"
    name = names.child(draw, family.surname, sex, {child.name.split()[-1] for child in family.children})
    homes = [Home(home.unit, max(home.from_on, born), home.to_on) for home in family.homes
             if home.to_on is None or home.to_on > born]
    child = Child(f"tre-{len(c.everyone) + 1:05d}", name, sex, born, precision, family, homes)
    family.children.append(child)
    c.everyone.append(child)


def _deaths(c: Commune, year: int) -> None:
    """One child a year at most, in some years nobody."""
    for turn, days, cause in DEATHS:
        if (year - 2021) % 6 != turn:
            continue
        first, last = dt.date(year, 2, 1), dt.date(year, 9, 30)
        age = dt.timedelta(days=days)
        able = [child for child in c.everyone if first <= child.born + age <= last and child.born_here
                and child.home_on(child.born + age) and child.precision == "day"]
        for child in c.fewest(able, c.whole(1, "death", year), "death", year):
            child.died, child.death_cause = child.born + age, cause
