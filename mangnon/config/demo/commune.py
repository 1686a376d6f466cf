"""What is known of the invented commune while its register is being made."""
from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

START = dt.date(2021, 1, 1)
VILLAGES = [f"HT{n}" for n in range(1, 8)]
WEIGHTS = [17, 15, 16, 12, 14, 11, 15]


@dataclass
class Person:
    """An invented child."""

    id: str
    name: str
    sex: str
    born: dt.date
    precision: str
    village: str
    family: int
    lives_from: dt.date
    lives_to: dt.date | None = None
    died: dt.date | None = None
    z_weight: float = 0.0
    z_height: float = 0.0
    diligence: float = 1.0
    tags: set[str] = field(default_factory=set)

    def here_on(self, day: dt.date) -> bool:
        return self.lives_from <= day and not (self.lives_to and self.lives_to <= day) and not (
            self.died and self.died <= day)

    def age_on(self, day: dt.date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


class Commune:
    """The register in the making. ``add`` puts a row into a file; unknown cells stay empty."""

    def __init__(self, today: dt.date, seed: int, size: float) -> None:
        self.today, self.size = today, size
        self.random = random.Random(seed)
        self.people: list[Person] = []
        self._tables: dict[str, list[dict[str, str]]] = defaultdict(list)

    @property
    def tables(self) -> dict[str, list[dict[str, str]]]:
        return dict(self._tables)

    def add(self, file: str, **cells: Any) -> None:
        self._tables[f"{file}.csv"].append({name: _cell(value) for name, value in cells.items()})

    def years(self) -> range:
        return range(START.year, self.today.year + 1)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day_in(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.random.randrange(max((last - first).days, 0) + 1))

    def present(self, day: dt.date, low: int = 0, high: int = 15) -> list[Person]:
        """Those living here on a day whose age lies within the years, both included."""
        return [p for p in self.people if p.here_on(day) and low <= p.age_on(day) <= high]

    def year_end(self, year: int) -> dt.date:
        return min(dt.date(year, 12, 31), self.today)

    def progress(self, year: int, first: float, last: float) -> float:
        """A share on its way from 2021 to 2026."""
        return first + (last - first) * min(max((year - 2021) / 5, 0), 1)

    def share_of_year(self, year: int) -> float:
        """How much of a year is over."""
        return min(1.0, (self.year_end(year) - dt.date(year, 1, 1)).days / 340)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
