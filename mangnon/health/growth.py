"""Z-scores of growth by WHO's method, many children at once. Pure; numpy only.

Source: WHO Child Growth Standards 2006 (to 60 months, by day) and the WHO reference 2007 (5 to 19 years, by month):
the LMS method, with a straight line beyond 3 SD for everything that holds a weight. Heights are reckoned in tenths of a
centimetre, so that 103.1 - 0.7 is exactly 102.4.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .growth_table import Lms, tables

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
LYING, STANDING = 1, 2
MONTH = 30.4375
TWO_YEARS = 731
NOBODY_STANDS = 9
"""Completed months (unrounded days / 30.4375) below which a standing position is not believed."""
RANGES = {"waz": (-6.0, 5.0), "haz": (-6.0, 6.0), "whz": (-5.0, 5.0), "baz": (-5.0, 5.0)}
"""Plausible z-scores, bounds included; outside a score is flagged."""


@dataclass(frozen=True)
class ZScores:
    """z rounded to two decimals, NaN where there is none; flags true outside the plausible range."""

    waz: Floats
    haz: Floats
    whz: Floats
    baz: Floats
    waz_flag: Mask
    haz_flag: Mask
    whz_flag: Mask
    baz_flag: Mask


def sex_codes(words: Sequence[str]) -> NDArray[np.int64]:
    """male, female, anything else as 1, 2, 0."""
    return np.array([{"male": 1, "female": 2}.get(word, 0) for word in words], dtype=np.int64)


def position_codes(words: Sequence[str]) -> NDArray[np.int64]:
    """lying, standing, anything else as 1, 2, 0."""
    return np.array([{"lying": LYING, "standing": STANDING}.get(word, 0) for word in words], dtype=np.int64)


def z_scores(sex: ArrayLike, age_days: ArrayLike, weight_kg: ArrayLike, height_cm: ArrayLike, position: ArrayLike,
             oedema: ArrayLike) -> ZScores:
    """Return the four z-scores of each child.

    sex: 1 male, 2 female, 0 unknown (no score).  age_days: days, fractions are rounded half up, NaN unknown.
    weight_kg, height_cm: NaN or not above 0 gives no score.  position: 1 lying, 2 standing, 0 unknown.
    oedema: where true, nothing that holds a weight is computed.
    """
    sexes = np.asarray(sex, dtype=np.int64)
    children = _Children(sexes, np.asarray(age_days, float), np.asarray(weight_kg, float),
                         np.asarray(height_cm, float), np.asarray(position, dtype=np.int64),
                         np.asarray(oedema, dtype=bool))
    found: dict[str, Any] = {"waz": children.weight_for_age(), "haz": children.height_for_age(),
             "whz": children.weight_for_height(), "baz": children.bmi_for_age()}
    rounded: dict[str, Any] = {name: round2(z) for name, z in found.items()}
    flags: dict[str, Any] = {f"{name}_flag": _outside(z, *RANGES[name]) for name, z in rounded.items()}
    return ZScores(**rounded, **flags)


class _Children:
    """The measurements of many children, with age and length as WHO's rules take them."""

    def __init__(self, sex: NDArray[np.int64], age_days: Floats, weight: Floats, height: Floats,
                 position: NDArray[np.int64], oedema: Mask) -> None:
        self.sex = np.where((sex == 1) | (sex == 2), sex, 1)
        self.known_sex = (sex == 1) | (sex == 2)
        self.days = np.floor(age_days + 0.5)
        self.months = age_days / MONTH
        self.aged = ~np.isnan(self.days)
        self.young = self.aged & (self.days >= 0) & (self.months < 60)
        self.older = self.aged & (self.months >= 60)
        self.weight = np.where((weight > 0) & ~oedema, weight, np.nan)
        self.position = position
        self.tenths = self._length(height)

    def _length(self, height: Floats) -> Floats:
        """Length in tenths of a cm: lying below two years, standing from there; 0.7 cm lies between."""
        tenths = np.round(height * 10, 8)
        baby = self.young & (self.days < TWO_YEARS) & (self.months >= NOBODY_STANDS) & (self.position == STANDING)
        child = self.young & (self.days >= TWO_YEARS) & (self.position == LYING)
        return tenths + np.where(baby, 7.0, 0.0) - np.where(child, 7.0, 0.0)

    def weight_for_age(self) -> Floats:
        return self._by_age(self.weight, "wfa", "wfa_2007", restricted=True)

    def height_for_age(self) -> Floats:
        return self._by_age(self.tenths / 10, "lhfa", "lhfa_2007", restricted=False)

    def bmi_for_age(self) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            bmi = self.weight / (self.tenths / 1000) ** 2
        return self._by_age(bmi, "bmifa", "bmifa_2007", restricted=True)

    def _by_age(self, value: Floats, name: str, school_name: str, *, restricted: bool) -> Floats:
        z = np.full(value.shape, np.nan)
        table, school = tables()[name], tables()[school_name]
        # Only what was taken as length after the 0.7 cm must be above 0, as in WHO's own package.
        ok = self.young & self.known_sex & (value > 0)
        z[ok] = _z(value[ok], *table.at(self.sex[ok], self.days[ok].astype(np.int64)), restricted)
        ok = self.older & (self.months < school.last) & self.known_sex & (value > 0)
        z[ok] = _z(value[ok], *school.between(self.sex[ok], self.months[ok]), restricted)
        return z

    def weight_for_height(self) -> Floats:
        """By length below 731 days, by height from there; without an age by position, without both by 87 cm."""
        z = np.full(self.weight.shape, np.nan)
        by_length = np.where(self.aged, self.days < TWO_YEARS, np.where(
            self.position == 0, self.tenths < 870, self.position == LYING))
        usable = self.known_sex & (self.weight > 0) & (self.young | ~self.aged)
        for name, chosen in (("wfl", by_length), ("wfh", ~by_length)):
            table: Lms = tables()[name]
            ok = usable & chosen & (self.tenths >= table.first) & (self.tenths <= table.last)
            z[ok] = _z(self.weight[ok], *table.between(self.sex[ok], self.tenths[ok]), True)
        return z


