"""The 34 measures: which function counts which."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle import count_health, count_places, count_protection, count_school
from tests.oracle.question import Figure, Question
from tests.oracle.table import MEASURES

ROOMS = (count_health, count_places, count_protection, count_school)
# Measures whose list has no "missing": the numerator is not a part of the denominator, or there is none.
WITHOUT_MISSING = {"3a", "3b", "3c", "9", "10", "11a", "11b", "13", "17b", "18b"}


def counter(measure: str) -> Callable[[Question], Figure]:
    """The function that counts a measure. Raises KeyError for an unknown one."""
    for room in ROOMS:
        if hasattr(room, f"m{measure}"):
            found: Callable[[Question], Figure] = getattr(room, f"m{measure}")
            return found
    raise KeyError(measure)


COUNTERS = {measure: counter(measure) for measure in MEASURES}


def numbers(figure: Figure) -> tuple[int, int | None, int]:
    """Numerator, denominator and unknown of a figure."""
    if figure.declared is not None:
        return figure.declared
    base = None if figure.base is None else len(figure.base)
    return len(figure.counted), base, len(figure.unknown)
