"""Invented enrolments for every school year since 2020-2021, with outcomes."""
from __future__ import annotations

import datetime as dt
import zlib

from .commune import Commune, Person
from .units import SCHOOLS

STAGES = (("kindergarten", range(3, 6)), ("primary", range(6, 11)), ("lower_secondary", range(11, 15)))


def add_school(c: Commune) -> None:
    for p in c.people:
        left_school = False
        for first in range(2020, c.today.year + 1):
            if not left_school:
                left_school = _year(c, p, first)


def _grade(age: int) -> tuple[str, str] | None:
    for stage, ages in STAGES:
        if age in ages:
            return SCHOOLS[stage], f"MG{age}" if stage == "kindergarten" else str(age - 5)
    return None


def _year(c: Commune, p: Person, first: int) -> bool:
    """One school year of one child. Returns whether she left school for good."""
    entered = dt.date(first, 9, 5)
    placed = _grade(first - p.born.year)
    if placed is None or entered > c.today or not p.here_on(entered):
        return False
    facility, grade = placed
    if grade in ("MG3", "MG4") and p.diligence < 0.12:
        return False
    if grade == "MG5" and first <= 2021 and p.diligence < 0.015:
        return False
    over = dt.date(first + 1, 5, 31) < c.today
    outcome, left = _outcome(c, p, first, grade, over)
    away = p.diligence > 0.975
    c.add("enrolments", child_id=p.id, facility_id=None if away else facility, school_year=f"{first}-{first + 1}",
          grade=grade, **{"class": None if away else f"{grade}{'ABC'[hash_of(p.id) % 3]}"}, entered_on=entered,
          left_on=left, outcome=outcome)
    return outcome == "dropped_out"


def hash_of(text: str) -> int:
    """A small number from a text, the same on every machine."""
    return zlib.crc32(text.encode())


def _outcome(c: Commune, p: Person, first: int, grade: str, over: bool) -> tuple[str, dt.date | None]:
    day = dt.date(first + 1, 2, 10)
    if p.lives_to and dt.date(first, 9, 5) < p.lives_to <= dt.date(first + 1, 5, 31):
        return "transferred", p.lives_to
    rare = hash_of(f"{p.id}{first}") % 1000
    if grade.isdigit() and 6 <= int(grade) <= 9 and rare < 2 and day <= c.today:
        return "dropped_out", day
    if not over:
        return "studying", None
    if grade in ("5", "9", "MG5"):
        return ("repeating", None) if grade == "9" and rare < 8 else ("completed", None)
    return ("repeating", None) if grade.isdigit() and rare > 995 else ("promoted", None)
