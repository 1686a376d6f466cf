"""Working days: weekly days off, holidays of the sun and of the moon, days off made up for, days worked instead. Pure.

Which day is what comes from a file (``workdays.toml``, with the commune's own before it) and from what the officer
wrote; ``plan.days_off.calendar()`` is the one in use. For a year that nobody announced, Tết and the rest are reckoned.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .clock import VIETNAM
from .lunar import solar
from .workdays_file import Holiday, Rules, read_rules

FILE_NAME = "ngay-nghi.toml"
"""What a commune's own file of days off is called."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class OwnDays:
    """What the commune wrote itself: days off, or worked, from first to last, both included."""

    first: dt.date
    last: dt.date
    works: bool
    name: str = ""
    source: str = ""


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as its weekday says. origin: "law" every year, "year" announced, "swap", "made_up" for a
    holiday on a weekly day off, "own" written by the commune.  reckoned: taken by rule in a year nobody announced."""

    on: dt.date
    works: bool
    name: str
    name_en: str
    source: str
    origin: str
    verified: bool
    reckoned: bool = False


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The working days of a commune. own: what it wrote itself, which holds before the file."""

    rules: Rules
    own: tuple[OwnDays, ...] = ()
    _years: dict[int, dict[dt.date, SpecialDay]] = field(default_factory=dict, repr=False)

    def is_working(self, day: dt.date) -> bool:
        special = self.special_days(day.year).get(day)
        return special.works if special else day.isoweekday() not in self.rules.week.off

    def add_working_days(self, day: dt.date, n: int) -> dt.date:
        """Return the n-th working day after a day, which does not count itself; before it where n is negative.

        n = 0: the day itself where it is worked, else the next working day.
        """
        if n == 0:
            day, n = day - DAY, 1
        step = DAY if n > 0 else -DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, first: dt.date, last: dt.date) -> int:
        """Return how many working days lie after a day, up to another included; negative the other way round."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working(first + n * DAY) for n in range(1, (last - first).days + 1))

    def deadline(self, start: dt.datetime, *, hours: float | None = None,
                 working_days: int | None = None) -> dt.datetime:
        """Return when something that began at an instant is due. Exactly one of the two is given.

        hours: by the clock, nights and holidays too.  working_days: the Vietnamese day of the start does not count;
        due when the office closes on the last one. Raises ValueError for an instant without a time zone.
        """
        if start.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        if (hours is None) == (working_days is None):
            raise ValueError("either hours or working days")
        if hours is not None:
            return (start.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(VIETNAM)
        if working_days is None or working_days < 1:
            raise ValueError("at least one working day")
        last = self.add_working_days(start.astimezone(VIETNAM).date(), working_days)
        return dt.datetime.combine(last, self.rules.office.ends, VIETNAM)

    def announced(self, year: int) -> bool:
        """Whether somebody announced the days off of a year; else they are reckoned (tạm tính)."""
        return year in self.rules.years

    def special_days(self, year: int) -> dict[dt.date, SpecialDay]:
        """The days of a year that are not as their weekday says, in their order."""
        if year not in self._years:
            found = {day: special for day, special in self._by_file(year).items() if day.year == year}
            for own in self.own:
                for n in range((own.last - own.first).days + 1):
                    day = own.first + n * DAY
                    if day.year == year:
                        found[day] = SpecialDay(day, own.works, own.name, own.name, own.source, "own", True)
            self._years[year] = dict(sorted(found.items()))
        return self._years[year]

    def _by_file(self, year: int) -> dict[dt.date, SpecialDay]:
        row, off = self.rules.years.get(year), self.rules.week.off
        found: dict[dt.date, SpecialDay] = {}
        make_up: list[SpecialDay] = []
        for holiday in self.rules.holidays:
            span = row.spans.get(holiday.code) if row else None
            for day in _days(*span) if span else _by_rule(holiday, year):
                source, verified = (row.source, row.verified) if row and span else (holiday.source, holiday.verified)
                special = SpecialDay(day, False, holiday.name, holiday.name_en, source, "year" if span else "law",
                                     verified, reckoned=row is None)
                if day in found or (day.isoweekday() in off and not span):
                    make_up.append(special)
                found.setdefault(day, special)
        if row:
            swaps = [(day, False) for day in row.off] + [(day, True) for day in row.work]
            found |= {day: SpecialDay(day, works, "", "", row.source, "swap", row.verified) for day, works in swaps}
        for special in sorted(make_up, key=lambda one: one.on) if self.rules.week.make_up else ():
            day = special.on + DAY
            while day in found or day.isoweekday() in off:
                day += DAY
            found[day] = SpecialDay(day, False, special.name, special.name_en, self.rules.week.source, "made_up",
                                    self.rules.week.verified, special.reckoned)
        return found


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _by_rule(holiday: Holiday, year: int) -> Iterable[dt.date]:
    """The days of a holiday in a year, as the rule has them."""
    day = solar(holiday.day, holiday.month, year) if holiday.lunar else dt.date(year, holiday.month, holiday.day)
    first = day + holiday.first * DAY
    return _days(first, first + (holiday.days - 1) * DAY)


@lru_cache(maxsize=1)
def built_in() -> WorkCalendar:
    """The calendar of the program's own file."""
    path = Path(__file__).with_name("workdays.toml")
    return WorkCalendar(read_rules(path.read_text(encoding="utf-8"), path.name))
