"""Children by age and sex on a day: counted from the birth day taken, and as finely as small numbers allow. Pure."""
from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mangnon.core import disclosure
from mangnon.core.periods import completed_years, earliest, latest, middle

ADULT = 16
"""Age from which a person is no child any more (Luật Trẻ em 2016, điều 1)."""
GROUPS = ((0, 2), (3, 5), (6, 10), (11, 15))
"""Ages as a commune speaks of them: crèche, kindergarten, primary, lower secondary."""
SINGLE = tuple((age, age) for age in range(ADULT))
Band = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Someone's age on a day. sure: whether what is known of the birth leaves one age only."""

    key: str
    sex: str
    age: int
    sure: bool


@dataclass(frozen=True)
class Fineness:
    """How finely a population is shown: by these bands, by sex or not."""

    bands: tuple[Band, ...]
    by_sex: bool


LEVELS = (Fineness(SINGLE, True), Fineness(SINGLE, False), Fineness(GROUPS, True), Fineness(GROUPS, False),
          Fineness(((0, ADULT - 1),), False))
"""From the finest on; the last says only how many there are."""


def person_of(key: str, sex: str, born_on: dt.date, precision: str, day: dt.date) -> Person:
    """The age in completed years by the birth day taken: the 15th, 30 June where only month or year is known."""
    ages = {completed_years(edge(born_on, precision), day) for edge in (earliest, latest)}
    return Person(key, sex, completed_years(middle(born_on, precision), day), len(ages) == 1)


def cells(people: Sequence[Person], level: Fineness) -> Counter[tuple[Band, str]]:
    """How many stand in each band, by sex where the level has it."""
    band_of = {age: band for band in level.bands for age in range(band[0], band[1] + 1)}
    return Counter((band_of[p.age], p.sex if level.by_sex else "") for p in people if p.age in band_of)


def finest(populations: Sequence[Sequence[Person]]) -> Fineness | None:
    """The finest level at which no population has a small cell; None where even a total is small.

    All populations that add up to one another must be passed together: what one of them hides could otherwise be
    taken off the others. A level without a small cell has no small sum either.
    """
    for level in LEVELS:
        if not any(disclosure.hidden(n, "") for people in populations for n in cells(people, level).values()):
            return level
    return None


@dataclass(frozen=True)
class Change:
    """What lies between two days: now = then + born + came - died - grown - left."""

    then: int
    born: int
    came: int
    died: int
    grown: int
    left: int
    now: int


def change(then: Sequence[Person], now: Sequence[Person], *, born: set[str], died: set[str], grown: set[str]) -> Change:
    """Who came and who went. born, died, grown: keys of who was born, died, turned 16 between the days."""
    before, after = {p.key for p in then}, {p.key for p in now}
    new, gone = after - before, before - after
    passed, sixteen = gone & died, (gone - died) & grown
    return Change(len(before), len(new & born), len(new - born), len(passed), len(sixteen),
                  len(gone - passed - sixteen), len(after))
