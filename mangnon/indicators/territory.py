"""Which units lie within which, on the borders of a day; which unit a code means. Pure."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .period import AskError
from .tables import FOREVER


@dataclass(frozen=True)
class UnitRow:
    """A unit as the projection holds it; days are ordinals, valid_to exclusive."""

    unit: str
    code: str
    name: str
    level: str
    parent: str | None
    area: str | None
    valid_from: int
    valid_to: int

    def stands_on(self, day: int) -> bool:
        return self.valid_from <= day < self.valid_to


class Territory:
    """All units and successions of a register."""

    def __init__(self, units: Iterable[tuple[object, ...]], successions: Iterable[tuple[str, str, int]]) -> None:
        rows = [UnitRow(*row) for row in units]  # type: ignore[arg-type]
        self.units = {row.unit: row for row in rows}
        self.successions = list(successions)
        self._below: dict[tuple[str, dt.date], frozenset[str]] = {}
        self._down: dict[dt.date, dict[str, list[str]]] = {}
        self._up: dict[dt.date, dict[str, list[str]]] = {}

    def below(self, unit: str, borders: dt.date) -> frozenset[str]:
        """The unit and all that reach it by steps up to a parent or across to a successor by the borders day."""
        if (unit, borders) not in self._below:
            self._below[unit, borders] = _reached(unit, self._downward(borders))
        return self._below[unit, borders]

    def above(self, unit: str, borders: dt.date) -> frozenset[str]:
        """The unit and all that it lies in, on the borders of a day: below() the other way round."""
        return _reached(unit, self._upward(borders))

    def _downward(self, borders: dt.date) -> dict[str, list[str]]:
        if borders not in self._down:
            steps = self._down[borders] = {}
            for low, high in self._steps(borders):
                steps.setdefault(high, []).append(low)
        return self._down[borders]

    def _upward(self, borders: dt.date) -> dict[str, list[str]]:
        if borders not in self._up:
            steps = self._up[borders] = {}
            for low, high in self._steps(borders):
                steps.setdefault(low, []).append(high)
        return self._up[borders]

    def _steps(self, borders: dt.date) -> Iterable[tuple[str, str]]:
        """Each step up to a parent, and across to a successor by the borders day."""
        yield from ((row.unit, row.parent) for row in self.units.values() if row.parent)
        yield from ((old, new) for old, new, day in self.successions if day <= borders.toordinal())

    def upward(self, borders: dt.date) -> dict[str, frozenset[str]]:
        """For each unit all units it lies in, itself included."""
        return {unit: self.above(unit, borders) for unit in self.units}

    def asked_as(self, borders: dt.date) -> dict[str, str]:
        """For each unit what to ask by: its code, or CODE@D with the last day it stood (else the first) where the
        code alone means another. Two at once with one code cannot be told apart: the id stands behind a #."""
        by_code: dict[str, list[UnitRow]] = {}
        for row in self.units.values():
            by_code.setdefault(row.code, []).append(row)
        return {row.unit: self._word(row, by_code[row.code], borders) for row in self.units.values()}

    def _word(self, row: UnitRow, bearers: list[UnitRow], borders: dt.date) -> str:
        if _bears(bearers, borders.toordinal()) is row:
            return row.code
        edges = [row.valid_to - 1, row.valid_from, *(day for other in bearers for day in (
            other.valid_from - 1, other.valid_to))]
        day = next((day for day in edges if 0 < day < FOREVER - 1 and _bears(bearers, day) is row), None)
        return f"{row.code}#{row.unit}" if day is None else f"{row.code}@{dt.date.fromordinal(day).isoformat()}"

    def bearer(self, code: str, borders: dt.date) -> UnitRow:
        """The unit that a code means: the one that bears it on the borders day, else the last that bore it before,
        else the first that will. ``CODE@2024-12-31`` asks for the bearer on that day. Raises AskError."""
        plain, at, day_text = code.partition("@")
        if at:
            borders = _day(day_text, code)
        bearers = [u for u in self.units.values() if u.code == plain]
        if not bearers:
            raise AskError(f"Không có đơn vị nào mang mã “{plain}”. Hãy kiểm tra lại mã.")
        return _bears(bearers, borders.toordinal())


def _bears(units: list[UnitRow], day: int) -> UnitRow:
    """Which of the units that share a code it means on a day."""
    bearers = sorted(units, key=lambda u: (u.valid_from, u.unit))
    standing = [u for u in bearers if u.stands_on(day)]
    before = [u for u in bearers if u.valid_from <= day]
    if standing:
        # Two bearers at once is a fault of the list; the later one, then the first by name, is as good as any.
        return min((u for u in standing if u.valid_from == standing[-1].valid_from), key=lambda u: u.name)
    return max(before, key=lambda u: (u.valid_to, u.valid_from, u.unit)) if before else bearers[0]


def _reached(unit: str, steps: dict[str, list[str]]) -> frozenset[str]:
    found, waiting = set[str](), [unit]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(steps.get(here, ()))
    return frozenset(found)


def _day(text: str, code: str) -> dt.date:
    try:
        if len(text) != 10 or text[4] + text[7] != "--":  # Python reads other forms of ISO 8601 as well
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise AskError(f"“{code}” không đọc được. Sau dấu @ hãy viết ngày như 2024-12-31.") from None


def day_of(ordinal: int) -> dt.date | None:
    """An ordinal as a day; None for an interval without end."""
    return None if ordinal >= FOREVER else dt.date.fromordinal(ordinal)
