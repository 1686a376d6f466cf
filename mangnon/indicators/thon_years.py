"""Every thôn's years as a small panel on common axes, with the commune's line behind; in the plan's order, no ranking.

A cell that the table of a year hides is hidden here too, and stands in neither the drawing nor its words.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.plan.document import Measure
from mangnon.web import charts, formats

from .measure_years import value_words
from .reading_facts import FactBook
from .sight import Sight
from .verdict import Figure, Rules, Target, judge
from .vocabulary import definitions
from .words import english, target_text, told

MOST = 60
"""Places beyond which a page of panels would not be looked through."""
LEAST_PART = 0.12
"""The part of the axis left above the highest mark where the scale has no end of its own."""


@dataclass(frozen=True)
class Panel:
    """One thôn. cells: its years in words, in the order of the heads; what is hidden says so."""

    name: str
    drawn: SafeString
    cells: list[str]


@dataclass(frozen=True)
class Multiples:
    """years: heads of the table.  goal: words of the dashed level."""

    years: list[int]
    panels: list[Panel]
    whole: list[str]
    goal: str = ""


@dataclass(frozen=True)
class _Year:
    """One place's year. hidden: words instead of the figure."""

    figure: Figure | None
    hidden: str = ""


def multiples(measure: Measure, book: FactBook, year: int, rules: Rules, goal: Target | None, sight: Sight,
              ) -> Multiples | None:
    """The panels of the page's thôn, or nothing where a line is not split by thôn, or by too many."""
    villages = [] if sight.village else book.villages(year)
    if definitions()[measure.code].count in ("declared", "facility") or rules.unit == "yes/no" \
            or not 2 <= len(villages) <= MOST:
        return None
    whole = {y: _Year(book.figure(measure.code, y), sight.hidden(measure.code, y, book.figure(measure.code, y)))
             for y in book.years}
    by_year = {y: _of_year(measure, book, y, sight) for y in book.years}
    if all(cell.hidden for cells in by_year.values() for cell in cells.values()):
        return None
    own = [{y: by_year[y].get(row.unit, _Year(None)) for y in book.years} for row in villages]
    ground = _ground(own, whole, book, rules, goal)
    made = [Panel(row.name, _draw(measure, row.name, years, ground, rules), _cells(measure, years, rules))
            for row, years in zip(villages, own, strict=True)]
    return Multiples(list(book.years), made, _cells(measure, whole, rules),
                     target_text(goal, rules) if goal and ground.goal is not None else "")


def _of_year(measure: Measure, book: FactBook, year: int, sight: Sight) -> dict[str, _Year]:
    """Each place of a year's own borders, by unit; what the year's table hides is hidden."""
    found = book.by_place(measure.code, year, book.villages(year))
    if sight.hidden(measure.code, year, book.figure(measure.code, year)):
        # A year whose whole is hidden is not split up at all, as on its own page.
        return {row.unit: _Year(figure, _("không nêu")) for row, figure in found}
    gone = sight.places(measure.code, found)
    return {row.unit: _Year(figure, gone.get(row.unit, "")) for row, figure in found}


def _points(years: Mapping[int, _Year], rules: Rules) -> list[charts.Point]:
    points = []
    for year, one in years.items():
        verdict = judge(one.figure, rules, None) if one.figure and not one.hidden else None
        low, high = verdict.interval if verdict and verdict.interval else (None, None)
        points.append(charts.Point(year, verdict.value if verdict else None, low, high))
    return points


def _ground(own: list[dict[int, _Year]], whole: Mapping[int, _Year], book: FactBook, rules: Rules,
            goal: Target | None) -> charts.Ground:
    """The same axes for all: from nought, for shares never beyond 100 %; intervals may be cut, values never."""
    behind = _points(whole, rules)
    values = [p.value for years in own for p in _points(years, rules) if p.value is not None]
    values += [p.value for p in behind if p.value is not None]
    level = float(goal.value) if goal else None
    top = max([*values, level or 0.0, 1e-9]) * (1 + LEAST_PART)
    high = charts.ticks(0.0, top, 4)[-1]
    low = 0.0
    if rules.unit == "%":
        high = min(high, 100.0)
        # Shares that all lie high would be a flat line at the top; a round value below them all is the ground.
        low = max(0.0, charts.ticks(min([*values, level or 100.0]) - 10.0, 100.0, 5)[0]) if high == 100.0 else 0.0
    sign = formats.SIGNS[rules.unit]
    said = [(v, formats.plain(v, english=english()) + sign) for v in (low, high)]
    return charts.Ground((book.years[0], book.years[-1]), said[0], said[1], behind, level)


def _draw(measure: Measure, name: str, years: Mapping[int, _Year], ground: charts.Ground, rules: Rules) -> SafeString:
    told_years = "; ".join(f"{year}: {text}" for year, text in zip(years, _cells(measure, years, rules), strict=True))
    drawn = charts.panel(_points(years, rules), ground, desc=told_years, title=_("%(place)s: %(label)s") % {
        "place": name, "label": told(measure, "label")})
    return mark_safe(drawn)  # noqa: S308 - charts escapes every word it draws


def _cells(measure: Measure, years: Mapping[int, _Year], rules: Rules) -> list[str]:
    """Each year in words: 15/17 = 88,2%; hidden words; "–" where there was no such place."""
    return [one.hidden or (value_words(measure, one.figure, rules) if one.figure else "–") for one in years.values()]
