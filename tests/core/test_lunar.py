"""The lunar calendar, against dates written out from printed calendars."""
from __future__ import annotations

import datetime as dt

import pytest

from mangnon.core.lunar import LunarDay, lunar, new_year, solar

TET = """
1990 27/1  1991 15/2  1992 4/2   1993 23/1  1994 10/2  1995 31/1  1996 19/2  1997 7/2   1998 28/1  1999 16/2
2000 5/2   2001 24/1  2002 12/2  2003 1/2   2004 22/1  2005 9/2   2006 29/1  2007 17/2  2008 7/2   2009 26/1
2010 14/2  2011 3/2   2012 23/1  2013 10/2  2014 31/1  2015 19/2  2016 8/2   2017 28/1  2018 16/2  2019 5/2
2020 25/1  2021 12/2  2022 1/2   2023 22/1  2024 10/2  2025 29/1  2026 17/2  2027 6/2   2028 26/1  2029 13/2
2030 2/2   2031 23/1  2032 11/2  2033 31/1  2034 19/2  2035 8/2   2036 28/1  2037 15/2  2038 4/2   2039 24/1
2040 12/2
"""
"""Mùng 1 Tết in Vietnam. China had 18 February in 2007 and has 3 February in 2030."""

LEAP = {1990: 5, 1993: 3, 1995: 8, 1998: 5, 2001: 4, 2004: 2, 2006: 7, 2009: 5, 2012: 4, 2014: 9, 2017: 6, 2020: 4,
        2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5}


def test_tet_falls_on_the_days_of_the_printed_calendars() -> None:
    words = TET.split()
    told = {int(year): day for year, day in zip(words[::2], words[1::2], strict=True)}
    assert len(told) == 51
    assert {year: f"{new_year(year).day}/{new_year(year).month}" for year in told} == told


def test_tet_of_1985_was_a_month_before_the_chinese_new_year() -> None:
    assert new_year(1985) == dt.date(1985, 1, 21)


def test_leap_months_are_those_of_the_printed_calendars() -> None:
    found = {}
    for year in range(1990, 2041):
        for month in range(1, 13):
            try:
                solar(1, month, year, leap=True)
            except ValueError:
                continue
            found[year] = month
    assert found == LEAP


@pytest.mark.parametrize(("day", "moon"), [
    (dt.date(2024, 4, 18), LunarDay(10, 3, 2024)), (dt.date(2025, 4, 7), LunarDay(10, 3, 2025)),
    (dt.date(2026, 4, 26), LunarDay(10, 3, 2026)), (dt.date(2025, 10, 6), LunarDay(15, 8, 2025)),
    (dt.date(2026, 9, 25), LunarDay(15, 8, 2026)), (dt.date(2025, 7, 25), LunarDay(1, 6, 2025, leap=True)),
    (dt.date(2024, 2, 9), LunarDay(30, 12, 2023)), (dt.date(2026, 2, 16), LunarDay(29, 12, 2025))])
def test_named_days(day: dt.date, moon: LunarDay) -> None:
    assert lunar(day) == moon
    assert solar(moon.day, moon.month, moon.year, leap=moon.leap) == day


def test_every_day_of_two_centuries_goes_there_and_back() -> None:
    day, before = dt.date(1901, 1, 1), lunar(dt.date(1900, 12, 31))
    while day < dt.date(2100, 1, 1):
        moon = lunar(day)
        assert solar(moon.day, moon.month, moon.year, leap=moon.leap) == day
        assert moon.day == before.day + 1 or (moon.day == 1 and before.day in (29, 30)), day
        before, day = moon, day + dt.timedelta(days=1)


@pytest.mark.parametrize(("day", "month", "year", "leap"), [
    (30, 12, 2025, False), (1, 7, 2025, True), (31, 1, 2026, False), (0, 1, 2026, False), (1, 13, 2026, False)])
def test_a_day_that_is_not_there_is_refused(day: int, month: int, year: int, leap: bool) -> None:
    with pytest.raises(ValueError, match="no lunar day"):
        solar(day, month, year, leap=leap)
