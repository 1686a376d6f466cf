"""Figures read from the facts: any unit, any counted year, within chosen borders."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from mangnon.plan.models import Plan

from . import facts
from .answers import figure_of, subjects, territory_of
from .compiler import Scope
from .live import ask_live, settings_in_use
from .models import PROJECTION, Fact
from .period import Period
from .shares import UPPER
from .territory import Territory, UnitRow
from .verdict import Figure
from .vocabulary import definitions

Numbers = tuple[int, int, int]


class FactBook:
    """The counted cells of a unit's territory, read once for a page: of every measure, or of one."""

    def __init__(self, plan: Plan, unit: UnitRow, today: dt.date, borders: dt.date | None = None, *,
                 only: str = "", territory: Territory | None = None) -> None:
        facts.ensure(today)
        self.unit, self.today, self.borders = unit, today, borders
        self.territory: Territory = territory or territory_of(ask_live)
        self.years = facts.years(today)
        self._cells: dict[tuple[str, int], dict[tuple[str, str, bool], Numbers]] = defaultdict(dict)
        inside = self.territory.below(unit.unit, borders or today)
        rows = Fact.objects.filter(place__in=[uuid.UUID(u) for u in inside])
        for measure, year, place, sex, whole, *numbers in (rows.filter(measure=only) if only else rows).values_list(
                "measure", "period", "place", "sex", "whole", "numerator", "denominator", "unknown"):
            self._cells[measure, year][str(place), sex, whole] = (numbers[0], numbers[1], numbers[2])
        declared = PROJECTION["declared"]._default_manager.filter(unit=unit.unit)
        self._subjects: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
        self._declared = {(m, y): (n, d) for m, y, n, d in declared.values_list(
            "measure", "year", "numerator", "denominator")}

    def period(self, year: int) -> Period:
        return Period.of(year, self.today)

    def borders_on(self, year: int) -> dt.date:
        return self.borders or self.period(year).end

    def figure(self, measure: str, year: int) -> Figure:
        """The figure of the unit."""
        definition = definitions()[measure]
        if definition.count == "declared":
            return self._declared_figure(measure, year)
        cells = self._cells.get((measure, year), {})
        if definition.distinct and self._is_upper():
            return self._whole(definition, year, cells)
        inside = self.territory.below(self.unit.unit, self.borders_on(year))
        return self._sum(definition, [n for (place, _, whole), n in cells.items() if not whole and place in inside])

    def _is_upper(self) -> bool:
        return self.unit.level in UPPER

    def _whole(self, definition: Any, year: int, cells: dict[tuple[str, str, bool], Numbers]) -> Figure:
        then, now = (self.territory.below(self.unit.unit, day) for day in (self.period(year).end,
                                                                           self.borders_on(year)))
        if then != now:
            return figure_of(ask_live, definition, self.period(year), self.unit, now, settings_in_use())
        return self._sum(definition, [n for (place, _, whole), n in cells.items()
                                      if whole and place == self.unit.unit])

    def _sum(self, definition: Any, cells: list[Numbers]) -> Figure:
        num, den, unk = (sum(c[i] for c in cells) for i in range(3))
        return Figure(num, den if definition.denominator else None, unk)

    def _declared_figure(self, measure: str, year: int) -> Figure:
        if (measure, year) not in self._declared:
            return Figure(0, 0, 1)
        numerator, denominator = self._declared[measure, year]
        return Figure(numerator, 1 if measure == "1" else denominator, 0)

    def by_place(self, measure: str, year: int, places: list[UnitRow]) -> list[tuple[UnitRow, Figure]]:
        """The figure of each of these units (villages), from their own cells."""
        definition, cells = definitions()[measure], self._cells.get((measure, year), {})
        return [(p, self._sum(definition, [n for (place, _, whole), n in cells.items()
                                           if not whole and place == p.unit])) for p in places]

    def by_sex(self, measure: str, year: int) -> dict[str, Figure]:
        """The figure by sex, within the borders of the page."""
        definition, cells = definitions()[measure], self._cells.get((measure, year), {})
        found: dict[str, list[Numbers]] = defaultdict(list)
        inside = self.territory.below(self.unit.unit, self.borders_on(year))
        whole_wanted = definition.distinct and self._is_upper()
        if whole_wanted and inside != self.territory.below(self.unit.unit, self.period(year).end):
            for _kind, _subject, sex, den, num, unk in self.subjects(measure, year):
                found[sex].append((num, den, unk))
        else:
            for (place, sex, whole), numbers in cells.items():
                if whole == whole_wanted and (place == self.unit.unit if whole else place in inside):
                    found[sex].append(numbers)
        return {sex: self._sum(definition, rows) for sex, rows in found.items()}

    def subjects(self, measure: str, year: int) -> list[tuple[Any, ...]]:
        """(kind, subject, sex, den, num, unk) of everyone behind the unit's figure; asked for once a page."""
        if (measure, year) not in self._subjects:
            scope = Scope(units=self.territory.below(self.unit.unit, self.borders_on(year)))
            self._subjects[measure, year] = subjects(ask_live, definitions()[measure], self.period(year), scope,
                                                     settings_in_use())
        return self._subjects[measure, year]

    def villages(self, year: int | None = None) -> list[UnitRow]:
        """The villages within the unit, in natural order: on the page's borders (of the year, or of its day)."""
        day = self.borders_on(year) if year else self.borders or self.today
        inside = self.territory.below(self.unit.unit, day)
        rows = [self.territory.units[u] for u in inside if u in self.territory.units]
        return sorted((r for r in rows if r.level == "village"), key=lambda r: (len(r.name), r.name))

    def pooled(self, measure: str, year: int, span: int) -> Figure | None:
        """Several years together, up to the year; None where a year is missing."""
        years = range(year - span + 1, year + 1)
        if years[0] not in self.years:
            return None
        found = [self.figure(measure, y) for y in years]
        den = None if found[0].denominator is None else sum(f.denominator or 0 for f in found)
        return Figure(sum(f.numerator for f in found), den, sum(f.unknown for f in found))
