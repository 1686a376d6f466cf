"""The criteria of a commune fit for children as dated data, and a mock score held against the bars. Pure.

Points nobody has typed are unknown and never nought; a criterion with nought points fails the whole.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Rule:
    """Points that a figure of the register gives: line's value in % at or above bar."""

    line: str
    bar: int
    points: int


@dataclass(frozen=True)
class Criterion:
    """most: the most points it can give, None where no source tells.  survey: answered by asking people."""

    number: int
    name: str
    name_en: str
    most: int | None
    lines: tuple[str, ...]
    rule: Rule | None
    survey: bool


@dataclass(frozen=True)
class Criteria:
    """One version. bars: (which communes, in English, the least total)."""

    valid_from: dt.date
    name: str
    name_en: str
    source: str
    source_en: str
    verified: bool
    most: int
    bars: tuple[tuple[str, str, int], ...]
    criteria: tuple[Criterion, ...]


@lru_cache(maxsize=1)
def versions() -> tuple[Criteria, ...]:
    """Every version, the oldest first."""
    data = tomllib.loads((Path(__file__).parent / "data" / "child_friendly.toml").read_text(encoding="utf-8"))
    return tuple(sorted((Criteria(
        v["valid_from"], v["name"], v["name_en"], v["source"], v["source_en"], v["verified"], v["most"],
        tuple((vi, en, bar) for vi, en, bar in v["bars"]),
        tuple(Criterion(c["number"], c["name"], c["name_en"], c.get("most"), tuple(c["lines"]),
                        Rule(**c["rule"]) if "rule" in c else None, c.get("survey", False)) for c in v["criterion"]))
        for v in data["version"]), key=lambda one: one.valid_from))


def criteria_on(day: dt.date) -> Criteria:
    """The version valid on a day; the first one before any."""
    return next((one for one in reversed(versions()) if one.valid_from <= day), versions()[0])


@dataclass(frozen=True)
class Mock:
    """A score on trial. unknown: criteria without points.  nought: criteria that have none."""

    total: int
    unknown: tuple[int, ...]
    nought: tuple[int, ...]

    def state(self, bar: int) -> str:
        """met, not_met, or open while points that are not known may still decide."""
        if self.nought:
            return "not_met"
        if self.unknown:
            return "open"
        return "met" if self.total >= bar else "not_met"

    def short(self, bar: int) -> int:
        """Points that still lack to a bar."""
        return max(0, bar - self.total)


def mock_of(criteria: Criteria, points: Mapping[int, int | None]) -> Mock:
    """Add up what is known."""
    known = {c.number: points.get(c.number) for c in criteria.criteria}
    return Mock(sum(p for p in known.values() if p is not None), tuple(n for n, p in known.items() if p is None),
                tuple(n for n, p in known.items() if p == 0))
