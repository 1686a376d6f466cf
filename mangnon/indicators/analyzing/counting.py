"""The figures of every unit at once, from a projection on any engine: the measures' own SQL, rolled up the tree."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..compiler import Compiler
from ..period import Period
from ..tables import TABLES
from ..verdict import Figure
from ..vocabulary import Definition, Part
from .engine import Engine

Numbers = tuple[int, int, int]
Upward = Mapping[str, frozenset[str]]
"""A unit's id to the ids of all units it lies in, itself included."""


class Counting:
    """names: unit ids by what the projection calls them.  upward: on the borders asked for."""

    def __init__(self, engine: Engine, names: Mapping[Any, str], upward: Upward, period: Period,
                 settings: Mapping[str, Any]) -> None:
        self.engine, self.names, self.upward, self.period, self.settings = engine, names, upward, period, settings

    def figures(self, definition: Definition) -> Callable[[str], Figure]:
        """Count one measure; the answer gives each unit's figure."""
        if definition.count == "declared":
            return self._declared(definition.measure)
        compiler = Compiler(definition, self.period, self.settings)
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for parts in compiler.shares():
            if compiler.adds_up(parts):
                for unit, *numbers in self.engine.ask(compiler.totals(parts)):
                    self._add(sums, self.upward[self.names[unit]], numbers)
            else:
                self._distinct(compiler, parts, sums)
        nothing = [0, 0, 0]

        def figure(unit: str) -> Figure:
            num, den, unk = sums.get(unit, nothing)
            return Figure(num, den if definition.denominator else None, unk)
        return figure

    def _add(self, sums: dict[str, list[int]], units: Iterable[str], numbers: Iterable[Any]) -> None:
        num, den, unk = (int(n) for n in numbers)
        for unit in units:
            own = sums[unit]
            own[0] += num
            own[1] += den
            own[2] += unk

    def _distinct(self, compiler: Compiler, parts: list[Part], sums: dict[str, list[int]]) -> None:
        """Subjects are distinct within each unit: those whose rows name one unit add up, the others are gathered."""
        self.engine.make("held", compiler.held(parts))
        one = "SELECT kind, subject, MIN(unit) AS unit, MAX(unit) AS last_, MAX(den) AS den, "
        pick = f"{compiler.pick}(num) AS num, CASE WHEN MAX(hit) = 1 THEN 0 ELSE MAX(unk) END AS unk"
        for unit, *numbers in self.engine.ask(
                f"SELECT unit, SUM(num), SUM(den), SUM(unk) FROM ({one}{pick} FROM held GROUP BY kind, subject) s "
                "WHERE unit = last_ GROUP BY unit"):
            self._add(sums, self.upward[self.names[unit]], numbers)
        rows: dict[tuple[str, Any], list[tuple[str, int, int, int, int]]] = defaultdict(list)
        for kind, subject, unit, *flags in self.engine.ask(
                "SELECT h.kind, h.subject, h.unit, h.den, h.num, h.hit, h.unk FROM held h JOIN (SELECT kind, subject "
                "FROM held GROUP BY kind, subject HAVING MIN(unit) < MAX(unit)) s "
                "ON s.kind = h.kind AND s.subject = h.subject"):
            rows[kind, subject].append((self.names[unit], *flags))
        for subject_rows in rows.values():
            for unit in frozenset[str]().union(*(self.upward[row[0]] for row in subject_rows)):
                inside = [row for row in subject_rows if unit in self.upward[row[0]]]
                num = (min if compiler.pick == "MIN" else max)(row[2] for row in inside)
                unk = 0 if any(row[3] for row in inside) else max(row[4] for row in inside)
                self._add(sums, (unit,), (num, max(row[1] for row in inside), unk))
        self.engine.drop("held")

    def _declared(self, measure: str) -> Callable[[str], Figure]:
        """Each unit's own declared row; nothing is summed from the units below."""
        rows = {self.names[unit]: (int(num), 1 if measure == "1" else int(den)) for unit, num, den in self.engine.ask(
            f"SELECT unit, numerator, denominator FROM {TABLES['declared'].name} WHERE measure = '{measure}' "
            f"AND year = {self.period.year}")}

        def figure(unit: str) -> Figure:
            return Figure(*rows[unit], 0) if unit in rows else Figure(0, 0, 1)
        return figure
