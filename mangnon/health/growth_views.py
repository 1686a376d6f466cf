"""Pages of a child's growth: the panel on her page, and a sheet of all curves for paper."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches
from mangnon.web import charts, formats

from .care_forms import topic_word
from .due import next_turn_words, turns_of
from .growth import z_score_of
from .growth_curve import curves, curves_by_length
from .models import Measurement
from .views import seen
from .weighing import word_of

YEAR = 365.25
TWO_YEARS = 731
SCHOOL = 5.0
"""Years of age from which body mass by age is drawn; before it, weight by length."""
Scores = dict[str, float | None]
Row = tuple[Measurement, Scores, str]


@dataclass(frozen=True)
class Drawn:
    """A chart with its numbers. rows: (day, age in words, value, z)."""

    title: str
    svg: SafeString
    unit: str
    rows: list[tuple[dt.date, str, float, float | None]]


def scored(child: Child, rows: Any) -> list[Row]:
    """Measurements with their z-scores and a plain word for weight."""
    made = []
    for row in rows:
        days = (row.measured_on - child.born_on).days if child.born_precision == "day" else None
        z = z_score_of(child.sex, days, row.weight_kg, row.height_cm, row.position, bool(row.oedema)) if (
            days is not None and days >= 0) else dict.fromkeys(("waz", "haz", "whz", "baz"))
        made.append((row, z, word_of(z["waz"])))
    return made


@requires(Permission.HEALTH_READ)
def growth_panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The curves, the table of measurements, whether she gains slowly, when she is weighed next, what was advised."""
    child, today = seen(request, pk), clock.today()
    rows = scored(child, child.measurements.order_by("measured_on"))
    drawn = _charts(child, rows)
    turn, slow = next(((turn, slow) for _child, turn, slow in turns_of([child], today)), (None, None))
    alive = not child.died_on or child.died_on > today
    return render(request, "health/growth_panel.html", {
        "child": child, "rows": list(reversed(rows)), "chart": drawn[0].svg if drawn else "", "more": drawn[1:],
        "slow": slow if alive else None, "turn": turn if alive else None,
        "turn_words": next_turn_words(turn) if turn and alive else "",
        "talks": [(talk, topic_word(talk.topic)) for talk in child.counsellings.order_by("-held_on")],
        "may_write": reaches(request.user, pk, Permission.HEALTH_WRITE)})


@requires(Permission.HEALTH_READ)
def growth_sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All curves of a child, each with its table, for paper."""
    child = seen(request, pk)
    return render(request, "health/growth_sheet.html", {
        "child": child, "charts": _charts(child, scored(child, child.measurements.order_by("measured_on"))),
        "today": clock.today()})


def _charts(child: Child, rows: list[Row]) -> list[Drawn]:
    """Weight, height, then weight by length before five and body mass from five, where there is a point."""
    if child.born_precision != "day" or child.sex not in ("male", "female"):
        return []
    made = [_by_age(child, rows, "weight", 10, _("Cân nặng theo tuổi"), "kg"),
            _by_age(child, rows, "height", 18, _("Chiều cao theo tuổi"), "cm"), _by_length(child, rows),
            _by_age(child, rows, "bmi", 18, _("Chỉ số khối (BMI) theo tuổi"), "kg/m²", SCHOOL)]
    return [drawn for drawn in made if drawn]


def _value(row: Measurement, what: str) -> float | None:
    weight, height = row.weight_kg, row.height_cm
    if what == "bmi":
        return float(weight) / (float(height) / 100) ** 2 if weight and height else None
    value = weight if what == "weight" else height
    return None if value is None else float(value)


def _by_age(child: Child, rows: list[Row], what: str, end: float, title: str, unit: str, first: float = 0.0,
            ) -> Drawn | None:
    """A child's own points on WHO's curves, from ``first`` to the age where these end."""
    score = {"weight": "waz", "height": "haz", "bmi": "baz"}[what]
    found = [(row.measured_on, (row.measured_on - child.born_on).days / YEAR, value, z[score]) for row, z, _w in rows
             if (value := _value(row, what)) is not None]
    found = [one for one in found if first <= one[1] <= end]
    if not found:
        return None
    last = min(max(found[-1][1] * 1.15, first + 1.5), end)
    svg = _draw(curves(what, child.sex, last, first), [(age, value) for _d, age, value, _z in found], title, unit,
                _("tuổi"), months=_("tháng"), x_from=first)
    return Drawn(title, svg, unit, [(day, _age(age), value, z) for day, age, value, z in found])


def _by_length(child: Child, rows: list[Row]) -> Drawn | None:
    """Weight by length (lying, under two) or by height (standing, two to five): by the newest measurement's table."""
    found = [(row, (row.measured_on - child.born_on).days, z["whz"]) for row, z, _w in rows
             if row.weight_kg is not None and row.height_cm is not None]
    found = [one for one in found if 0 <= one[1] <= SCHOOL * YEAR]
    if not found:
        return None
    lying = found[-1][1] < TWO_YEARS
    found = [one for one in found if (one[1] < TWO_YEARS) == lying]
    points = [(float(row.height_cm or 0), float(row.weight_kg or 0)) for row, _days, _z in found]
    low, high = min(p[0] for p in points) - 6, max(p[0] for p in points) + 6
    lines = curves_by_length("wfl" if lying else "wfh", child.sex, low, high)
    edges = (lines[0][1][0][0], lines[0][1][-1][0])
    title = _("Cân nặng theo chiều dài nằm") if lying else _("Cân nặng theo chiều cao đứng")
    svg = _draw(lines, [p for p in points if edges[0] <= p[0] <= edges[1]], title, "kg", "cm", x_from=edges[0])
    return Drawn(title, svg, "kg", [(row.measured_on, f"{formats.plain(float(row.height_cm or 0), 1)} cm",
                                     float(row.weight_kg or 0), z) for row, _days, z in found])


def _draw(lines: Any, points: list[tuple[float, float]], title: str, unit: str, x_words: str, *, months: str = "",
          x_from: float = 0.0) -> SafeString:
    if not points:
        return SafeString("")
    last = f"{formats.number(points[-1][1], 1)} {unit}"
    drawn = charts.growth_chart(lines, points, title=title, desc=_("Các lần đo so với chuẩn WHO; số liệu ở bảng."),
                                unit=unit, last_label=last, x_words=x_words, month_words=months, x_from=x_from)
    return mark_safe(drawn)  # noqa: S308 - escaped by charts


def _age(years: float) -> str:
    months = int(years * 12 + 1e-9)
    return _("%(n)s tháng") % {"n": months} if months < 60 else _("%(n)s tuổi") % {"n": months // 12}
