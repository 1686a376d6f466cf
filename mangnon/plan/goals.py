"""How a goal is said (= 100%, ≤ 3%, < 0,47‰), and what a line asks of each year of its plan."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.web import formats

from .document import Measure

SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


def goal_text(operator: str, value: Decimal, unit: str) -> str:
    """≤ 3%, = 100%, = 0, đạt chuẩn; a bound at the end of the scale is an equals sign."""
    if unit == "yes/no":
        return _("đạt chuẩn")
    at_end = (operator == ">=" and unit == "%" and value == 100) or (operator == "<=" and value == 0)
    return f"{'=' if at_end else SIGNS[operator]} {amount_text(value, unit)}"


def amount_text(value: Decimal, unit: str) -> str:
    """A value as it was set, with its sign: 0,47‰ keeps both digits, 3% has none."""
    english = (get_language() or "vi").startswith("en")
    digits = len(str(value.normalize()).partition(".")[2]) if value % 1 else 0
    return formats.number(Fraction(value), digits, english=english) + formats.SIGNS[unit]


@dataclass(frozen=True)
class YearGoal:
    """What a year asks of a line. goal: of the plan.  path: on the way to the last year.  own: set by the commune."""

    year: int
    goal: str
    path: str
    own: str
    decision: str


def years_of(measure: Measure, period: tuple[int, int], area: str, own: Mapping[int, Any]) -> list[YearGoal]:
    """Every year of the plan with its goal, its point on the path and the commune's own value (Milestone rows)."""
    return [_year(measure, year, area, own.get(year)) for year in range(period[0], period[1] + 1)]


def _year(measure: Measure, year: int, area: str, own: Any) -> YearGoal:
    target, path = measure.target(year, area), measure.path(year, area)
    return YearGoal(
        year, goal_text(target.operator, target.value, measure.unit) if target else "",
        amount_text(_short(path), measure.unit) if path is not None and measure.unit != "yes/no" else "",
        own_text(measure, own.value, area) if own else "", own.decision if own else "")


def own_text(measure: Measure, value: Decimal, area: str) -> str:
    """The commune's own value with the line's operator, as the last year has it."""
    last = measure.target(measure.last_year, area) or measure.target(measure.last_year - 1, area)
    target = last or next((v.read for v in measure.values), None)
    return goal_text(target.operator if target else "=", value, measure.unit)


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001")).normalize() + 0
