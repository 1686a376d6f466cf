"""Shares and rates with their 95 % intervals. Pure, standard library only.

Shares: Wilson's interval with the exact normal quantile. Rates and counts: the exact Poisson interval (Garwood).
"""
from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2)


@lru_cache(maxsize=10_000)
def wilson(cases: float, total: float) -> tuple[float, float] | None:
    """Return Wilson's 95 % interval of cases/total, in 0..1; None without a total or with more cases than it.

    A total that is no whole number is the effective size of a weighed sample.
    """
    if total <= 0 or not 0 <= cases <= total:
        return None
    share, z2 = cases / total, _Z * _Z
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    low = 0.0 if cases == 0 else max(0.0, centre - half)
    high = 1.0 if cases == total else min(1.0, centre + half)
    return low, high


@lru_cache(maxsize=10_000)
def poisson(cases: int) -> tuple[float, float]:
    """Return the exact (Garwood) 95 % interval of an expected count when ``cases`` were seen."""
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if cases == 0 else _solve(lambda mean: _upper_tail(cases, mean), tail, cases)
    return low, _solve(lambda mean: -_lower_tail(cases, mean), -tail, cases)


def _lower_tail(cases: int, mean: float) -> float:
    """P(X <= cases) for a Poisson mean: the regularised upper incomplete gamma Q(cases + 1, mean)."""
    return 1.0 - gamma_p(cases + 1, mean)


def _upper_tail(cases: int, mean: float) -> float:
    """P(X >= cases)."""
    return gamma_p(cases, mean)


def gamma_p(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function, by its series or its continued fraction (Lentz)."""
    if x <= 0:
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1.0 / a
        n = a
        while abs(term) > abs(total) * 1e-17:
            n += 1
            term *= x / n
            total += term
        return total * scale
    return 1.0 - scale * _continued_fraction(a, x)


def _continued_fraction(a: float, x: float) -> float:
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 10_000):
        an = -i * (i - a)
        b += 2
        d = an * d + b
        d = tiny if abs(d) < tiny else d
        c = b + an / c
        c = tiny if abs(c) < tiny else c
        d = 1 / d
        delta = d * c
        h *= delta
        if abs(delta - 1) < 1e-16:
            break
    return h


def _solve(rising: Callable[[float], float], wanted: float, cases: int) -> float:
    """Find where a rising function of the mean takes a value, by bisection to the last bit."""
    low, high = 0.0, 10.0 + cases + 10 * math.sqrt(cases + 1)
    for _ in range(200):
        mid = (low + high) / 2
        if mid in (low, high):
            break
        if rising(mid) < wanted:
            low = mid
        else:
            high = mid
    return (low + high) / 2
