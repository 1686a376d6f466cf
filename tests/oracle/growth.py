"""z-scores of one measurement by the WHO Child Growth Standards 2006, with the standard library alone."""

from __future__ import annotations

import csv
import gzip
import math
from decimal import Decimal
from functools import cache
from pathlib import Path

LMS = tuple[float, float, float]


@cache
def figures() -> dict[tuple[str, str, Decimal], LMS]:
    """WHO's L, M and S by indicator, sex and day or centimetre."""
    found = {}
    with gzip.open(Path(__file__).parent / "data" / "who_2006.csv.gz", "rt", encoding="ascii") as lines:
        for row in csv.DictReader(lines):
            sex = {"1": "male", "2": "female"}[row["sex"]]
            place = (row["indicator"], sex, Decimal(row["index"]).normalize())
            found[place] = (float(row["l"]), float(row["m"]), float(row["s"]))
    return found


def plain(value: float, lms: LMS) -> float:
    """The z of a value by the LMS method."""
    bend, middle, spread = lms
    if bend == 0:
        return math.log(value / middle) / spread
    return float(((value / middle) ** bend - 1) / (bend * spread))


def restricted(value: float, lms: LMS) -> float:
    """The z of a weight: beyond 3 a straight line in steps of the distance from SD 2 to SD 3."""
    bend, middle, spread = lms

    def at(sd: int) -> float:
        return float(middle * (1 + bend * spread * sd) ** (1 / bend))

    z = plain(value, lms)
    if z > 3:
        return 3 + (value - at(3)) / (at(3) - at(2))
    if z < -3:
        return -3 + (value - at(-3)) / (at(-2) - at(-3))
    return z


def rounded(z: float) -> float:
    """Two decimals: the nearer of the neighbours, a tie to the even digit (as R does it from version 4)."""
    below = math.floor(z * 100)
    low, high = below / 100, (below + 1) / 100
    if z - low == high - z:
        return low if below % 2 == 0 else high
    return low if z - low < high - z else high


def within(z: float, low: int, high: int) -> float | None:
    """The rounded z where it is valid, bounds included, else None."""
    z = rounded(z)
    return z if low <= z <= high else None


def adjusted(height: Decimal, days: int, position: str | None) -> Decimal:
    """The length or height in cm that the standards expect at this age in days."""
    if position == "lying" and days >= 731:
        return height - Decimal("0.7")
    if position == "standing" and 274 <= days < 731:
        return height + Decimal("0.7")
    return height


def weight_for_age(sex: str, days: int, weight: Decimal | None) -> float | None:
    """The valid z of weight (kg) for age, or None."""
    lms = figures().get(("wfa", sex, Decimal(days).normalize()))
    if lms is None or weight is None or weight <= 0:
        return None
    return within(restricted(float(weight), lms), -6, 5)


def height_for_age(sex: str, days: int, height: Decimal | None, position: str | None) -> float | None:
    """The valid z of length or height (cm) for age, or None."""
    lms = figures().get(("lhfa", sex, Decimal(days).normalize()))
    if lms is None or height is None or height <= 0:
        return None
    return within(plain(float(adjusted(height, days, position)), lms), -6, 6)


def between(indicator: str, sex: str, height: Decimal) -> LMS | None:
    """L, M and S at a height, straight between the two rows of 0.1 cm around it; None outside the table."""
    low = (height * 10).to_integral_value(rounding="ROUND_FLOOR") / 10
    before = figures().get((indicator, sex, low.normalize()))
    if before is None or height == low:
        return before
    after = figures().get((indicator, sex, (low + Decimal("0.1")).normalize()))
    if after is None:
        return None
    share = float((height - low) * 10)
    steps = [a + share * (b - a) for a, b in zip(before, after, strict=True)]
    return steps[0], steps[1], steps[2]


def weight_for_height(
    sex: str, days: int, weight: Decimal | None, height: Decimal | None, position: str | None
) -> float | None:
    """The valid z of weight (kg) for length below 731 days, for height (cm) from there, or None."""
    if weight is None or weight <= 0 or height is None or height <= 0 or not 0 <= days <= 1826:
        return None
    lms = between("wfl" if days < 731 else "wfh", sex, adjusted(height, days, position))
    return None if lms is None else within(restricted(float(weight), lms), -5, 5)
