"""Strict reading of a good folder: whatever is not exactly as the exchange format says stops the test."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.oracle import table

Row = dict[str, Any]
Tables = dict[str, list[dict[str, str]]]


def cell(file: str, column: str, text: str) -> Any:
    """The value of a cell: None, str, bool, int, Decimal or date. Raises ValueError on anything else."""
    text = unicodedata.normalize("NFC", text)
    if text == "":
        if table.must_be_filled(file, column):
            raise ValueError("empty")
        return None
    if column in table.DATES:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("no date")
        return dt.date.fromisoformat(text)
    if column in table.BOOLEANS:
        return {"true": True, "false": False}[text]
    if column in table.WHOLE:
        return int(text)
    if column in table.DECIMAL:
        return Decimal(text)
    allowed = table.codes(file, column)
    if allowed is not None and text not in allowed:
        raise ValueError("unknown code")
    return text


def texts(folder: Path) -> Tables:
    """The cells of every file of a folder as they are written; a file that is absent has no rows."""
    found: Tables = {}
    for file in table.COLUMNS:
        path = folder / file
        found[file] = []
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as lines:
                found[file] = [dict(row) for row in csv.DictReader(lines, strict=True)]
    return found


@dataclass
class Register:
    """Everything a folder holds, laid out for loops: `of["doses.csv"][child]` are the doses of a child."""

    rows: dict[str, list[Row]]
    people: dict[str, Row] = field(default_factory=dict)
    units: dict[str, Row] = field(default_factory=dict)
    of: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {row["child_id"]: row for row in self.rows["children.csv"]}
        self.units = {row["unit_id"]: row for row in self.rows["units.csv"]}
        for file, rows in self.rows.items():
            self.of[file] = defaultdict(list)
            for row in rows:
                if "child_id" in row:
                    self.of[file][row["child_id"]].append(row)


def typed(tables: Tables) -> Register:
    """The register of these cells. Raises ValueError naming file and row where a cell is not good."""
    rows: dict[str, list[Row]] = {}
    for file in table.COLUMNS:
        rows[file] = []
        for number, row in enumerate(tables.get(file, []), start=1):
            good: Row = {}
            for column in table.names(file):
                try:
                    good[column] = cell(file, column, row.get(column, ""))
                except (ValueError, KeyError, ArithmeticError) as fault:
                    raise ValueError(f"{file}, row {number}, {column}: {fault}") from fault
            rows[file].append(good)
    return Register(rows)


def read(folder: Path) -> Register:
    """The register of a good folder."""
    return typed(texts(folder))
