"""The words a definition may use, checked when it is read: an unknown word is an error that names file and word. Pure.

A definition has parts; each part yields rows (subject, unit, sex, den, num, unk). A condition is a list whose first
item is its word:

    ["age", op, n]             completed years on the period's last day ("8", or "setting:name")
    ["born_in", "period"|year] birth date taken, in the period or a calendar year (Y-1, S-5)
    ["exact"]                  the birth date is known to the day
    ["is", column, value, …]   the column holds one of the values
    ["empty", column]          nothing is known
    ["compare", column, op, x] with a number, a day word, or a setting
    ["in_period", column]      a day of the period
    ["active"]                 from_day, to_day hold on the last day
    ["active_in_period"]       begun by the last day; ends after the first day, or never
    ["has", table, n, …]       at least n rows of the child in that table, for which the conditions hold
    ["latest_is", …]           the part's latest row exists (and the conditions hold of it)
    ["bands", months, score, [[from, to, least], …]]
    ["doses", setting]         every series of the setting has its number of doses by the first birthday
    ["due_doses", setting]     every dose due by the last day was given by it
    ["all", …] ["any", …] ["not", condition] ["setting", name]
"""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from .tables import TABLES

FOLDER = Path(__file__).parent / "definitions"
OPERATORS = ("<", "<=", "=", ">=", ">", "<>")
HOMES = ("end", "school_end", "turned_one", "birth", "last", "event", "detected", "left", "own")
COUNTS = ("child", "event", "facility", "declared")
DAY_WORDS = ("start", "end", "school_end")
YEAR_WORDS = ("Y", "Y-1", "S", "S-5")


class DefinitionError(Exception):
    """A definition uses a word that is not there. Ours to mend: raised at start-up."""


@dataclass(frozen=True)
class Part:
    """One source of rows.  of: table.  home: which day's home names the unit.  latest: newest row joined."""

    of: str
    home: str
    where: tuple[Any, ...]
    den: Any
    num: Any
    unk: Any
    latest: Mapping[str, Any] | None
    subject: str


@dataclass(frozen=True)
class Definition:
    """How one measure is counted.

    denominator: whether there is one.  unknown_joins: what an unknown may turn out to join.
    every: the numerator needs all of a subject's rows (12), not any.  distinct: persons over a period, counted anew
    at each level.
    """

    measure: str
    source: str
    count: str
    parts: tuple[Part, ...]
    denominator: bool = True
    unknown_joins: str = "both"
    every: bool = False
    distinct: bool = False
    lists_missing: bool = True
    settings: tuple[str, ...] = field(default=())

    @property
    def tables(self) -> frozenset[str]:
        """The projection tables it reads: an edit elsewhere cannot move it."""
        found = {"child", "home"} if self.count in ("child", "event") else {self.count}
        for part in self.parts:
            found |= {part.of} | ({part.latest["table"]} if part.latest else set())
            of_latest = part.latest["where"] if part.latest else ()
            for condition in (*part.where, *of_latest, part.den, part.num, part.unk):
                found |= tables_in(condition)
        return frozenset(found)


def tables_in(condition: Any) -> set[str]:
    """The tables whose rows a condition asks for, besides those of its own part."""
    if not isinstance(condition, list | tuple) or not condition:
        return set()
    own = {condition[1]} if condition[0] == "has" else set()
    if condition[0] in ("doses", "due_doses"):
        own = {"dose"}
    return own.union(*(tables_in(item) for item in condition))


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """Read and check every definition, by measure, in the plan's order."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {d.measure: d for d in found if d.measure}


def _read(path: Path) -> Definition:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {"measure", "source", "count", "denominator", "unknown_joins", "every", "distinct", "lists_missing",
             "settings", "part"}
    _only(path, data, known)
    parts = tuple(_part(path, part) for part in data.pop("part", ()))
    definition = Definition(parts=parts, settings=tuple(data.pop("settings", ())), **data)
    if definition.count not in COUNTS:
        raise DefinitionError(f"{path.name}: unknown count {definition.count!r}")
    return definition


def _part(path: Path, data: dict[str, Any]) -> Part:
    _only(path, data, {"of", "home", "where", "den", "num", "unk", "latest", "subject"})
    table = data["of"]
    if table not in TABLES or data["home"] not in HOMES:
        raise DefinitionError(f"{path.name}: unknown table or home {table!r} {data['home']!r}")
    latest = data.get("latest")
    if latest:
        for condition in latest["where"]:
            check(path, condition, latest["table"])
    part = Part(table, data["home"], tuple(data.get("where", ())), data.get("den", False), data.get("num", False),
                data.get("unk", False), latest, data.get("subject", TABLES[table].subject))
    for condition in (*part.where, part.den, part.num, part.unk):
        check(path, condition, table, latest["table"] if latest else None)
    return part


def _only(path: Path, data: Mapping[str, Any], known: set[str]) -> None:
    for word in data:
        if word not in known:
            raise DefinitionError(f"{path.name}: unknown word {word!r}")


def check(path: Path, condition: Any, table: str, latest: str | None = None) -> None:
    """Check a condition against the vocabulary and the projection's columns. Raises DefinitionError."""
    if isinstance(condition, bool):
        return
    word, *rest = condition
    if word in ("all", "any", "not"):
        for inner in rest:
            check(path, inner, table, latest)
    elif word == "has":
        for inner in rest[2:]:
            check(path, inner, rest[0])
    elif word == "latest_is":
        for inner in rest:
            check(path, inner, latest or "?")
    elif word in ("is", "empty", "compare", "in_period"):
        if rest[0] not in TABLES[table].columns:
            raise DefinitionError(f"{path.name}: table {table!r} has no column {rest[0]!r}")
        if word == "compare" and rest[1] not in OPERATORS:
            raise DefinitionError(f"{path.name}: unknown operator {rest[1]!r}")
    elif word == "bands":
        for column in rest[:2]:
            if column not in TABLES[table].columns:
                raise DefinitionError(f"{path.name}: table {table!r} has no column {column!r}")
    elif word not in ("age", "born_in", "exact", "active", "active_in_period", "doses", "due_doses", "setting"):
        raise DefinitionError(f"{path.name}: unknown word {word!r}")
