"""Value, target, state, certainty, heads to go and interval, from three integers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

# measure: scale ("share" is per 100, "flag" yes/no), operator and value of 2025, operator and value of 2030.
PLAN: dict[str, tuple[str, str | None, str | None, str | None, str | None]] = {
    "1": ("flag", "=", "1", "=", "1"),
    "2": ("share", ">", "95", "=", "100"),
    "3a": ("per 1000", "<", "0.4", "<=", "0.3"),
    "3b": ("per 1000", "<=", "0.71", "<=", "0.24"),
    "3c": ("per 1000", "<", "1.66", "<", "0.47"),
    "4a": ("share", "<", "4.5", "<=", "3"),
    "4b": ("share", "<", "5.5", "<", "4"),
    "4c": ("share", "<", "1", "<", "1"),
    "5a": ("share", ">=", "98", ">=", "100"),
    "5b": ("share", None, None, ">=", "100"),
    "6": ("share", None, None, "<=", "1"),
    "7": ("share", ">=", "100", ">=", "100"),
    "8a": ("share", "<", "1", "<=", "0.8"),
    "8b": ("share", ">=", "100", ">=", "100"),
    "9": ("share", "<=", "0", "<=", "0"),
    "10": ("count", "<=", "0", "<=", "0"),
    "11a": ("per 10000", "<=", "1", "<=", "0.8"),
    "11b": ("per 10000", "<=", "0.35", "<=", "0.2"),
    "12": ("share", ">=", "100", ">=", "100"),
    "13": ("count", "<=", "0", "<=", "0"),
    "14": ("share", ">=", "100", ">=", "100"),
    "15": ("share", ">=", "99.3", ">=", "99.5"),
    "16": ("share", ">=", "100", ">=", "100"),
    "17a": ("share", ">=", "100", ">=", "100"),
    "17b": ("count", "<=", "0", "<=", "0"),
    "18a": ("share", ">=", "99.8", ">=", "99.8"),
    "18b": ("count", "<=", "0", "<=", "0"),
    "19": ("share", ">=", "95", None, None),
    "20a": ("share", ">=", "55", ">=", "60"),
    "20b": ("share", ">=", "80", ">=", "90"),
    "21": ("share", ">=", "100", ">=", "100"),
    "22": ("share", ">=", "70", ">=", "85"),
    "23": ("share", ">=", "85", ">=", "90"),
    "24": ("share", ">=", "80", ">=", "85"),
}
SCALES = {"share": 100, "per 1000": 1000, "per 10000": 10000, "count": 1, "flag": 1}
ONLY_NUMERATOR = {"3a", "3b", "3c", "9", "10"}
Verdict = dict[str, Any]


def target_of(measure: str, year: int, area: str | None) -> tuple[str | None, Fraction | None]:
    """Operator and value that bind in a year; None twice where the plan names none."""
    _, early, low, late, high = PLAN[measure]
    operator, value = (early, low) if year <= 2025 else (late, high) if year <= 2030 else (None, None)
    if value is not None and measure == "4c" and area == "urban":
        value = "0.5"
    return operator, None if value is None else Fraction(value)


def exact_value(measure: str, numerator: int, denominator: int | None) -> Fraction | None:
    """The value as an exact fraction in its unit, or None without one."""
    if denominator == 0:
        return None
    kind = PLAN[measure][0]
    if kind == "count" or denominator is None:
        return Fraction(numerator)
    return Fraction(numerator * SCALES[kind], denominator)


def holds(value: Fraction, operator: str, target: Fraction) -> bool:
    """Whether a value meets a target."""
    return {
        "<": value < target,
        "<=": value <= target,
        "=": value == target,
        ">=": value >= target,
        ">": value > target,
    }[operator]


def meets(measure: str, numerator: int, denominator: int | None, operator: str, target: Fraction) -> bool:
    """Whether these counts meet the target."""
    value = exact_value(measure, numerator, denominator)
    return value is not None and holds(value, operator, target)


def certain(measure: str, counts: tuple[int, int | None, int], operator: str, target: Fraction) -> bool:
    """Whether the verdict is the same with all of the unknown in the numerator as with none of them in it."""
    numerator, denominator, unknown = counts
    if unknown == 0:
        return True
    if denominator is not None and measure not in ONLY_NUMERATOR:
        denominator += unknown
    with_all = meets(measure, numerator + unknown, denominator, operator, target)
    with_none = meets(measure, numerator, denominator, operator, target)
    return with_all == with_none


def to_go(measure: str, numerator: int, denominator: int | None, operator: str, target: Fraction) -> int:
    """Heads still to go, found by counting them."""
    if operator in {">=", ">", "="}:
        more = 0
        while not meets(measure, numerator + more, denominator, operator, target):
            more += 1
            if more > (denominator or 1) + numerator:
                raise ArithmeticError(f"{measure}: no number of children meets {operator} {target}")
        return more
    allowed = -1
    while meets(measure, allowed + 1, denominator, operator, target):
        allowed += 1
    return allowed - numerator


def interval(measure: str, numerator: int, denominator: int | None) -> list[float] | None:
    """95 %: Wilson for shares, exact Poisson for rates and counts, in the unit of the value."""
    kind = PLAN[measure][0]
    if kind == "flag" or denominator == 0:
        return None
    if kind == "share":
        if denominator is None or numerator > denominator:
            return None
        low, high = proportion_confint(numerator, denominator, alpha=0.05, method="wilson")
        return [100 * float(low), 100 * float(high)]
    unit = Fraction(1) if kind == "count" or denominator is None else Fraction(SCALES[kind], denominator)
    low = chi2.ppf(0.025, 2 * numerator) / 2 if numerator else 0.0
    high = chi2.ppf(0.975, 2 * numerator + 2) / 2
    return [float(low) * float(unit), float(high) * float(unit)]


def verdict(measure: str, counts: tuple[int, int | None, int], year: int, area: str | None) -> Verdict:
    """Everything that a line of the answer says beside its three counts."""
    numerator, denominator, unknown = counts
    operator, target = target_of(measure, year, area)
    value = exact_value(measure, numerator, denominator)
    state, sure, heads = "no_target", True, None
    if denominator == 0:
        state, sure = ("no_data", False) if unknown else ("not_arising", True)
    elif operator is not None and target is not None:
        state = "met" if meets(measure, numerator, denominator, operator, target) else "not_met"
        sure = certain(measure, counts, operator, target)
        heads = to_go(measure, numerator, denominator, operator, target)
    return {
        "value": None if value is None else float(value),
        "interval": interval(measure, numerator, denominator),
        "operator": operator,
        "target": None if target is None else float(target),
        "state": state,
        "certain": sure,
        "to_go": heads,
    }


def same(one: object, other: object) -> bool:
    """Equal in every field; numbers with a fraction to a relative 1e-9 (an absolute one near zero)."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
