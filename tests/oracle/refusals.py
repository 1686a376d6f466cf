"""Which rows of a folder an import refuses: the rules of the exchange format, a second time, row by row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from tests.oracle import table

BROKEN = "\0not utf-8"
ANY_COLUMN = "*"
Refusal = dict[str, Any]


@dataclass
class Line:
    """A row as it stands in a file: where it begins, its cells, the column at fault when ragged."""

    number: int
    cells: dict[str, str]
    ragged: str | None = None


class Fault(Exception):
    """A cell that is not good; `args[0]` is the sort of fault."""


def number_of(text: str, whole: bool) -> int | Decimal:
    """A number that is finite and not negative. Raises Fault."""
    if not re.fullmatch(r"[0-9]+" if whole else r"[0-9]+(\.[0-9]+)?", text):
        raise Fault("form")
    try:
        return int(text) if whole else Decimal(text)
    except (ValueError, InvalidOperation) as broken:
        raise Fault("form") from broken


def value_of(file: str, column: str, text: str) -> Any:
    """What a cell means. Raises Fault: empty, form or code, in this order."""
    if text == "":
        if table.must_be_filled(file, column):
            raise Fault("empty")
        return None
    if text.startswith(BROKEN):
        raise Fault("form")
    if column in table.DATES:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise Fault("form")
            return dt.date.fromisoformat(text)
        except ValueError as broken:
            raise Fault("form") from broken
    if column in table.BOOLEANS:
        if text not in {"true", "false"}:
            raise Fault("form")
        return text == "true"
    if column in table.WHOLE | table.DECIMAL:
        return number_of(text, column in table.WHOLE)
    follows = re.fullmatch(r"[0-9]{4}-[0-9]{4}", text) and int(text[:4]) + 1 == int(text[5:])
    if column == "school_year" and not follows:
        raise Fault("form")
    allowed = table.codes(file, column)
    if allowed is not None and text not in allowed:
        raise Fault("code")
    return normalize("NFC", text)


def begins_before(values: dict[str, Any], end: str) -> bool:
    """Whether the start of an end lies after it in the same row."""
    start, stop = values.get(table.ENDS[end]), values.get(end)
    if start is None or stop is None:
        return False
    if end == "died_on":
        start = {
            "day": start,
            "month": start.replace(day=1),
            "year": start.replace(month=1, day=1),
        }[values["born_precision"]]
    return bool(stop < start)


def out_of_range(file: str, column: str, values: dict[str, Any]) -> bool:
    """Whether a count is none that the code beside it allows."""
    other, ranges = table.RANGES.get((file, column), ("", {}))
    allowed = ranges.get(values.get(other, ""))
    return values[column] is not None and allowed is not None and values[column] not in allowed


def key_of(file: str, line: Line) -> tuple[Any, ...] | None:
    """The key of a row, or None where a cell of it is not good."""
    try:
        return tuple(value_of(file, column, line.cells.get(column, "")) for column in table.key(file))
    except Fault:
        return None


UPWARD = {"units.csv": ("unit_id", "parent_id"), "unit_successions.csv": ("predecessor_id", "successor_id")}
IDS = ("units.csv", "facilities.csv", "children.csv", "activities.csv", "households.csv")


def leads_to(steps: dict[str, set[str]], start: str, goal: str) -> bool:
    """Whether steps from one unit lead to another (or are already there)."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        place = waiting.pop()
        if place == goal:
            return True
        if place not in seen:
            seen.add(place)
            waiting += steps.get(place, ())
    return False


@dataclass
class Judge:
    """Looks at every file until nothing changes: what refers to a refused row is refused too."""

    files: dict[str, list[Line]]
    ids: dict[str, set[str]] = field(default_factory=dict)

    def fault(self, file: str, line: Line, seen: set[tuple[Any, ...]]) -> str | None:
        """The first column at fault, in the order of the table, or None for a row good but for cycles."""
        values: dict[str, Any] = {}
        own = key_of(file, line)
        for column in table.names(file):
            if line.ragged in {column, ANY_COLUMN}:
                return line.ragged
            try:
                values[column] = value_of(file, column, line.cells.get(column, ""))
            except Fault:
                return column
            if out_of_range(file, column, values):
                return column
            target = table.refers_to(file, column)
            if target is not None and values[column] is not None and values[column] not in self.ids[target]:
                return column
            if column == table.key(file)[0] and own in seen:
                return column
            if column in table.ENDS and begins_before(values, column):
                return column
        return None

    def circular(self, file: str, faults: list[str | None]) -> list[str | None]:
        """The faults, and the column of each cycle among the rows that are good but for it."""
        lower, upper = UPWARD[file]
        rows = [(line.cells[lower], line.cells.get(upper, "")) for line in self.files.get(file, [])]
        steps: dict[str, set[str]] = {}
        for (start, end), fault in zip(rows, faults, strict=True):
            if fault is None and end:
                steps.setdefault(start, set()).add(end)
        order = table.names(file)
        found = []
        for (start, end), fault in zip(rows, faults, strict=True):
            closes = bool(end) and leads_to(steps, end, start)
            earlier = fault is None or (fault in order and order.index(fault) > order.index(upper))
            found.append(upper if closes and earlier else fault)
        return found

    def look(self) -> dict[str, list[str | None]]:
        """The fault of every line of every file, with the ids that bear keys so far."""
        looked: dict[str, list[str | None]] = {}
        for file in table.COLUMNS:
            seen: set[tuple[Any, ...]] = set()
            looked[file] = []
            for line in self.files.get(file, []):
                looked[file].append(self.fault(file, line, seen))
                if looked[file][-1] is None:
                    seen.add(key_of(file, line) or ())
            if file in UPWARD:
                looked[file] = self.circular(file, looked[file])
        return looked

    def standing(self, looked: dict[str, list[str | None]]) -> dict[str, set[str]]:
        """The ids that accepted rows bear."""
        return {
            file: {
                line.cells[table.key(file)[0]]
                for line, fault in zip(self.files.get(file, []), looked[file], strict=True)
                if fault is None
            }
            for file in IDS
        }

    def faults(self) -> dict[str, list[str | None]]:
        """The first fault of every line, None for the accepted ones."""
        self.ids = self.standing({file: [None] * len(self.files.get(file, [])) for file in table.COLUMNS})
        for _ in range(100):
            looked = self.look()
            standing = self.standing(looked)
            if standing == self.ids:
                return looked
            self.ids = standing
        raise ArithmeticError("the references of this folder never settle")


def refused(files: dict[str, list[Line]]) -> list[Refusal]:
    """Every refused row with its first fault, in the order of files and lines."""
    looked = Judge(files).faults()
    return [
        {"file": file, "line": line.number, "column": fault}
        for file in table.COLUMNS
        for line, fault in zip(files.get(file, []), looked[file], strict=True)
        if fault is not None
    ]


def refusals(tables: dict[str, list[dict[str, str]]]) -> list[Refusal]:
    """The refused rows of plain cells, one row a line from line 2 on."""
    return refused(
        {file: [Line(n, row) for n, row in enumerate(rows, start=2)] for file, rows in tables.items()}
    )
