"""Each line of an objective as one bar on its own scale: the figure against 2025, the last year and the year's bar."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.plan.document import MIDTERM, Measure
from mangnon.plan.goals import amount_text, goal_text, own_text
from mangnon.web import charts

from .board import rules_of, said_of
from .reading_facts import FactBook
from .sight import Sight
from .verdict import judge
from .words import Said, told

ROOM = 1.15
"""How far a scale without an end of its own reaches beyond its highest mark."""
ROOM_BELOW = 5
"""Percentage points a shortened scale leaves, at least, below its lowest mark."""


@dataclass(frozen=True)
class BulletLine:
    """hidden: words instead of the figure.  before: last year's value in words.  goals: 2025's, the last year's.

    own: what the commune set for this year, "" where it set nothing.
    """

    measure: Measure
    label: str
    drawn: SafeString
    said: Said
    hidden: str
    before: str
    goals: tuple[str, str]
    own: str


def bullet_line(measure: Measure, book: FactBook, year: int, own: dict[str, Decimal], sight: Sight) -> BulletLine:
    """A line's bar and its row of the table. Nothing is drawn for yes or no, or where there is no figure to show."""
    area = book.unit.area
    value, said, hidden = _year(measure, book, year, sight)
    before, before_words = None, "–"
    if year - 1 in book.years:
        before, earlier, shut = _year(measure, book, year - 1, sight)
        before_words = shut or earlier.value
    marks = [(y, target) for y in (MIDTERM, measure.last_year) if (target := measure.target(y, area or ""))]
    goals = [goal_text(target.operator, target.value, measure.unit) for _y, target in marks] or ["–"]
    drawn = ""
    if measure.unit != "yes/no" and (value is not None or before is not None):
        levels = {target.value: [str(y) for y, t in marks if t.value == target.value] for _y, target in marks}
        diamonds = [(float(level), f"{', '.join(years)}: {amount_text(level, measure.unit)}")
                    for level, years in levels.items()]
        bar = (float(own[measure.code]), _("xã đặt %(value)s") % {
            "value": amount_text(own[measure.code], measure.unit)}) if measure.code in own else None
        ends = [v for v in (value, before, bar[0] if bar else None, *(g for g, _w in diamonds)) if v is not None]
        low, high = _scale(ends, measure.unit)
        said_ends = (amount_text(Decimal(f"{low:g}"), measure.unit), amount_text(Decimal(f"{high:g}"), measure.unit))
        drawn = charts.bullet_bar(
            charts.Bullet(value, low, high, hidden or said.value, diamonds, before, bar, said_ends),
            title=_("%(label)s so với mức cần đạt") % {"label": told(measure, "label")},
            desc=_("%(value)s; năm trước %(before)s; %(goals)s.") % {
                "value": hidden or said.value, "before": before_words, "goals": "; ".join(w for _v, w in diamonds)})
    return BulletLine(measure, told(measure, "label"), mark_safe(drawn),  # noqa: S308 - charts escapes every word
                      said, hidden, before_words, (goals[0], goals[-1]),
                      own_text(measure, own[measure.code], area or "") if measure.code in own else "")


def _year(measure: Measure, book: FactBook, year: int, sight: Sight) -> tuple[float | None, Said, str]:
    """The value to draw, the words of the figure, and the words instead of it."""
    figure = book.figure(measure.code, year)
    hidden = sight.hidden(measure.code, year, figure)
    value = None if hidden else judge(figure, rules_of(measure), None).value
    return value, said_of(measure, figure, year, book.unit.area), hidden


def _scale(marks: list[float], unit: str) -> tuple[float, float]:
    """From nought to a round value beyond the highest mark; shares that all lie high begin at a round value below."""
    highest = max([*marks, 1e-9])
    if unit != "%" or highest <= 50:
        return 0.0, charts.ticks(0.0, highest * ROOM, 5)[-1]
    lowest = min(marks)
    return (10.0 * (int(lowest - ROOM_BELOW) // 10) if lowest > 50 else 0.0), 100.0
