"""Answer a question over a projection on any database connection: the 34 figures of a unit and a year. Pure.

The connection is a DB-API cursor's maker: SQLite, PostgreSQL (or another engine) holding the projection's tables.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .compiler import Compiler, Scope, among, literal
from .period import AskError, Period
from .tables import TABLES
from .territory import Territory, UnitRow
from .verdict import Figure, Rules, Target, judge
from .vocabulary import Definition, definitions

Ask = Callable[[str], Iterable[tuple[Any, ...]]]
"""Runs a SELECT and yields its rows."""


@dataclass(frozen=True)
class Line:
    """What judging a measure needs from the plan. target_of: (year, area) to the year's target or None."""

    measure: str
    unit: str
    target_of: Callable[[int, str | None], Target | None]


@dataclass(frozen=True)
class Question:
    """A unit's code, a year, the day it is asked of, and the borders of a day (without it: the period's end)."""

    code: str
    year: int
    as_of: dt.date
    borders: dt.date | None = None

    @property
    def period(self) -> Period:
        return Period.of(self.year, self.as_of)

    @property
    def borders_on(self) -> dt.date:
        return self.borders or self.period.end


def territory_of(ask: Ask) -> Territory:
    """Read units and successions."""
    unit, succession = TABLES["unit"], TABLES["succession"]
    return Territory(ask(f"SELECT {', '.join(unit.columns)} FROM {unit.name}"),
                     ask(f"SELECT {', '.join(succession.columns)} FROM {succession.name}"))


def territory_above(ask: Ask, units: Iterable[str]) -> Territory:
    """These units with all that they lie in, on any day: enough to sum upward and to tell which of them lie within a
    unit, and as quick in a province as in a commune."""
    unit, succession = TABLES["unit"], TABLES["succession"]
    found: dict[str, tuple[Any, ...]] = {}
    steps: list[tuple[Any, ...]] = []
    seen, waiting = set[str](), set(units)
    while waiting:
        rows = list(ask(f"SELECT {', '.join(unit.columns)} FROM {unit.name} WHERE {among('unit', waiting)}"))
        across = list(ask(f"SELECT {', '.join(succession.columns)} FROM {succession.name} "
                          f"WHERE {among('predecessor', waiting)}"))
        found.update({row[0]: row for row in rows})
        steps += across
        seen |= waiting
        waiting = ({row[4] for row in rows if row[4]} | {row[1] for row in across}) - seen
    return Territory(found.values(), steps)


def answer(ask: Ask, question: Question, lines: Iterable[Line], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of ``mangnon indicators``."""
    period, territory = question.period, territory_of(ask)
    unit = territory.bearer(question.code, question.borders_on)
    units = territory.below(unit.unit, question.borders_on)
    measures = []
    for line in lines:
        definition = definitions()[line.measure]
        figure = figure_of(ask, definition, period, unit, units, settings)
        measures.append(judged(line, definition, figure, question.year, unit.area))
    return {"unit": question.code, "year": question.year, "as_of": question.as_of.isoformat(),
            "borders": question.borders_on.isoformat(), "measures": measures}


def judged(line: Line, definition: Definition, figure: Figure, year: int, area: str | None) -> dict[str, Any]:
    """One measure's entry of the answer."""
    target = line.target_of(year, area)
    verdict = judge(figure, Rules(line.unit, definition.unknown_joins), target)
    return {"measure": line.measure, "numerator": figure.numerator, "denominator": figure.denominator,
            "unknown": figure.unknown, "value": verdict.value,
            "interval": list(verdict.interval) if verdict.interval else None,
            "operator": target.operator if target else None, "target": float(target.value) if target else None,
            "state": verdict.state, "certain": verdict.certain, "to_go": verdict.to_go}


def figure_of(ask: Ask, definition: Definition, period: Period, unit: UnitRow, units: frozenset[str],
              settings: Mapping[str, Any]) -> Figure:
    """Count one measure in a territory."""
    if definition.count == "declared":
        return _declared(ask, definition.measure, period.year, unit.unit)
    compiled = Compiler(definition, period, settings).figure(Scope(units=units))
    num, den, unk = (int(n) for n in next(iter(ask(compiled))))
    return Figure(num, den if definition.denominator else None, unk)


def _declared(ask: Ask, measure: str, year: int, unit: str) -> Figure:
    """The unit's own declared row; nothing is summed from the units below."""
    rows = list(ask(f"SELECT numerator, denominator FROM {TABLES['declared'].name} WHERE measure = {literal(measure)} "
                    f"AND year = {year} AND unit = {literal(unit)}"))
    if not rows:
        return Figure(0, 0, 1)
    numerator, denominator = rows[0]
    return Figure(int(numerator), 1 if measure == "1" else int(denominator), 0)


def lists(ask: Ask, question: Question, measure: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON of ``mangnon indicators --children``: ids counted, missing, unknown, sorted as text."""
    if measure not in definitions():
        raise AskError(f"Không có dòng “{measure}”. Hãy dùng một trong: {', '.join(definitions())}.")
    definition, territory = definitions()[measure], territory_of(ask)
    unit = territory.bearer(question.code, question.borders_on)
    rows = subjects(ask, definition, question.period, Scope(units=territory.below(unit.unit, question.borders_on)),
                    settings)
    return {"unit": question.code, "year": question.year, "as_of": question.as_of.isoformat(), "measure": measure,
            **{name: sorted(ids) for name, ids in split(definition, rows).items()}}


def subjects(ask: Ask, definition: Definition, period: Period, scope: Scope, settings: Mapping[str, Any],
             ) -> list[tuple[Any, ...]]:
    """(kind, subject, sex, den, num, unk) for each subject of a measure within a scope."""
    if definition.count == "declared":
        return []
    return list(ask(Compiler(definition, period, settings).subjects(scope)))


def split(definition: Definition, rows: Iterable[tuple[Any, ...]]) -> dict[str, set[str]]:
    """Split subjects into the numerator, the rest of the denominator, and the unknown."""
    found: dict[str, set[str]] = {"counted": set(), "missing": set(), "unknown": set()}
    for _, subject, _, den, num, unk in rows:
        if num:
            found["counted"].add(subject)
        elif unk:
            found["unknown"].add(subject)
        elif den and definition.lists_missing:
            found["missing"].add(subject)
    return found
