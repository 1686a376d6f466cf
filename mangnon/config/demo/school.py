"""Invented enrolments for every school year since 2020-2021, with outcomes."""
from __future__ import annotations

import datetime as dt

from .commune import Commune, at
from .people import Child
from .story import FIVE, SCHOOL_TROUBLES, THREE_AND_FOUR

FIRST_SCHOOL_YEAR = 2020
KINDERGARTEN, PRIMARY, LOWER_SECONDARY = "HT-MN", "HT-TH", "HT-THCS"
ROOMS = {"MG3": "Mầm", "MG4": "Chồi", "MG5": "Lá"}
LAST_GRADES = ("MG5", "5", "9")


def add_school(c: Commune) -> None:
    troubles = _troubles(c)
    at_home = {year: _not_at_five(c, year) for year in range(FIRST_SCHOOL_YEAR, c.today.year + 1)}
    for child in c.children:
        behind = 0
        for year in range(max(FIRST_SCHOOL_YEAR, child.born.year + 3), min(c.today.year, child.born.year + 16) + 1):
            if child.taught_at_home or child in at_home[year]:
                continue
            outcome = _enrol(c, child, year, year - child.born.year - behind, troubles)
            behind += outcome == "repeating"
            if outcome == "dropped_out":
                break


def _troubles(c: Commune) -> dict[tuple[str, int], str]:
    """Who repeats or leaves school, and in which school year."""
    found: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    for year, grade, outcome, count in SCHOOL_TROUBLES:
        if dt.date(year, 9, 5) > c.today:
            continue
        pupils = [child for child in c.staying(dt.date(year, 9, 5), grade + 4, grade + 5)
                  if year - child.born.year == grade + 5 and child.id not in taken
                  and not child.groups and not child.taught_at_home]
        key = ("school", year, grade, outcome)
        for child in c.fewest(pupils, c.whole(count, *key), *key):
            found[child.id, year] = outcome
            taken.add(child.id)
    return found


def _not_at_five(c: Commune, year: int) -> set[Child]:
    """Five-year-olds the kindergarten did not reach."""
    cohort = [child for child in c.children if child.born.year == year - 5]
    return set(c.fewest(cohort, round((1 - at(FIVE, year)) * len(cohort)), "five", year))


def _grade(years: int) -> tuple[str, str] | None:
    """School and grade by the years between birth and the start of the school year."""
    if 3 <= years <= 5:
        return KINDERGARTEN, f"MG{years}"
    if 6 <= years <= 10:
        return PRIMARY, str(years - 5)
    return (LOWER_SECONDARY, str(years - 5)) if 11 <= years <= 14 else None


def _enrol(c: Commune, child: Child, year: int, years: int, troubles: dict[tuple[str, int], str]) -> str:
    """One school year of one child. Returns how it ended, or ends."""
    placed, entered = _grade(years), _entered(child, year)
    if placed is None or entered is None or entered > c.today:
        return ""
    school, grade = placed
    if grade in ("MG3", "MG4") and (year == FIRST_SCHOOL_YEAR or c.lot("early", child.id) >= at(THREE_AND_FOUR, year)):
        return ""
    outcome, left = _outcome(c, child, year, grade, troubles)
    away = c.lot("school elsewhere", child.family.number) < 0.02
    letter = "ABCD"[int(c.lot("class", child.id, school) * 4)]
    room = f"{ROOMS[grade]} {letter}" if grade in ROOMS else f"{grade}{letter}"
    c.add("enrolments", child_id=child.id, facility_id=None if away else school, school_year=f"{year}-{year + 1}",
          grade=grade, **{"class": None if away else room}, entered_on=entered, left_on=left, outcome=outcome)
    return outcome


def _entered(child: Child, year: int) -> dt.date | None:
    """5 September, or a week after moving in while the school year runs."""
    first, last = dt.date(year, 9, 5), dt.date(year + 1, 5, 10)
    if child.home_on(first):
        return first
    moved_in = next((home.from_on for home in child.homes if first < home.from_on <= last), None)
    day = moved_in + dt.timedelta(days=7) if moved_in else None
    return day if day and child.home_on(day) else None


def _outcome(c: Commune, child: Child, year: int, grade: str, troubles: dict[tuple[str, int], str],
             ) -> tuple[str, dt.date | None]:
    """How the school year ended by today, and the day of leaving."""
    ended = dt.date(year + 1, 5, 29)
    gone = next((home.to_on for home in child.homes if home.to_on and dt.date(year, 9, 5) < home.to_on <= ended
                 and not child.home_on(home.to_on)), None)
    if gone and gone <= c.today:
        return "transferred", gone
    trouble = troubles.get((child.id, year))
    left = dt.date(year + 1, 2, 10) + dt.timedelta(days=int(c.lot("left", child.id) * 60))
    if trouble == "dropped_out" and left <= c.today:
        return trouble, left
    if ended > c.today:
        return "studying", None
    if c.lot("outcome", child.id, year) < 0.0004:
        return "", None
    return trouble or ("completed" if grade in LAST_GRADES else "promoted"), None
