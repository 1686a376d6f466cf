"""From a figure to a verdict: value, state, certain, heads to go, interval. Pure.

Everything is decided on exact fractions, never on rounded values.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from typing import Any

from mangnon.core import rates

HOLDS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt}
PER = {"%": 100, "per 1000": 1000, "per 10000": 10_000, "per 100000": 100_000, "count": 1, "yes/no": 1}
NOT_ARISING, NO_DATA, NO_TARGET, MET, NOT_MET = "not_arising", "no_data", "no_target", "met", "not_met"


@dataclass(frozen=True)
class Figure:
    """What was counted: integers only. denominator is None where the measure has none."""

    numerator: int
    denominator: int | None
    unknown: int


@dataclass(frozen=True)
class Target:
    """What the plan asks of a year: operator and value in the measure's unit."""

    operator: str
    value: Decimal


@dataclass(frozen=True)
class Rules:
    """How a measure's figure is judged. unit: of its value.  unknown_joins: "both" or "numerator"."""

    unit: str
    unknown_joins: str = "both"


@dataclass(frozen=True)
class Verdict:
    value: float | None
    interval: tuple[float, float] | None
    state: str
    certain: bool
    to_go: int | None


def judge(figure: Figure, rules: Rules, target: Target | None) -> Verdict:
    """Judge a figure against a target."""
    state = _state(figure, rules, target)
    value = exact_value(figure, rules)
    return Verdict(None if value is None else _as_float(value), interval(figure, rules), state,
                   _certain(figure, rules, target, state), _to_go(figure, rules, target, state))


def _as_float(value: Fraction) -> float:
    return value.numerator / value.denominator


def exact_value(figure: Figure, rules: Rules) -> Fraction | None:
    """The value in its unit; None for a denominator of 0. A count's value is its numerator."""
    if figure.denominator == 0:
        return None
    if rules.unit == "count" or figure.denominator is None:
        return Fraction(figure.numerator)
    return Fraction(figure.numerator * PER[rules.unit], figure.denominator)


def _state(figure: Figure, rules: Rules, target: Target | None) -> str:
    if figure.denominator == 0:
        return NOT_ARISING if figure.unknown == 0 else NO_DATA
    if target is None:
        return NO_TARGET
    return MET if _holds(figure, rules, target) else NOT_MET


def _holds(figure: Figure, rules: Rules, target: Target) -> bool:
    value = exact_value(figure, rules)
    return value is not None and HOLDS[target.operator](value, Fraction(target.value))


def _certain(figure: Figure, rules: Rules, target: Target | None, state: str) -> bool:
    """Whether the unknown could turn the verdict: all of them good, then all of them bad."""
    if state == NO_DATA:
        return False
    if state in (NOT_ARISING, NO_TARGET) or target is None or figure.unknown == 0:
        return True
    return _holds(_with_unknown(figure, rules, joined=True), rules, target) == _holds(
        _with_unknown(figure, rules, joined=False), rules, target)


def _with_unknown(figure: Figure, rules: Rules, *, joined: bool) -> Figure:
    more = figure.unknown if rules.unknown_joins == "both" and figure.denominator is not None else 0
    denominator = None if figure.denominator is None else figure.denominator + more
    return Figure(figure.numerator + (figure.unknown if joined else 0), denominator, 0)


def _to_go(figure: Figure, rules: Rules, target: Target | None, state: str) -> int | None:
    """Heads: more children needed (>=, >, =), or cases still allowed less those there are (<=, <)."""
    if target is None or state not in (MET, NOT_MET):
        return None
    if target.operator in ("<=", "<"):
        return heads_at(figure.denominator, rules, target) - figure.numerator
    return 0 if state == MET else heads_at(figure.denominator, rules, target) - figure.numerator


def heads_at(denominator: int | None, rules: Rules, target: Target) -> int:
    """Heads that a target means among so many: at most (<=, <), at least, or exactly (=)."""
    per = Fraction(1) if rules.unit == "count" else Fraction(PER[rules.unit], denominator or 1)
    bar = Fraction(target.value) / per
    if target.operator in ("<=", "<"):
        return math.floor(bar) if target.operator == "<=" else math.ceil(bar) - 1
    return math.floor(bar) + 1 if target.operator == ">" else math.ceil(bar)


def interval(figure: Figure, rules: Rules) -> tuple[float, float] | None:
    """95 %: Wilson for shares, exact Poisson for rates and counts, in the unit of the value."""
    if rules.unit == "yes/no" or exact_value(figure, rules) is None:
        return None
    if rules.unit == "%":
        found = rates.wilson(figure.numerator, figure.denominator or 0)
        return None if found is None else (found[0] * 100, found[1] * 100)
    low, high = rates.poisson(figure.numerator)
    scale = 1.0 if rules.unit == "count" else PER[rules.unit] / (figure.denominator or 1)
    return low * scale, high * scale
