"""A register folder becomes the projection, on any engine; rows that an import would refuse stay out, counted."""
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


NEEDED = {name: name for name in ("dose", "enrolment", "service", "assessment", "attendance", "circumstance", "support",
                                  "disability")} | {"measured": "measurement"}
"""Relations of which only the rows that some measure looks at are kept, by their name in the definitions."""


@dataclass
class Projection:
    """units: the ids of units by what the engine's tables call them.  read, refused: rows by file."""

    units: Mapping[Any, str] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


def project(engine: Engine, files: Mapping[str, Path], units: list[str], relevant: Callable[[str], str],
            progress: Progress) -> Projection:
    """Make the projection's tables from a folder's files.

    units: ids of the accepted units.  relevant: by table of the projection, the rows that are needed.
    Raises EngineError: a damaged file, one without its key.
    """
    d, done = engine.dialect, Projection(engine.units(units))
    making = _Making(engine, files, done, relevant, progress)
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
    engine.score()
    engine.drop("measured")
    making.take(statements.happened(d))
    making.keep("incident", statements.incident(d))
    return done


class _Making:
    def __init__(self, engine: Engine, files: Mapping[str, Path], done: Projection, relevant: Callable[[str], str],
                 progress: Progress) -> None:
        self.engine, self.files, self.done, self.relevant, self.progress = engine, files, done, relevant, progress

    def keep(self, into: str, sql: str) -> str:
        name = TABLES[into].name if into in TABLES else into
        self.engine.make(name, _named(sql))
        return name

    def take(self, step: Step) -> None:
        """Read a file into its table; rows that are no good, and the second of a key, stay out."""
        table, path = BY_NAME[step.file], self.files.get(step.file)
        if path:
            self.progress(f"Đọc {path.name}")
        types, unknown = self.engine.open(table, path)
        for column in unknown:
            shown = column.encode("utf-8", "replace").decode()
            self.progress(f"{table.file}: Cột “{shown}” không có trong định dạng trao đổi nên được bỏ qua.")
        missing = next((name for name in table.key if name not in types), None)
        if missing and path:
            raise EngineError(f"Tệp {path.name} thiếu cột khóa “{missing}”. Hãy thêm cột này rồi chạy lại.")
        typed = Typed(table, types, f"raw_{table.name}", self.engine.dialect)
        # Good rows that are needed and all that are not good, in one reading: most folders have none of these.
        name = self.keep(step.into, self._sql(typed, step, good=""))
        bad = self._number(f"{name} WHERE NOT good")
        if bad:
            self.keep(step.into, self._sql(typed, step, good="m.good AND "))
        if self.engine.twice(name, step.key):
            bad += self._number(name)
            columns, every = ", ".join([*step.made, "good"]), ", ".join(step.key)
            rows = self._sql(typed, step, good="m.good AND ", lined=True)
            self.keep(step.into, f"SELECT {columns} FROM (SELECT a.*, row_number() OVER (PARTITION BY {every} "
                      f"ORDER BY line) AS nth FROM ({rows}) a) b WHERE nth = 1")
            bad -= self._number(name)
        if path:
            self.done.read[step.file] = self._number(f"raw_{table.name}")
        if bad:
            self.done.refused[step.file] = bad
        self.engine.close_file(table)

    def _number(self, rows: str) -> int:
        return int(self.engine.ask(f"SELECT count(*) FROM {rows}")[0][0])

    def _sql(self, typed: Typed, step: Step, *, good: str, lined: bool = False) -> str:
        relevant = self.relevant(NEEDED[step.into]) if step.into in NEEDED else "1 = 1"
        return step.sql(f"({typed.select(list(step.columns), lined=lined)})", good=good, relevant=relevant,
                        lined=lined)


def _named(sql: str) -> str:
    """The projection's tables by their full names, where a statement calls them by the short one."""
    for short in ("facility", "child", "home"):
        for before in ("JOIN", "FROM"):
            sql = sql.replace(f" {before} {short} ", f" {before} {TABLES[short].name} ")
    return sql
