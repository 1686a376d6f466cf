"""Rows about children, their homes, carers, households and registrations."""
from __future__ import annotations

import datetime as dt

from .commune import START, Commune, at
from .people import Child, Family
from .story import REGISTERED_AFTER

GROWN = 18
"""Of those who are grown today, only what the old figures need is kept."""


POOR, NEAR_POOR = 0.033, 0.095
"""Of a family's lot: below the first it is poor for some years, below the second near-poor."""


def add_households(c: Commune) -> None:
    numbers: set[str] = set()
    for child in c.children:
        registered = _registered(c, child)
        _child(c, child, registered, numbers)
        for home in child.homes:
            c.add("residences", child_id=child.id, unit_id=home.unit, from_on=home.from_on, to_on=home.to_on)
        if _of_age(c, child) and child.home_on(c.today):
            _carers(c, child)
            _registration(c, child, registered)
    for family in c.families:
        if any(_of_age(c, child) for child in family.children if child.homes[0].from_on <= c.today):
            _household(c, family)


def _of_age(c: Commune, child: Child) -> bool:
    return child.age_on(c.today) < GROWN


def _registered(c: Commune, child: Child) -> dt.date | None:
    """Most within weeks; some after months, a few never."""
    lot, draw = c.lot("registered", child.id), c.draw("registration", child.id)
    if lot < 0.0015:
        return None
    if lot < 0.008:
        return child.born + dt.timedelta(days=draw.randrange(90, 500))
    days = 1 + min(int(draw.expovariate(1 / at(REGISTERED_AFTER, child.born.year))), 58)
    day = child.born + dt.timedelta(days=days)
    return None if child.died and child.died <= day else day


def _child(c: Commune, child: Child, registered: dt.date | None, numbers: set[str]) -> None:
    family, born = child.family, child.born
    if child.precision != "day":
        # A stand-in, as people write it when they know no more.
        born = born.replace(day=1) if child.precision == "month" else born.replace(month=1, day=1)
    known = registered and registered <= c.today and c.lot("number", child.id) > (0.25 if family.arrived else 0.02)
    c.add("children", child_id=child.id, full_name=child.name, sex=child.sex, born_on=born,
          born_precision=child.precision, personal_id=_number(c, child, numbers) if known else None,
          ethnicity=family.ethnicity, mother_name=family.mother, father_name=family.father,
          birth_registered_on=registered, died_on=child.died,
          death_cause=child.death_cause if child.died and child.died <= c.today else None)


def _number(c: Commune, child: Child, taken: set[str]) -> str:
    """Like a personal number, with a province code (000) that no province has."""
    century = 2 * (child.born.year // 100 - 19)
    for turn in range(1000):
        number = (f"000{century + (child.sex != 'male')}{child.born.year % 100:02d}"
                  f"{int(c.lot('personal', child.id, turn) * 10**6):06d}")
        if number not in taken:
            break
    taken.add(number)
    return number


def _carers(c: Commune, child: Child) -> None:
    """Mother and father; a grandmother where they work far away or are no more."""
    family, orphaned = child.family, child.groups.get("a")
    since = max(child.born, child.homes[0].from_on)
    for relation, name in (("mother", family.mother), ("father", family.father)):
        if name:
            c.add("carers", child_id=child.id, full_name=name, relation=relation, from_on=child.born,
                  to_on=max(orphaned, child.born) if orphaned else None)
    days = int(c.lot("elder", family.number) * 20000)
    if orphaned or child.elder_cares_from or days < 1800:
        begins = orphaned or child.elder_cares_from or since + dt.timedelta(days=days)
        c.add("carers", child_id=child.id, full_name=family.elder, relation="grandparent",
              from_on=max(begins, child.born), to_on=None)


def _registration(c: Commune, child: Child, registered: dt.date | None) -> None:
    """Permanent for those born here; who moved in is registered temporarily first, some still are."""
    first = child.homes[0].from_on
    if not child.family.arrived:
        if registered and registered <= c.today:
            c.add("registrations", child_id=child.id, kind="permanent", from_on=registered, to_on=None)
        return
    begins = first + dt.timedelta(days=10 + int(c.lot("temporary", child.family.number) * 40))
    settled = c.lot("settled", child.family.number)
    ends = begins + dt.timedelta(days=365 * 2) if settled < 0.6 else None
    c.add("registrations", child_id=child.id, kind="temporary", from_on=begins, to_on=ends)
    if ends:
        c.add("registrations", child_id=child.id, kind="permanent", from_on=ends, to_on=None)


def _household(c: Commune, family: Family) -> None:
    here = next((home for home in reversed(family.homes) if home.from_on <= c.today), family.homes[0])
    with_elder = c.lot("elder", family.number) < 0.2
    head = family.elder if with_elder else family.father or family.mother
    c.add("households", household_id=family.id, unit_id=here.unit, head_name=head)
    for child in family.children:
        if _of_age(c, child):
            _membership(c, family, child)
    _status(c, family)


def _membership(c: Commune, family: Family, child: Child) -> None:
    """From home to home; a move within the commune ends nothing."""
    spells: list[list[dt.date | None]] = []
    for home in child.homes:
        if spells and spells[-1][1] == home.from_on:
            spells[-1][1] = home.to_on
        else:
            spells.append([home.from_on, home.to_on])
    for begins, ends in spells:
        c.add("household_members", household_id=family.id, child_id=child.id, from_on=begins, to_on=ends)


def _status(c: Commune, family: Family) -> None:
    """Poor or near-poor for some years; who leaves poverty is near-poor for a while."""
    # A child's disability or grave illness costs a family dear.
    dear = 0.3 if any({"d", "n"} & set(child.groups) for child in family.children) else 1.0
    lot, years = dear * c.lot("poor", family.number), 1 + int(c.lot("poor until", family.number) * 13)
    first = max(family.homes[0].from_on.year + 1, START.year - 1)
    begins, ends = dt.date(first, 1, 1), dt.date(first + years, 1, 1)
    if lot < POOR:
        c.add("household_status", household_id=family.id, status="poor", from_on=begins, to_on=ends)
        c.add("household_status", household_id=family.id, status="near_poor", from_on=ends,
              to_on=dt.date(first + years + 2, 1, 1))
    elif lot < NEAR_POOR:
        c.add("household_status", household_id=family.id, status="near_poor", from_on=begins, to_on=ends)
