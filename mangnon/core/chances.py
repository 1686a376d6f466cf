"""How likely a small number is to mean what it seems to, and where a row of years leads. Pure, standard library only.

Chances: posterior of Jeffreys' prior, Beta(k + 1/2, n - k + 1/2) of a share and Gamma(k + 1/2) of an expected count.
Trends: weighted least squares with the prediction interval of Student's t.
"""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .rates import CONFIDENCE, gamma_p

JEFFREYS = 0.5
LEAST_YEARS = 4
"""A line through fewer points says more about the drawer than about the years."""


def share_at_least(cases: int, total: int, bar: float) -> float:
    """Return the chance, 0..1, that the share behind cases/total is at least ``bar`` (0..1)."""
    return 1.0 - beta_below(cases + JEFFREYS, total - cases + JEFFREYS, bar)


def mean_at_most(cases: int, bar: float) -> float:
    """Return the chance, 0..1, that the count to be expected is at most ``bar`` when ``cases`` were seen."""
    return gamma_p(cases + JEFFREYS, bar)


def apart(cases: int, total: int, share: float) -> float:
    """Return how often chance alone takes cases/total this far from a share: twice the smaller exact tail."""
    below = 1.0 - beta_below(cases + 1, total - cases, share) if cases < total else 1.0
    above = beta_below(cases, total - cases + 1, share) if cases else 1.0
    return min(1.0, 2 * min(below, above))


def limits(share: float, total: int, tail: float) -> tuple[float, float]:
    """Return between which shares chance alone keeps ``total`` children, beyond each end but for ``tail``.

    The exact binomial tails of ``apart``, drawn through the numbers between whole heads; 0 or 1 where no number of
    heads is that rare.
    """
    low = high = None
    if (1 - share) ** total <= tail:
        low = _where(lambda heads: 1.0 - beta_below(heads + 1, total - heads, share) > tail, total)
    if share ** total <= tail:
        high = _where(lambda heads: beta_below(heads, total - heads + 1, share) <= tail, total)
    return (0.0 if low is None else low), (1.0 if high is None else high)


def _where(turned: Callable[[float], bool], total: int) -> float:
    """The share of ``total`` from which on something holds, to a twentieth of a head or better."""
    low, high = 0.0, float(total)
    for _ in range(max(6, (20 * total).bit_length())):
        middle = (low + high) / 2
        low, high = (low, middle) if 0 < middle < total and turned(middle) else (middle, high)
    return (low + high) / 2 / total


def beta_below(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function: the chance that a Beta(a, b) is at most x."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    found = d
    for m in range(1, 10_000):
        before = found
        for part in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + part * d
            c = 1 + part / c
            d, c = 1 / (d if abs(d) > tiny else tiny), c if abs(c) > tiny else tiny
            found *= d * c
        if abs(found - before) <= 1e-16 * abs(found):
            break
    return found


def student(degrees: int, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t: |t| stays below it with this confidence."""
    low, high = 0.0, 1e6
    for _ in range(200):
        mid = (low + high) / 2
        if mid in (low, high):
            break
        inside = 1 - beta_below(degrees / 2, 0.5, degrees / (degrees + mid * mid))
        low, high = (mid, high) if inside < confidence else (low, mid)
    return (low + high) / 2


@dataclass(frozen=True)
class Trend:
    """Where the line through some years stands in a later one. slope: a year.  low, high: 95 % prediction interval."""

    value: float
    slope: float
    low: float
    high: float


def trend(points: Sequence[tuple[int, float, float]], year: int, *, weight: float, least: float = 0.0) -> Trend | None:
    """Draw the line through (year, value, weight) on to a year of its own weight.

    weight: how much a point counts: its denominator.  least: the variance of a value of weight 1 that chance alone
    makes; the points may scatter less than that only by luck.  None for fewer than four years.
    """
    if len(points) < LEAST_YEARS or any(w <= 0 for _, _, w in points) or weight <= 0:
        return None
    total = sum(w for _, _, w in points)
    middle = sum(w * x for x, _, w in points) / total
    mean = sum(w * y for _, y, w in points) / total
    spread = sum(w * (x - middle) ** 2 for x, _, w in points)
    slope = sum(w * (x - middle) * (y - mean) for x, y, w in points) / spread
    degrees = len(points) - 2
    scatter = sum(w * (y - mean - slope * (x - middle)) ** 2 for x, y, w in points) / degrees
    value = mean + slope * (year - middle)
    half = student(degrees) * math.sqrt(max(scatter, least) * (1 / weight + 1 / total + (year - middle) ** 2 / spread))
    return Trend(value, slope, value - half, value + half)
