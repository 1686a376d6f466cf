"""An objective's page as data: each of its lines with every thôn beside the commune's figure."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mangnon.plan.document import Measure, Part
from mangnon.plan.models import Plan

from .board import beside, course_of, early_words, own_values, rules_of, said_of, target_of
from .bullets import BulletLine, bullet_line
from .reading_facts import FactBook
from .sight import Sight
from .territory import UnitRow
from .verdict import judge
from .vocabulary import definitions
from .words import Said, say, told


@dataclass(frozen=True)
class Cell:
    """A thôn's figure of a line. words: n/N or a count; hidden: words instead; mark: its state's mark."""

    unit: str
    name: str
    value: str
    words: str
    mark: str
    state: str
    hidden: str


@dataclass(frozen=True)
class ObjectiveLine:
    measure: Measure
    label: str
    said: Said
    hidden: str
    course: str
    cells: list[Cell]
    bullet: BulletLine


@dataclass(frozen=True)
class ObjectivePage:
    objective: Part
    label: str
    villages: list[UnitRow]
    lines: list[ObjectiveLine]


def objective_of(plan: Plan, book: FactBook, objective: Part, year: int, user: Any) -> ObjectivePage:
    """All lines of an objective, as this user may see them; thôn in natural order."""
    sight, own = Sight(plan, book, user), own_values(plan, year)
    villages = [] if sight.village else list(book.villages(year))
    lines = []
    for measure in plan.document.measures_of(objective.number):
        figure = book.figure(measure.code, year)
        hidden = sight.hidden(measure.code, year, figure)
        said = beside(measure, said_of(measure, figure, year, book.unit.area), year, book.unit.area)
        cells = [] if hidden else _cells(measure, book, villages, year, sight)
        course = early_words(measure, book.period(year)) or course_of(measure, figure, year, book.unit.area, own)
        lines.append(ObjectiveLine(measure, told(measure, "label"), said, hidden, course, cells,
                                   bullet_line(measure, book, year, own, sight)))
    return ObjectivePage(objective, told(objective, "label") or objective.text, villages, lines)


def _cells(measure: Measure, book: FactBook, villages: list[UnitRow], year: int, sight: Sight) -> list[Cell]:
    """Each thôn's part; nothing where a line is the commune's own."""
    if definitions()[measure.code].count == "declared" or not villages:
        return []
    found = book.by_place(measure.code, year, villages)
    gone, rules = sight.places(measure.code, found), rules_of(measure)
    target = target_of(measure, year, book.unit.area)
    cells = []
    for row, figure in found:
        said = say(figure, rules, judge(figure, rules, target), target, measure)
        split = figure.denominator is not None
        cells.append(Cell(row.unit, row.name, said.value, said.count if split else "", said.mark, said.word,
                          gone.get(row.unit, "")))
    return cells
