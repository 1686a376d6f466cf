"""Detection is not failure: what is a report, what is in time, when a thôn has been silent long. Data, read once. Pure.

Source: Nghị định 56/2017/NĐ-CP, chapter III; the reference's list of terms, each with "verified".
"""
from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "detection.toml"


@dataclass(frozen=True)
class Kind:
    """What a line's reports are. kind: of incident, "" for circumstances.  youngest, oldest: completed years."""

    kind: str
    youngest: int
    oldest: int


@dataclass(frozen=True)
class Term:
    """A term of the law. working_days, hours: 0 where it is not named so.  supports: kinds of support that keep it."""

    lines: frozenset[str]
    valid_from: dt.date
    working_days: int
    hours: int
    supports: frozenset[str]
    source: str
    verified: bool


@dataclass(frozen=True)
class Rules:
    silence_months: int
    kinds: dict[str, Kind]
    terms: tuple[Term, ...]
    off: frozenset[dt.date]
    off_each_year: frozenset[tuple[int, int]]

    def days_term(self, line: str, day: dt.date) -> Term | None:
        """The term in working days that holds for a line on a day; None where the law names none."""
        fitting = [t for t in self.terms if t.working_days and line in t.lines and t.valid_from <= day]
        return max(fitting, key=lambda t: t.valid_from, default=None)

    def hours_term(self, line: str, day: dt.date) -> Term | None:
        fitting = [t for t in self.terms if t.hours and line in t.lines and t.valid_from <= day]
        return max(fitting, key=lambda t: t.valid_from, default=None)

    def works(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in self.off and (day.month, day.day) not in self.off_each_year

    def due(self, day: dt.date, working_days: int) -> dt.date:
        """The last day in time: so many working days after a day, which itself is not counted."""
        left = working_days
        while left:
            day += dt.timedelta(days=1)
            left -= self.works(day)
        return day


@lru_cache(maxsize=1)
def rules() -> Rules:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    kinds = {line: Kind(row.get("kind", ""), *row["ages"]) for line, row in data["line"].items()}
    terms = tuple(Term(frozenset(t["lines"]), t["valid_from"], t.get("working_days", 0), t.get("hours", 0),
                       frozenset(t.get("supports", ())), t["source"], t["verified"]) for t in data["term"])
    each = frozenset((int(text[:2]), int(text[3:])) for text in data["holidays"]["each_year"])
    return Rules(data["silence_months"], kinds, terms, frozenset(data["holidays"]["days"]), each)
