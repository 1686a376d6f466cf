"""Calendar arithmetic on completed years, months and days. Pure; no 365.25 anywhere.

Days are ``datetime.date``. Someone born on 29 February turns a year older on 1 March in a common year; where a
month lacks the day of birth, the month is completed on the 1st of the next.
"""
from __future__ import annotations

import calendar
import datetime as dt

LAST = dt.date.max
FIRST = dt.date.min

NEW_SCHOOL_YEAR = 8
"""Month from which on a day belongs to the school year that begins then: rolls of the new year are drawn up in it."""


def month_day(year: int, month: int, day: int) -> dt.date:
    """Return that day, or the 1st of the next month where the month lacks it; clamped to the calendar's ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year > LAST.year:
        return LAST
    if year < FIRST.year:
        return FIRST
    if day < 29 or day <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, day)
    return month_day(year, month + 1, 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day on which someone born on ``day`` completes so many months."""
    return month_day(day.year, day.month + months, day.day)


def birthday(born: dt.date, age: int) -> dt.date:
    """Return the day on which someone born on ``born`` turns ``age``."""
    return add_months(born, 12 * age)


def completed_months(born: dt.date, on: dt.date) -> int:
    """Return the completed months on a day, 0 before the birth."""
    if on <= born:
        return 0
    months = (on.year - born.year) * 12 + on.month - born.month
    return months if add_months(born, months) <= on else months - 1


def completed_years(born: dt.date, on: dt.date) -> int:
    """Return the age in completed years on a day, 0 before the birth."""
    return completed_months(born, on) // 12


def months_back(day: dt.date, months: int) -> dt.date:
    """Return the latest birth date of someone who has completed so many months on ``day``.

    The inverse of add_months: born on or before the result exactly when add_months(born, months) <= day.
    """
    guess = month_day(day.year, day.month - months, 1) if day.year * 12 + day.month > months + 12 else FIRST
    latest = FIRST
    for number in range(1, calendar.monthrange(guess.year, guess.month)[1] + 1):
        born = guess.replace(day=number)
        if add_months(born, months) <= day:
            latest = born
    return latest if latest != FIRST or guess == FIRST else guess - dt.timedelta(days=1)


def years_back(day: dt.date, years: int) -> dt.date:
    """Return the latest birth date of someone who is at least ``years`` old on ``day``."""
    return months_back(day, 12 * years)


def earliest(born: dt.date, precision: str) -> dt.date:
    """Return the first day that a date known to the day, month or year may mean."""
    if precision == "year":
        return born.replace(month=1, day=1)
    return born.replace(day=1) if precision == "month" else born


def latest(born: dt.date, precision: str) -> dt.date:
    """Return the last day that a date known to the day, month or year may mean."""
    if precision == "year":
        return born.replace(month=12, day=31)
    if precision == "month":
        return born.replace(day=calendar.monthrange(born.year, born.month)[1])
    return born


def middle(born: dt.date, precision: str) -> dt.date:
    """Return the day taken where only month or year is known: the 15th; 30 June."""
    if precision == "year":
        return born.replace(month=6, day=30)
    return born.replace(day=15) if precision == "month" else born


def born_between(after: dt.date, until: dt.date, precision: str) -> tuple[dt.date, dt.date]:
    """Return the first and last date, known to the day, month or year, whose middle lies after one day and up to
    another; the first is beyond the last where there is none."""
    first, last = after + dt.timedelta(days=1), until
    if precision == "day":
        return first, last
    if precision == "month":
        low = first.replace(day=1) if first.day <= 15 else month_day(first.year, first.month + 1, 1)
        high = last if last.day >= 15 else last.replace(day=1) - dt.timedelta(days=1)
        return low, latest(high, "month")
    low_year = first.year + (first > middle(first, "year"))
    high_year = last.year - (last < middle(last, "year"))
    return dt.date(low_year, 1, 1), dt.date(high_year, 12, 31)


def school_year(first: int) -> str:
    """Return the school year that begins in a calendar year: 2025 is "2025-2026"."""
    return f"{first}-{first + 1}"


def school_year_begun(day: dt.date) -> int:
    """Return the calendar year in which a day's school year begins: from August on it is the day's own."""
    return day.year - (day.month < NEW_SCHOOL_YEAR)


def school_year_on(day: dt.date) -> str:
    """Return the school year of a day."""
    return school_year(school_year_begun(day))


def year_end(year: int) -> dt.date:
    return dt.date(year, 12, 31)
