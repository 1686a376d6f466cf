"""The Vietnamese lunar calendar, reckoned from sun and moon at UTC+7. Pure.

A month begins on the Vietnamese day of the new moon; the winter solstice falls into the eleventh month; of thirteen
months between two solstices the first in which the sun enters no new twelfth of its path (trung khí) is the leap one.
China reckons the same at UTC+8, so that Tết sometimes differs by a day (2007, 2030) or a month (1985).

Source: J. Meeus, Astronomical Algorithms, chapters 25 (longitude of the sun) and 49 (phases of the moon). Right from
1900 to 2100 wherever a new moon or a solstice is more than some minutes from midnight.
"""
from __future__ import annotations

import datetime as dt
from functools import lru_cache
from math import floor, radians, sin
from typing import NamedTuple

_MONTH = 29.530588861
_JULIAN = 1721425
"""What a day's ordinal lacks to its Julian day at noon UTC."""
_MIDNIGHT = -1 + 5 / 24
"""A Vietnamese day begins at 17:00 UTC of the day before: so long after that day's noon."""

_TERMS = (
    # (coefficient in days, power of E, multiples of M, M', F, Ω)
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0), (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0), (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0), (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1))
_PLANETS = ((0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
            (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239))


class LunarDay(NamedTuple):
    """A day of the lunar calendar. leap: of the month that stands twice in its year, the second."""

    day: int
    month: int
    year: int
    leap: bool = False


def lunar(day: dt.date) -> LunarDay:
    """Return the lunar date of a day."""
    months = _round(day.year + 1) if day >= _round(day.year + 1)[0][0] else _round(day.year)
    begun, month, year, leap = [row for row in months if row[0] <= day][-1]
    return LunarDay((day - begun).days + 1, month, year, leap)


def solar(day: int, month: int, year: int, *, leap: bool = False) -> dt.date:
    """Return the day of a lunar date. Raises ValueError where that year has no such month or the month no such day."""
    for begun, number, of_year, is_leap in (*_round(year), *_round(year + 1)):
        if (number, of_year, is_leap) == (month, year, leap):
            found = begun + dt.timedelta(days=day - 1)
            if day >= 1 and lunar(found) == (day, month, year, leap):
                return found
    raise ValueError(f"no lunar day {day}/{month}{' leap' if leap else ''} in {year}")


def new_year(year: int) -> dt.date:
    """Return the first day of a lunar year. Vietnamese: mùng 1 Tết Nguyên đán."""
    return solar(1, 1, year)


@lru_cache(maxsize=256)
def _round(year: int) -> tuple[tuple[dt.date, int, int, bool], ...]:
    """The months from the one with the solstice before a year up to the next such one: (first day, number, lunar
    year, leap)."""
    first, after = _eleventh(year - 1), _eleventh(year)
    begins = [first]
    while begins[-1] < after:
        begins.append(_next_new_moon(begins[-1]))
    leap = 0
    if len(begins) == 14:
        leap = next(n for n in range(1, 13) if _twelfth(begins[n]) == _twelfth(begins[n + 1]))
    found, number = [], 10
    for n, begun in enumerate(begins[:-1]):
        number += not (leap and n == leap)
        month = (number - 1) % 12 + 1
        found.append((begun, month, year - 1 if number <= 12 else year, bool(leap) and n == leap))
    return tuple(found)


@lru_cache(maxsize=256)
def _eleventh(year: int) -> dt.date:
    """The first day of the month with a year's winter solstice."""
    solstice = dt.date(year, 12, 18)
    while _twelfth(solstice + dt.timedelta(days=1)) != 9:
        solstice += dt.timedelta(days=1)
    begun = _new_moon(_number(solstice) - 1)
    while (following := _next_new_moon(begun)) <= solstice:
        begun = following
    return begun


def _number(day: dt.date) -> int:
    """About which new moon since the first of 2000 is nearest before a day."""
    return floor((day.toordinal() + _JULIAN - 2451550.1) / _MONTH)


def _next_new_moon(day: dt.date) -> dt.date:
    """The first day after one on which a new moon falls."""
    n = _number(day)
    while (found := _new_moon(n)) <= day:
        n += 1
    return found


@lru_cache(maxsize=4096)
def _new_moon(n: int) -> dt.date:
    """The Vietnamese day of the n-th new moon since January 2000."""
    t = n / 1236.85
    eccentric = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = 2.5534 + 29.10535670 * n - 0.0000014 * t * t
    moon = 201.5643 + 385.81693528 * n + 0.0107582 * t * t + 0.00001238 * t ** 3
    latitude = 160.7108 + 390.67050284 * n - 0.0016118 * t * t
    node = 124.7746 - 1.56375588 * n + 0.0020672 * t * t
    at = 2451550.09766 + _MONTH * n + 0.00015437 * t * t
    for size, power, a, b, c, d in _TERMS:
        at += size * eccentric ** power * sin(radians(a * sun + b * moon + c * latitude + d * node))
    for size, phase, speed in _PLANETS:
        at += size * sin(radians(phase + speed * n))
    # From the even time of astronomers to the clock, which differs by about a minute in our years.
    at -= (64 + 30 * t) / 86400
    return dt.date.fromordinal(floor(at + 0.5 + 7 / 24) - _JULIAN)


@lru_cache(maxsize=4096)
def _twelfth(day: dt.date) -> int:
    """In which twelfth of its path (0 from the spring equinox, 9 from the winter solstice) the sun is as a Vietnamese
    day begins."""
    t = (day.toordinal() + _JULIAN + _MIDNIGHT - 2451545) / 36525
    mean = 357.52911 + 35999.05029 * t - 0.0001537 * t * t
    centre = ((1.914602 - 0.004817 * t - 0.000014 * t * t) * sin(radians(mean))
              + (0.019993 - 0.000101 * t) * sin(radians(2 * mean)) + 0.000289 * sin(radians(3 * mean)))
    true = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre
    seen = true - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return floor(seen % 360 / 30)
