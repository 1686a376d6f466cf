"""Measurements with their z-scores, for measure 4. Pure."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mangnon.health import growth

VALID = {"waz": (-600, 500), "haz": (-600, 600), "whz": (-500, 500)}
"""Hundredths within which a z-score counts, bounds included (WHO 2006; measures.md, measure 4)."""


def measurement_rows(rows: Iterable[Mapping[str, Any]], people: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Project measurements: (child, day, waz, haz, whz, oedema); a z-score only where it is valid and the birth
    date exact."""
    taken = list(rows)
    if not taken:
        return []
    owners = [people[row["child_id"]] for row in taken]
    # A day before the birth is no age, and is kept as such: without any age weight-for-length would be computed.
    ages = np.array([(row["measured_on"] - p.born).days if p.exact else -1
                     for row, p in zip(taken, owners, strict=True)], dtype=float)
    oedema = np.array([bool(row["oedema"]) for row in taken])
    z = scored(growth.sex_codes([p.sex for p in owners]), ages, np.array([_number(row["weight_kg"]) for row in taken]),
               np.array([_number(row["height_cm"]) for row in taken]),
               growth.position_codes([row["position"] or "" for row in taken]), oedema)
    columns = [[None if np.isnan(v) else int(v) for v in column.tolist()] for column in z]
    return [(p.id, row["measured_on"].toordinal(), *values, int(bool(row["oedema"])))
            for p, row, *values in zip(owners, taken, *columns, strict=True)]


def scored(sex: ArrayLike, age_days: ArrayLike, weight_kg: ArrayLike, height_cm: ArrayLike, position: ArrayLike,
           oedema: ArrayLike) -> list[NDArray[np.float64]]:
    """Return waz, haz and whz in hundredths, NaN where there is none or it is not valid. Columns as z_scores()."""
    z = growth.z_scores(sex, np.asarray(age_days, float), weight_kg, height_cm, position, oedema)
    return [_valid(getattr(z, name), *VALID[name]) for name in ("waz", "haz", "whz")]


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _valid(z: NDArray[np.float64], low: int, high: int) -> NDArray[np.float64]:
    hundredths = np.rint(z * 100)
    with np.errstate(invalid="ignore"):
        return np.where((hundredths >= low) & (hundredths <= high), hundredths, np.nan)
