"""Count an own measure live: the same compiler, the same SQL, nothing stored beside the facts of the 34 lines."""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from .. import facts
from ..answers import figure_of, subjects, territory_of
from ..compiler import Compiler, Scope
from ..live import ask_live, settings_in_use
from ..period import Period
from ..territory import Territory, UnitRow
from ..verdict import Figure
from ..vocabulary import Definition


@dataclass(frozen=True)
class Place:
    """A unit, a day and the territory of that day: what own measures are counted in."""

    unit: UnitRow
    today: dt.date
    territory: Territory
    settings: dict[str, Any]

    @classmethod
    def of(cls, unit: UnitRow, today: dt.date) -> Place:
        return cls(unit, today, territory_of(ask_live), settings_in_use())

    @property
    def years(self) -> list[int]:
        return facts.years(self.today)

    def below(self, unit: str, year: int) -> frozenset[str]:
        return self.territory.below(unit, Period.of(year, self.today).end)

    def figure(self, definition: Definition, year: int) -> Figure:
        """The figure of the unit in a year, on that year's borders."""
        return figure_of(ask_live, definition, Period.of(year, self.today), self.unit,
                         self.below(self.unit.unit, year), self.settings)

    def by_village(self, definition: Definition, year: int) -> list[tuple[UnitRow, Figure]]:
        """The figure of each thôn of the unit, in natural order; one question for all of them."""
        rows = [self.territory.units[u] for u in self.below(self.unit.unit, year) if u in self.territory.units]
        villages = sorted((r for r in rows if r.level == "village"), key=lambda r: (len(r.name), r.name))
        cells: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        text = Compiler(definition, Period.of(year, self.today), self.settings).facts(Scope())
        for unit, _sex, *numbers in ask_live(text):
            for n, number in enumerate(numbers):
                cells[unit][n] += int(number or 0)
        made = []
        for village in villages:
            inside = self.below(village.unit, year)
            num, den, unk = (sum(cells[u][n] for u in inside if u in cells) for n in range(3))
            made.append((village, Figure(num, den if definition.denominator else None, unk)))
        return made

    def subjects(self, definition: Definition, year: int) -> list[tuple[Any, ...]]:
        """(kind, subject, sex, den, num, unk) of everyone behind the unit's figure."""
        return subjects(ask_live, definition, Period.of(year, self.today), Scope(
            units=self.below(self.unit.unit, year)), self.settings)