def _z(y: Floats, l: Floats, m: Floats, s: Floats, restricted: bool) -> Floats:
    """The LMS z-score; beyond 3 SD a straight line with the distance between SD 2 and SD 3."""
    z: Floats = ((y / m) ** l - 1) / (s * l)
    if not restricted:
        return z
    for sign in (1.0, -1.0):
        far = z * sign > 3
        third = m[far] * (1 + l[far] * s[far] * 3 * sign) ** (1 / l[far])
        second = m[far] * (1 + l[far] * s[far] * 2 * sign) ** (1 / l[far])
        z[far] = sign * 3 + (y[far] - third) / (sign * (third - second))
    return z


def round2(values: Floats) -> Floats:
    """Round to the nearer of the two neighbouring two-decimal numbers, a tie to the even digit."""
    with np.errstate(invalid="ignore"):
        scaled = values * 100
        low, high = np.floor(scaled), np.ceil(scaled)
        down, up = values - low / 100, high / 100 - values
        lower = (down < up) | ((down == up) & (low % 2 == 0))
    return np.where(np.isinf(values), values, np.where(lower, low, high) / 100)


def _outside(z: Floats, low: float, high: float) -> Mask:
    with np.errstate(invalid="ignore"):
        return (z < low) | (z > high)


def z_score_of(sex: str, age_days: float | None, weight_kg: Any, height_cm: Any, position: str, oedema: bool,
               ) -> dict[str, float | None]:
    """One child's z-scores by name, None where there is none."""
    z = z_scores(sex_codes([sex]), [_float(age_days)], [_float(weight_kg)], [_float(height_cm)],
                 position_codes([position]), [bool(oedema)])
    return {name: None if np.isnan(getattr(z, name)[0]) else float(getattr(z, name)[0]) for name in RANGES}


def _float(value: Any) -> float:
    return float("nan") if value is None else float(value)
