"""What the measures 5a and 5b ask of one child today, by the settings in use: to stand beside the schedule.

The figures themselves are counted by the compiler; this says the same of one child, and a test holds the two together.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from mangnon.core import clock
from mangnon.core.periods import add_months

from .live import settings_in_use

Given = tuple[str, dt.date]


def told(child: Any, doses: Iterable[Given]) -> Iterable[tuple[str, bool]]:
    """5a from the first birthday on, 5b below five years; nothing of a child without an exact birthday."""
    today = clock.today()
    if child.born_precision != "day" or child.born_on > today:
        return
    settings, given = settings_in_use(), list(doses)
    if add_months(child.born_on, 12) <= today:
        yield "5a", full(child.born_on, given, settings)
    if today < add_months(child.born_on, 60):
        yield "5b", on_schedule(child.born_on, given, settings, today)


def full(born: dt.date, given: list[Given], settings: Mapping[str, Any]) -> bool:
    """Each series of full_doses has its number by the first birthday, inclusive."""
    birthday = add_months(born, 12)
    return all(sum(day <= birthday for vaccine, day in given if vaccine in series["vaccines"]) >= series["doses"]
               for series in settings["full_doses"])


def on_schedule(born: dt.date, given: list[Given], settings: Mapping[str, Any], today: dt.date) -> bool:
    """As many rows of each series as doses due by today, the grace added; ages and intervals are not asked."""
    needed: dict[tuple[str, ...], int] = {}
    for version in settings["due_doses"]:
        for dose in version["doses"]:
            due = add_months(born, dose["months"] + settings["grace_months"])
            if due <= today and (version.get("valid_from") or dt.date.min) <= due < (
                    version.get("valid_to") or dt.date.max):
                key = tuple(dose["vaccines"])
                needed[key] = max(needed.get(key, 0), dose["nth"])
    return all(sum(day <= today for vaccine, day in given if vaccine in series) >= least
               for series, least in needed.items())
