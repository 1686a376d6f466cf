"""What the makers of nasty folders share: a seeded chance, tables that keep their keys, days that hurt."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from decimal import Decimal
from typing import Any

from tests.oracle import table
from tests.oracle.days import turned

DAY = dt.timedelta(days=1)
Tables = dict[str, list[dict[str, str]]]

# The days that questions are asked of: ends of years, and days inside a year where something turns.
ENDS = [dt.date(year, 12, 31) for year in range(2019, 2028)] + [
    dt.date(2024, 2, 29),
    dt.date(2025, 2, 28),
    dt.date(2025, 6, 30),
    dt.date(2025, 7, 1),
    dt.date(2026, 1, 1),
    dt.date(2026, 5, 30),
    dt.date(2026, 5, 31),
    dt.date(2026, 8, 31),
    dt.date(2026, 9, 1),
    dt.date(2026, 11, 23),
]
BORDER_DAYS = [dt.date(2025, 7, 1), dt.date(2023, 1, 1), dt.date(2024, 12, 31), dt.date(2021, 1, 1)]
# Months of age at which a dose falls due or a band of an assessment begins.
DUE_MONTHS = [1, 3, 4, 5, 10, 13, 14, 19, 24, 25, 30, 36, 42, 48, 60]
AGES = [0, 1, 2, 3, 5, 5, 7, 8, 11, 16, 16, 18]


def text_of(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class Maker:
    """A folder in the making; `moments[child]` are the days on which something turns for a child."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tables: Tables = {file: [] for file in table.COLUMNS}
        self.keys: dict[str, set[tuple[str, ...]]] = {file: set() for file in table.COLUMNS}
        self.moments: dict[str, list[dt.date]] = {}

    def add(self, file: str, **values: Any) -> bool:
        """One row, unless its key is there already. Returns whether it was added."""
        row = {column: text_of(values.get(column)) for column in table.names(file)}
        key = tuple(row[column] for column in table.key(file))
        if key in self.keys[file]:
            return False
        self.keys[file].add(key)
        self.tables[file].append(row)
        return True

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def maybe(self, value: Any, share: float = 0.5) -> Any:
        """The value in this share of cases, else None."""
        return value if self.chance(share) else None

    def some_day(self, first: dt.date, last: dt.date) -> dt.date:
        """Any day between two."""
        return first + self.rng.randrange((last - first).days + 1) * DAY

    def hard_day(self) -> dt.date:
        """A day on or beside an edge of some period."""
        kind = self.rng.randrange(4)
        if kind == 0:
            day = self.rng.choice(ENDS)
        elif kind == 1:
            day = self.rng.choice(BORDER_DAYS)
        else:
            year = self.rng.randint(2019, 2027)
            month, number = self.rng.choice([(1, 1), (12, 31), (5, 31), (9, 1), (6, 1), (2, 28)])
            day = dt.date(year, month, number)
        return day + self.rng.choice([-1, 0, 0, 1]) * DAY

    def day_for(self, child: str, hard: float = 0.7) -> dt.date:
        """A day that matters to a child, one beside it, or any day of these years."""
        if self.chance(hard):
            turning = [day for day in self.moments[child] if 2018 <= day.year <= 2028]
            near = self.rng.choice([*turning, self.hard_day()])
            return near + self.rng.choice([-1, 0, 0, 1]) * DAY
        return self.some_day(dt.date(2018, 6, 1), dt.date(2027, 12, 31))

    def span_for(self, child: str) -> tuple[dt.date, dt.date | None]:
        """A beginning and an end (perhaps none, perhaps the same day, perhaps the day after)."""
        start = self.day_for(child)
        end = self.rng.choice([None, None, start, start + DAY, start + 40 * DAY, self.day_for(child)])
        return start, end if end is None or end >= start else None

    def birth_day(self) -> dt.date:
        """A birth that makes an age turn on a day asked about, or on a day that months lack, or any."""
        kind = self.rng.random()
        if kind < 0.3:
            end, age = self.rng.choice(ENDS), self.rng.choice(AGES)
            year = end.year - age
            born = dt.date(year, end.month, min(end.day, calendar.monthrange(year, end.month)[1]))
            return born + self.rng.choice([-1, 0, 0, 1]) * DAY
        if kind < 0.47:
            end, months = self.rng.choice(ENDS), self.rng.choice(DUE_MONTHS)
            years, month = divmod(end.year * 12 + end.month - 1 - months, 12)
            day = dt.date(years, month + 1, min(end.day, calendar.monthrange(years, month + 1)[1]))
            return day + self.rng.choice([-1, 0, 0, 1]) * DAY
        if kind < 0.57:
            # Leavers of grades 5 and 9 in the years that are asked about most.
            year = self.rng.randint(2023, 2027) - self.rng.choice([11, 15])
            return self.some_day(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if kind < 0.63:
            return dt.date(self.rng.choice([2004, 2008, 2012, 2016, 2020, 2020, 2024]), 2, 29)
        if kind < 0.7:
            return dt.date(self.rng.randint(2005, 2026), self.rng.choice([1, 3, 5, 7, 8, 10, 12]), 31)
        first = dt.date(2016, 1, 1) if kind < 0.88 else dt.date(2001, 6, 1)
        return self.some_day(first, dt.date(2027, 3, 1))

    def birthdays(self, born: dt.date) -> list[dt.date]:
        """The days on which an age that some measure asks for is reached."""
        return [turned(born, 12 * years) for years in (1, 3, 5, 7, 8, 11, 16, 18)]

    def decimal(self, value: float, digits: int = 1) -> Decimal:
        """A number as a scale or a board shows it."""
        return Decimal(f"{value:.{digits}f}")
