"""WHO's lines for a growth chart, and a child's own points. Pure."""
from __future__ import annotations

from .growth_table import tables

LINES = (("−3 SD", -3), ("−2 SD", -2), ("0 SD", 0), ("+2 SD", 2), ("+3 SD", 3))
NAMES = {"weight": ("wfa", "wfa_2007", 121), "height": ("lhfa", "lhfa_2007", 229),
         "bmi": ("bmifa", "bmifa_2007", 229)}
STEP = 61
"""Days between two points of a line under five: close enough for the eye."""


def curves(what: str, sex: str, last_years: float, first_years: float = 0.0,
           ) -> list[tuple[str, list[tuple[float, float]]]]:
    """Lines at −3, −2, 0, +2, +3 SD as (years, value), WHO 2006 to five years and WHO 2007 from there.

    what: "weight" in kg, "height" in cm, or "bmi" in kg/m².  last_years: how far to draw.  first_years: from where.
    """
    young, older, end = NAMES[what]
    column = 0 if sex == "male" else 1
    made = []
    for label, z in LINES:
        points = [(day / 365.25, _at(young, column, day, z)) for day in range(0, 1827, STEP)
                  if first_years <= day / 365.25 <= last_years]
        points += [(month / 12, _at(older, column, month, z)) for month in range(61, end, 3)
                   if first_years <= month / 12 <= last_years]
        made.append((label, points))
    return made


def curves_by_length(name: str, sex: str, low: float, high: float) -> list[tuple[str, list[tuple[float, float]]]]:
    """Lines of weight (kg) by length (cm). name: "wfl" lying, "wfh" standing; low, high: cm, cut to the table."""
    table, column = tables()[name], 0 if sex == "male" else 1
    first, last = max(table.first, int(low * 10)), min(table.last, int(high * 10))
    places = [*range(first, last, 20), last]
    return [(label, [(place / 10, _at(name, column, place, z)) for place in places]) for label, z in LINES]


def _at(name: str, column: int, index: int, z: int) -> float:
    table = tables()[name]
    l, m, s = (float(v) for v in table.lms[:, column, index - table.first])
    return m * (1 + l * s * z) ** (1 / l)
