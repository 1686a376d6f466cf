"""The 34 measures of every unit of a register folder of any size, counted by DuckDB or Spark.

The projection is derived by SQL instead of row by row; the measures' compiled text is the same that the live database
runs. Nothing of it needs a data folder.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..period import Period
from ..projection import project_places
from ..readings import settings_with
from ..territory import Territory
from ..vocabulary import definitions
from .counting import Counting
from .engine import Engine, EngineError
from .projecting import Progress, Projection, project
from .relevance import relevant

Row = tuple[str, str, int, int | None, int]
"""unit, measure, numerator, denominator, unknown"""


@dataclass(frozen=True)
class Question:
    """A year, the day it is asked of, and the borders of a day (without it: the period's end)."""

    year: int
    as_of: dt.date
    borders: dt.date | None = None

    @property
    def period(self) -> Period:
        return Period.of(self.year, self.as_of)


def analyze(engine: Engine, files: Mapping[str, Path], places: Mapping[str, Iterable[Mapping[str, Any]]],
            question: Question, progress: Progress) -> tuple[Projection, Iterator[Row]]:
    """Count a folder. places: the accepted rows of ``units`` and ``unit_successions``.

    Returns what was read and the rows, units in the order of their words, measures in the plan's.
    Raises EngineError, AskError.
    """
    made = project_places(places)
    territory = Territory(made["unit"], made["succession"])
    settings = settings_with({})

    def needed(table: str) -> str:
        return relevant(table, definitions().values(), question.period, settings)
    done = project(engine, files, list(territory.units), needed, progress)
    return done, _rows(engine, done, territory, question, progress)


def _rows(engine: Engine, done: Projection, territory: Territory, question: Question, progress: Progress,
          ) -> Iterator[Row]:
    period = question.period
    borders = question.borders or period.end
    counting = Counting(engine, done.units, territory.upward(borders), period, settings_with({}))
    figures = {}
    for n, definition in enumerate(definitions().values(), start=1):
        progress(f"Đếm chỉ tiêu {definition.measure} ({n}/{len(definitions())})")
        figures[definition.measure] = counting.figures(definition)
    for unit, word in sorted(territory.asked_as(borders).items(), key=lambda pair: (pair[1], pair[0])):
        for measure, figure_of in figures.items():
            figure = figure_of(unit)
            yield word, measure, figure.numerator, figure.denominator, figure.unknown


__all__ = ["EngineError", "Question", "analyze", "project"]
