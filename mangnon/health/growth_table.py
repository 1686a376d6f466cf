"""WHO's L, M and S figures as arrays, read once. Pure."""
from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "data" / "who_lms.csv.gz"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lms:
    """One indicator. lms: array [3, 2 sexes, index], index 0 standing at ``first`` (days, tenths of a cm, months)."""

    first: int
    lms: Floats

    @property
    def last(self) -> int:
        return self.first + self.lms.shape[2] - 1

    def at(self, sex: NDArray[np.int64], index: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
        """L, M, S for sex (1 male, 2 female) and index; both must be inside the table."""
        l, m, s = self.lms[:, sex - 1, index - self.first]
        return l, m, s

    def between(self, sex: NDArray[np.int64], index: Floats) -> tuple[Floats, Floats, Floats]:
        """L, M, S interpolated linearly between two neighbouring rows."""
        low = np.floor(index).astype(np.int64)
        share = index - low
        high = np.minimum(low + 1, self.last)
        below, above = self.lms[:, sex - 1, low - self.first], self.lms[:, sex - 1, high - self.first]
        l, m, s = below + share * (above - below)
        return l, m, s


@lru_cache(maxsize=1)
def tables() -> dict[str, Lms]:
    """Every indicator by WHO's name: wfa, lhfa, bmifa, wfl, wfh, and *_2007."""
    rows: dict[str, list[tuple[int, int, float, float, float]]] = defaultdict(list)
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        for name, sex, kind, index, l, m, s in list(csv.reader(file))[1:]:
            if name in ("wfa", "lhfa", "bmifa", "wfl", "wfh") or name.endswith("_2007"):
                at = round(float(index) * 10) if kind.startswith("cm") else int(index)
                rows[name].append((int(sex), at, float(l), float(m), float(s)))
    return {name: _table(found) for name, found in rows.items()}


def _table(rows: list[tuple[int, int, float, float, float]]) -> Lms:
    first, last = min(r[1] for r in rows), max(r[1] for r in rows)
    lms = np.full((3, 2, last - first + 1), np.nan)
    for sex, at, *values in rows:
        lms[:, sex - 1, at - first] = values
    return Lms(first, lms)
