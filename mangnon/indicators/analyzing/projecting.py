"""A register folder becomes the projection, on any engine; rows that an import would refuse are left out and counted."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mangnon.registry.exchange import BY_NAME

from ..tables import TABLES
from . import statements
from .engine import Engine, EngineError
from .statements import Step
from .typed import Typed

Progress = Callable[[str], None]
FILES = ("facilities", "facility_checks", "activities", "declared", "children", "residences", "doses", "enrolments",
         "circumstances", "disabilities", "supports", "services", "assessments", "attendance", "measurements",
         "incidents")
"""What the 34 measures are counted from, besides units and successions; the other files of the format are not read."""


@dataclass
class Projection:
    """units: the ids of units by what the engine's tables call them.  read, refused: rows by file."""

    units: Mapping[Any, str] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


def project(engine: Engine, files: Mapping[str, Path], units: list[str], days: tuple[int, int] | None,
            progress: Progress) -> Projection:
    """Make the projection's tables from a folder's files.

    units: ids of the accepted units.  days: the only ones of which z-scores are asked, None: all.
    Raises EngineError: a damaged file, one without its key.
    """
    d, done = engine.dialect, Projection(engine.units(units))
    making = _Making(engine, files, done, progress)
    for step in statements.places(d):
        making.take(step)
    making.take(statements.people(d, engine.child_number))
    making.take(statements.residences(d))
    making.keep("home", statements.HOME)
    making.keep("child", statements.child(d))
    engine.drop("residence")
    for step in statements.events(d):
        making.take(step)
    making.take(statements.measurements(d))
    progress("Tính z-score")
    engine.score(days)
    engine.drop("measured")
    making.take(statements.happened(d))
    making.keep("incident", statements.incident(d))
    return done


class _Making:
    def __init__(self, engine: Engine, files: Mapping[str, Path], done: Projection, progress: Progress) -> None:
        self.engine, self.files, self.done, self.progress = engine, files, done, progress

    def keep(self, into: str, sql: str) -> str:
        name = TABLES[into].name if into in TABLES else into
        self.engine.make(name, _named(sql))
        return name

    def take(self, step: Step) -> None:
        """Read a file into its table; rows that are no good, and the second of a key, stay out."""
        table, path = BY_NAME[step.file], self.files.get(step.file)
        if path:
            self.progress(f"Đọc {path.name}")
        types = self.engine.open(table, path)
        missing = next((name for name in table.key if name not in types), None)
        if missing and path:
            raise EngineError(f"Tệp {path.name} thiếu cột khóa “{missing}”. Hãy thêm cột này rồi chạy lại.")
        typed = Typed(table, types, f"raw_{table.name}", self.engine.dialect)
        name = self.keep(step.into, self._sql(typed, step, lined=False))
        if self._twice(name, step.key):
            every = ", ".join(step.key)
            columns = ", ".join(self._columns(step))
            self.keep(step.into, f"SELECT {columns} FROM (SELECT a.*, row_number() OVER (PARTITION BY {every} "
                      f"ORDER BY line) AS nth FROM ({self._sql(typed, step, lined=True)}) a) b WHERE nth = 1")
        if path:
            read = self.engine.ask(f"SELECT count(*) FROM raw_{table.name}")[0][0]
            kept = self.engine.ask(f"SELECT count(*) FROM {name}")[0][0]
            self.done.read[step.file] = read
            if read > kept:
                self.done.refused[step.file] = read - kept
        self.engine.close_file(table)

    def _columns(self, step: Step) -> list[str]:
        if step.into in TABLES:
            return list(TABLES[step.into].columns)
        return list(statements.BESIDE[step.into])

    def _sql(self, typed: Typed, step: Step, *, lined: bool) -> str:
        return step.sql.format(typed=f"({typed.select(list(step.columns), lined=lined)})",
                               lined=", t.line AS line" if lined else "")

    def _twice(self, name: str, key: tuple[str, ...]) -> bool:
        return bool(self.engine.ask(f"SELECT 1 FROM {name} GROUP BY {', '.join(key)} HAVING count(*) > 1 LIMIT 1"))


def _named(sql: str) -> str:
    """The projection's tables by their full names, where a statement calls them by the short one."""
    for short in ("facility", "child", "home"):
        for before in ("JOIN", "FROM"):
            sql = sql.replace(f" {before} {short} ", f" {before} {TABLES[short].name} ")
    return sql
