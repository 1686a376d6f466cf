"""Z-scores: rows per CPU-second, ours against pygrowup2 on the same rows in the same run."""
from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from mangnon.health import growth

from .room import Room
from .telling import result

ROWS, PEER_ROWS, TURNS = 1_000_000, 3_000, 3


def bench(room: Room) -> list[dict[str, Any]]:
    """Each in turn in one process, by its CPU time; three turns, the median of each."""
    found = room.inside("scores")
    ours, theirs, peak = found["ours"], found["theirs"], found["peak_mb"]
    what = "z-scores, four of each row"
    if theirs is None:
        return [result(what, ours, "rows/CPU-s", 0, "pygrowup2 is not installed", peak_mb=peak, more_is_better=True)]
    return [result(what, ours, "rows/CPU-s", theirs, f"pygrowup2: {theirs:.0f} rows/CPU-s (at least 100 times)",
                   peak_mb=peak, more_is_better=True)]


def rates() -> tuple[float, float | None]:
    """Rows per CPU-second: ours, the peer's (None where it is not installed)."""
    rng = np.random.default_rng(1)
    columns = (rng.integers(1, 3, ROWS), rng.integers(31, 1826, ROWS), np.round(rng.uniform(4, 20, ROWS), 1),
               np.round(rng.uniform(55, 108, ROWS), 1), np.zeros(ROWS, int), np.zeros(ROWS, bool))
    growth.z_scores(*(c[:1000] for c in columns))
    ours, theirs = [], []
    for _ in range(TURNS):
        began = time.process_time()
        growth.z_scores(*columns)
        ours.append(ROWS / (time.process_time() - began))
        theirs.append(_peer([c[:PEER_ROWS] for c in columns]))
    named = [rate for rate in theirs if rate is not None]
    return statistics.median(ours), statistics.median(named) if named else None


def _peer(columns: list[Any]) -> float | None:
    """Rows per CPU-second of the development environment's peer, the same four scores."""
    try:
        from pygrowup import Observation, exceptions
    except ImportError:
        return None
    began = time.process_time()
    for sex, days, weight, height in zip(*(c.tolist() for c in columns[:4]), strict=True):
        _peer_row(Observation("male" if sex == 1 else "female", age_in_days=days), days, weight, height,
                  exceptions.PyGrowUpException)
    return len(columns[0]) / (time.process_time() - began)


def _peer_row(child: Any, days: int, weight: float, height: float, refusal: type[Exception]) -> None:
    """Four scores of one child; what the peer refuses to score still took its time."""
    bmi = weight / (height / 100) ** 2
    by_length = child.wfl if days < 731 else child.wfh
    for ask, values in ((child.wfa, (weight,)), (child.lhfa, (height,)), (child.bmifa, (bmi,)),
                        (by_length, (weight, height))):
        try:
            ask(*(str(v) for v in values))
        except refusal:
            continue
