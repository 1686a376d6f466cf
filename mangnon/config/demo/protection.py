"""Invented circumstances, disabilities, supports, services, incidents, signs of risk."""
from __future__ import annotations

import datetime as dt

from .commune import START, Commune, Person

GROUPS = ["d", "d", "d", "d", "d", "d", "d", "d", "d", "a", "a", "c", "c", "n", "n", "h", "dd", "i", "l", "k"]


def add_protection(c: Commune) -> None:
    _circumstances(c)
    _disabilities(c)
    _services(c)
    _incidents(c)
    _risks(c)


def _steady(c: Commune, day: dt.date, low: int, high: int) -> list[Person]:
    """Living here on a day and still today, so that what begins then is not cut off."""
    return [p for p in c.present(day, low, high) if p.lives_to is None and p.died is None and p.lives_from < day]


def _circumstances(c: Commune) -> None:
    """About 28 children in 2021, fewer each year; nearly all with help."""
    people = _steady(c, START, 1, 12)
    for n, p in enumerate(c.random.sample(people, min(len(people), round(28 * c.size)))):
        group = GROUPS[n % len(GROUPS)]
        begins = c.day_in(dt.date(2019, 1, 1), dt.date(2020, 12, 31))
        lasts = group in ("d", "a") or n % 5 == 0
        ends = None if lasts else c.day_in(dt.date(2022, 3, 1), dt.date(2027, 1, 1))
        if ends and ends > c.today:
            ends = None
        p.tags.add(group)
        c.add("circumstances", child_id=p.id, group=group, from_on=max(begins, p.born), to_on=ends)
        if n % 16 != 5:
            c.add("supports", child_id=p.id, kind=["cash", "care", "in_kind", "service"][n % 4],
                  from_on=max(begins, p.born) + dt.timedelta(days=40), to_on=ends)


def _disabilities(c: Commune) -> None:
    tagged = [p for p in c.people if "d" in p.tags]
    for n, p in enumerate(tagged):
        needs = None if n == 3 else True
        begins = max(p.born + dt.timedelta(days=200), dt.date(2019, 5, 1))
        c.add("disabilities", child_id=p.id, severity=["mild", "severe", "profound"][n % 3], needs_schooling=needs,
              from_on=begins, to_on=None)
        if n % 11 != 7:
            since = max(dt.date(2021 + n % 4, 9, 5), begins)
            if since <= c.today:
                c.add("supports", child_id=p.id, kind="inclusive_education", from_on=since, to_on=None)


def _services(c: Commune) -> None:
    """School health checks in October, nutrition days in June."""
    for year in c.years():
        checks, nutrition = dt.date(year, 10, 14), dt.date(year, 6, 1)
        share = c.progress(year, 0.85, 0.97)
        for p in c.present(checks, 5, 7) if checks <= c.today else []:
            if c.chance(share):
                c.add("services", child_id=p.id, field="health", received_on=checks)
        for p in c.present(nutrition, 0, 2) if nutrition <= c.today else []:
            if c.chance(share):
                c.add("services", child_id=p.id, field="nutrition", received_on=nutrition)


def _incidents(c: Commune) -> None:
    number = 0

    def add(p: Person, kind: str, occurred: dt.date, detected: dt.date, **more: object) -> None:
        nonlocal number
        if detected <= c.today:
            number += 1
            c.add("incidents", incident_id=f"vu-{number:04d}", child_id=p.id, kind=kind, occurred_on=occurred,
                  detected_on=detected, **{"confirmed": None, "fatal": None, "relieved_on": None, **more})

    for year in c.years():
        last = c.year_end(year)
        people = _steady(c, dt.date(year, 1, 1), 2, 15) or [p for p in c.people if p.here_on(last)]
        injuries = max(round((7 - (year - 2021) * 0.8) * c.size), 1)
        for p in c.random.sample(people, min(injuries, len(people))):
            day = c.day_in(dt.date(year, 1, 5), last)
            add(p, "injury", day, day, confirmed=True, fatal=year in (2022,) and p is people[0])
        if year in (2021, 2024, 2026):
            day = c.day_in(dt.date(year, 2, 1), dt.date(year, 5, 30))
            add(c.random.choice(people), "abuse", day, day + dt.timedelta(days=6), confirmed=True)
        if year == c.today.year:
            for p in c.random.sample(people, 2):
                add(p, "abuse", last - dt.timedelta(days=12), last - dt.timedelta(days=9), confirmed=None)
        if year == 2022:
            add(c.random.choice([p for p in people if p.age_on(last) >= 12]), "child_labour", dt.date(2022, 7, 2),
                dt.date(2022, 7, 20), confirmed=True)
        if year in (2024, 2026):
            _flood(c, year, add)
    older = [p for p in c.people if p.here_on(dt.date(2023, 4, 1)) and 15 <= p.age_on(dt.date(2023, 4, 1)) <= 17]
    if older:
        add(c.random.choice(older), "child_marriage", dt.date(2023, 4, 2), dt.date(2023, 4, 9), confirmed=True)


def _flood(c: Commune, year: int, add: object) -> None:
    day = dt.date(year, 9, 10)
    hit = [p for p in c.present(day, 0, 15) if p.village in ("HT2", "HT6")][:round(41 * c.size)]
    for n, p in enumerate(hit):
        relieved = day + dt.timedelta(days=2 + n % 5 + (6 if year == 2024 and n % 20 == 0 else 0))
        add(p, "disaster", day, day, confirmed=True, relieved_on=relieved)  # type: ignore[operator]


def _risks(c: Commune) -> None:
    signs = ["cha-me-di-lam-xa", "nghi-hoc-nhieu", "ho-ngheo-dong-con", "song-voi-ong-ba"]
    people = _steady(c, dt.date(2025, 1, 1), 3, 13)
    for n, p in enumerate(c.random.sample(people, min(len(people), round(24 * c.size)))):
        c.add("at_risk", child_id=p.id, sign=signs[n % 4], from_on=c.day_in(dt.date(2025, 1, 5), dt.date(2025, 12, 1)),
              to_on=None)
