"""Invented incidents: injuries, floods, and the few of abuse, labour and marriage."""
from __future__ import annotations

import datetime as dt
from collections import Counter

from .commune import Commune, at
from .people import Child
from .story import FLOODS, INJURIES

D = dt.date
# Kind, lowest and highest age, occurred, detected, confirmed.
FOUND: tuple[tuple[str, int, int, dt.date | None, dt.date, bool | None], ...] = (
    ("abuse", 8, 9, D(2021, 5, 19), D(2021, 5, 25), True), ("abuse", 10, 13, D(2022, 3, 8), D(2022, 3, 10), False),
    ("child_labour", 14, 14, D(2022, 7, 2), D(2022, 7, 20), True),
    ("child_marriage", 17, 17, D(2023, 4, 2), D(2023, 4, 9), True),
    ("abuse", 12, 12, D(2023, 8, 12), D(2023, 8, 19), True), ("child_labour", 13, 15, None, D(2024, 7, 11), False),
    ("abuse", 6, 11, D(2025, 10, 2), D(2025, 10, 3), False), ("abuse", 9, 10, D(2026, 4, 16), D(2026, 4, 22), True),
    ("abuse", 7, 13, D(2028, 3, 5), D(2028, 3, 6), True))
GROUP_OF = {"abuse": ("i", "l"), "child_labour": ("k",)}
HIT = ("HT2", "HT6", "HT7")
"""The thôn by the river."""


class _Log:
    """Numbers the incidents of each year as they are written down."""

    def __init__(self, c: Commune) -> None:
        self.c, self.numbers = c, Counter[int]()

    def add(self, child: Child, kind: str, occurred: dt.date | None, detected: dt.date, *,
            confirmed: bool | None = True, fatal: bool | None = None, relieved: dt.date | None = None) -> None:
        if detected > self.c.today:
            return
        self.numbers[detected.year] += 1
        self.c.add("incidents", incident_id=f"vu-{detected.year}-{self.numbers[detected.year]:03d}", child_id=child.id,
                   kind=kind, occurred_on=occurred, detected_on=detected, confirmed=confirmed, fatal=fatal,
                   relieved_on=relieved)


def add_incidents(c: Commune) -> None:
    log = _Log(c)
    for year in c.years():
        _injuries(c, log, year)
    for child in c.children:
        if child.died and child.death_cause == "injury":
            log.add(child, "injury", child.died, child.died, fatal=True)
    for n, found in enumerate(FOUND):
        _found(c, log, n, *found)
    _being_checked(c, log)
    for day, hit, late in FLOODS:
        _flood(c, log, day, hit, late)


def _injuries(c: Commune, log: _Log, year: int) -> None:
    """Spread over the year; of one only the day on which it became known."""
    count = c.whole(at(INJURIES, year), "injuries", year)
    hurt = c.fewest(c.staying(D(year, 1, 1), 2, 14), count, "injury", year)
    for n, child in enumerate(hurt):
        day = D(year, 1, 8) + dt.timedelta(days=int((n + c.lot("injury", year, n)) / count * 350))
        log.add(child, "injury", None if n == 3 else day, day, fatal=False)


def _found(c: Commune, log: _Log, n: int, kind: str, low: int, high: int, occurred: dt.date | None, detected: dt.date,
           confirmed: bool | None) -> None:
    """A child whose circumstances already tell of it, where there is one."""
    if detected > c.today:
        return
    able = c.present(detected, low, high)
    known = [child for child in able if confirmed and _tells(child, kind, detected)]
    if kind == "child_marriage":
        able = [child for child in able if child.sex == "female"]
    for child in c.fewest(known or able, c.whole(1, "found", n), "found", n):
        log.add(child, kind, occurred, detected, confirmed=confirmed)


def _tells(child: Child, kind: str, detected: dt.date) -> bool:
    return any(abs((child.groups[group] - detected).days) < 10 for group in GROUP_OF.get(kind, ())
               if group in child.groups)


def _being_checked(c: Commune, log: _Log) -> None:
    """Two reports of these days, not yet confirmed or refuted."""
    for n, days in enumerate((9, 3)):
        day = c.today - dt.timedelta(days=days)
        if day.year == c.today.year:
            children = [child for child in c.present(day, 4, 14) if not child.groups]
            for child in c.fewest(children, c.whole(1, "checked", n), "checked", n):
                log.add(child, "abuse", day - dt.timedelta(days=1), day, confirmed=None)


def _flood(c: Commune, log: _Log, day: dt.date, hit: int, late: int) -> None:
    if day > c.today:
        return
    near = [child for child in c.present(day) if child.home_on(day) in HIT]
    for n, child in enumerate(c.fewest(near, c.whole(hit, "flood", day), "flood", day)):
        days = 9 if n < late else 1 + n % 5
        log.add(child, "disaster", day, day, relieved=day + dt.timedelta(days=days))
