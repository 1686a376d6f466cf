"""Invented circumstances, disabilities, supports and signs of risk."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .commune import Commune
from .people import Child

D = dt.date


@dataclass(frozen=True)
class Spell:
    """A circumstance of one child. born: her year of birth.  support: kind, and the day it began."""

    group: str
    born: int
    from_on: dt.date
    to_on: dt.date | None = None
    support: tuple[str, dt.date] | None = None


@dataclass(frozen=True)
class Disability:
    """A disability of one child. needs: whether she needs schooling, None where nobody asked.  taught: since when."""

    born: int
    from_on: dt.date
    severity: str
    needs: bool | None
    taught: dt.date | None
    kind: str = "inclusive_education"


DISABILITIES = (
    Disability(2006, D(2017, 3, 1), "mild", True, None), Disability(2007, D(2018, 5, 4), "severe", True, D(2019, 9, 5)),
    Disability(2008, D(2018, 5, 4), "mild", True, D(2019, 9, 5)), Disability(2008, D(2019, 4, 9), "severe", True, None),
    Disability(2009, D(2019, 4, 9), "mild", True, D(2020, 9, 5)),
    Disability(2010, D(2018, 5, 4), "severe", True, D(2019, 9, 5), "special_education"),
    Disability(2010, D(2019, 4, 9), "mild", True, D(2021, 9, 5)),
    Disability(2011, D(2018, 5, 4), "mild", True, D(2020, 9, 5)),
    Disability(2012, D(2019, 4, 9), "severe", True, D(2020, 9, 5)),
    Disability(2012, D(2019, 4, 9), "mild", True, D(2020, 9, 5)),
    Disability(2013, D(2020, 3, 2), "severe", True, D(2022, 9, 5), "special_education"),
    Disability(2014, D(2020, 3, 2), "mild", True, D(2020, 9, 5)),
    Disability(2015, D(2021, 4, 6), "mild", True, D(2021, 9, 5)),
    Disability(2016, D(2021, 4, 6), "profound", True, None),
    Disability(2016, D(2022, 4, 5), "severe", True, D(2023, 9, 5)),
    Disability(2017, D(2022, 4, 5), "mild", True, D(2023, 9, 5)),
    Disability(2018, D(2023, 4, 11), "mild", True, D(2024, 9, 5)),
    Disability(2019, D(2024, 4, 9), "severe", True, D(2025, 9, 5)),
    Disability(2021, D(2025, 4, 8), "mild", True, D(2025, 9, 5)),
    Disability(2023, D(2026, 4, 7), "profound", None, None),
    Disability(2022, D(2027, 4, 6), "mild", True, D(2027, 9, 6)),
    Disability(2024, D(2028, 4, 4), "severe", True, None))

SPELLS = (
    Spell("a", 2009, D(2018, 11, 3), None, ("cash", D(2019, 1, 1))),
    Spell("a", 2014, D(2020, 8, 14), None, ("cash", D(2020, 10, 1))),
    Spell("b", 2020, D(2020, 10, 9), D(2023, 5, 20), ("foster", D(2020, 10, 20))),
    Spell("c", 2011, D(2017, 6, 2), D(2025, 3, 10), ("care", D(2017, 7, 1))),
    Spell("c", 2015, D(2022, 7, 4), D(2026, 6, 30), ("care", D(2022, 8, 1))),
    Spell("dd", 2012, D(2016, 2, 8), D(2024, 6, 30), ("service", D(2016, 3, 1))),
    Spell("e", 2006, D(2021, 5, 12), D(2022, 5, 12), ("plan", D(2021, 6, 1))),
    Spell("g", 2008, D(2023, 3, 3), D(2024, 2, 20), ("service", D(2023, 3, 20))),
    Spell("h", 2007, D(2020, 11, 2), D(2022, 9, 5), ("in_kind", D(2021, 1, 15))),
    Spell("h", 2010, D(2024, 1, 10), D(2025, 9, 5), None),
    Spell("i", 2012, D(2021, 5, 25), D(2022, 11, 30), ("plan", D(2021, 6, 2))),
    Spell("i", 2016, D(2026, 4, 22), None, ("plan", D(2026, 4, 28))),
    Spell("k", 2008, D(2022, 7, 20), D(2023, 6, 30), ("plan", D(2022, 7, 28))),
    Spell("l", 2011, D(2023, 8, 19), D(2025, 8, 19), ("plan", D(2023, 8, 21))),
    Spell("m", 2007, D(2020, 4, 5), D(2022, 4, 5), ("plan", D(2020, 4, 9))),
    Spell("n", 2013, D(2019, 9, 9), D(2024, 10, 10), ("cash", D(2019, 11, 1))),
    Spell("n", 2017, D(2020, 5, 6), None, ("cash", D(2020, 7, 1))),
    Spell("n", 2019, D(2021, 10, 4), D(2023, 12, 24), None),
    Spell("n", 2020, D(2026, 8, 5), None, None),
    Spell("o", 2015, D(2024, 9, 23), D(2025, 1, 15), ("relief", D(2024, 9, 24))),
    Spell("o", 2018, D(2024, 9, 23), D(2025, 1, 15), ("relief", D(2024, 9, 24))),
    Spell("n", 2022, D(2027, 6, 7), None, ("cash", D(2027, 8, 1))), Spell("c", 2021, D(2028, 2, 9), None, None))

SIGNS = ("cha mẹ đi làm xa", "nghỉ học nhiều", "hộ nghèo đông con", "sống với ông bà")
AT_RISK = 13
"""Children newly seen at risk each year."""


def add_protection(c: Commune) -> None:
    """Invent them before school and carers, which follow from them."""
    for n, disability in enumerate(DISABILITIES):
        for child in _chosen(c, "d", disability.born, disability.from_on, n):
            _disability(c, child, disability)
    for n, spell in enumerate(SPELLS):
        for child in _chosen(c, spell.group, spell.born, spell.from_on, n):
            _circumstance(c, child, spell)
    for year in c.years():
        _at_risk(c, year)


def _chosen(c: Commune, group: str, born: int, day: dt.date, n: int) -> list[Child]:
    """Children of that year of birth who live here from that day on; an orphan is an only child."""
    if day > c.today:
        return []
    able = [child for child in c.staying(day) if child.born.year == born and child.precision == "day"
            and not child.groups and (group != "a" or len(child.family.children) == 1) and child.family.father]
    chosen = c.fewest(able, c.whole(1, "spell", group, n), "spell", group, n)
    for child in chosen:
        child.groups[group] = day
    return chosen


def _disability(c: Commune, child: Child, disability: Disability) -> None:
    child.taught_at_home = disability.severity == "profound"
    begins = disability.from_on
    c.add("circumstances", child_id=child.id, group="d", from_on=begins, to_on=None)
    c.add("disabilities", child_id=child.id, severity=disability.severity, needs_schooling=disability.needs,
          from_on=begins, to_on=None)
    if disability.severity != "mild" or disability.taught is None:
        c.add("supports", child_id=child.id, kind="cash", from_on=begins + dt.timedelta(days=45), to_on=None)
    if disability.severity == "severe":
        c.add("supports", child_id=child.id, kind="rehabilitation", from_on=begins + dt.timedelta(days=90), to_on=None)
    if disability.taught:
        c.add("supports", child_id=child.id, kind=disability.kind, from_on=disability.taught, to_on=None)


def _circumstance(c: Commune, child: Child, spell: Spell) -> None:
    c.add("circumstances", child_id=child.id, group=spell.group, from_on=spell.from_on, to_on=spell.to_on)
    if spell.support:
        kind, begins = spell.support
        c.add("supports", child_id=child.id, kind=kind, from_on=begins, to_on=spell.to_on)


def _at_risk(c: Commune, year: int) -> None:
    """Seen in a year, mostly over within two; where the parents are far away a grandmother cares."""
    first, seen = D(year, 1, 10), AT_RISK if year >= 2023 else AT_RISK // 2
    children = [child for child in c.staying(first, 3, 14) if not child.groups] if first <= c.today else []
    for n, child in enumerate(c.fewest(children, c.whole(seen, "risk", year), "risk", year)):
        draw = c.draw("risk", child.id, year)
        begins = first + dt.timedelta(days=draw.randrange(330))
        ends = begins + dt.timedelta(days=draw.randrange(200, 900)) if draw.random() < 0.8 else None
        if begins <= c.today and SIGNS[n % 4] in ("cha mẹ đi làm xa", "sống với ông bà"):
            child.elder_cares_from = begins
        c.add("at_risk", child_id=child.id, sign=SIGNS[n % 4], from_on=begins, to_on=ends)
