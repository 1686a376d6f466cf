"""Days, ages and births, by the words of the definitions."""

from __future__ import annotations

import calendar
import datetime as dt

from tests.oracle.reader import Row

DAY = dt.timedelta(days=1)


def turned(born: dt.date, months: int) -> dt.date:
    """The day so many months are completed: where the month lacks the day, the 1st of the next."""
    index = born.year * 12 + born.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if born.day <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, born.day)
    return dt.date(year, month, calendar.monthrange(year, month)[1]) + DAY


def months_old(born: dt.date, day: dt.date) -> int:
    """Completed months on a day; 0 before the birth."""
    months = (day.year - born.year) * 12 + day.month - born.month
    while months > 0 and turned(born, months) > day:
        months -= 1
    return max(months, 0)


def years_old(born: dt.date, day: dt.date) -> int:
    """Completed years on a day; 0 before the birth."""
    return months_old(born, day) // 12


def exact(person: Row) -> bool:
    """Whether the day of birth is known."""
    return bool(person["born_precision"] == "day")


def birth(person: Row) -> dt.date:
    """The birth date taken: the day itself, the 15th of the known month, 30 June of the known year."""
    born: dt.date = person["born_on"]
    if person["born_precision"] == "month":
        return born.replace(day=15)
    if person["born_precision"] == "year":
        return dt.date(born.year, 6, 30)
    return born


def possible_births(person: Row) -> list[dt.date]:
    """Every day the birth may have been on."""
    born: dt.date = person["born_on"]
    if person["born_precision"] == "day":
        return [born]
    if person["born_precision"] == "month":
        first, length = born.replace(day=1), calendar.monthrange(born.year, born.month)[1]
    else:
        first, length = dt.date(born.year, 1, 1), 366 if calendar.isleap(born.year) else 365
    return [first + n * DAY for n in range(length)]


def age(person: Row, day: dt.date) -> int:
    """Completed years of a person on a day, by the birth date taken."""
    return years_old(birth(person), day)


def active_on(row: Row, day: dt.date) -> bool:
    """Begun on or before the day, and no end or an end after it."""
    return row["from_on"] <= day and (row["to_on"] is None or row["to_on"] > day)


def active_in(row: Row, first: dt.date, last: dt.date) -> bool:
    """Starts on or before the last day, ends after the first or never (also an interval of no day)."""
    return row["from_on"] <= last and (row["to_on"] is None or row["to_on"] > first)
