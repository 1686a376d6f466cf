"""A register folder of any size counted by the command `analyze`: time, memory, growth, and Spark beside it."""
from __future__ import annotations

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import province
from .room import BenchError, Room
from .telling import result

SIZES = (2_000, 100_000, 1_000_000)
AGAINST_SPARK = 100_000
"""At a million Spark takes many minutes on two cores; MANGNON_BENCH_SPARK=1000000 asks for it there."""


def bench(room: Room) -> list[dict[str, Any]]:
    """MANGNON_BENCH_CHILDREN=10000000 adds a size."""
    more = int(os.environ.get("MANGNON_BENCH_CHILDREN", "0"))
    found, before = [], None
    for children in (*SIZES, *([more] if more else [])):
        folder = room.path / f"tinh-{children}"
        rows = sum(province.write(folder, children).values())
        seconds, peak, digest = _count(room, folder, "duckdb")
        named = f"34 measures of every unit, {children} children, {rows} rows, DuckDB"
        limit = 20 if children <= 1_000_000 else 200
        found.append(result(named, seconds, "s", limit, f"limit {limit} s", peak_mb=peak))
        found.append(result(f"{children} children, peak memory", peak, "MB", 2048, "limit 2 GB", peak_mb=peak))
        if before:
            found.append(result(f"growth of time to {children} children", seconds / before[0], "times",
                                rows / before[1], f"growth of rows, {rows / before[1]:.1f} times"))
        before = (seconds, rows)
        if children == int(os.environ.get("MANGNON_BENCH_SPARK", AGAINST_SPARK)):
            found += _beside_spark(room, folder, children, seconds, digest)
    return found


def _beside_spark(room: Room, folder: Path, children: int, ours: float, digest: str) -> list[dict[str, Any]]:
    if find_spec("pyspark") is None:
        return [result(f"Spark, {children} children: not installed, no comparison", 0, "s", 0, "")]
    seconds, _, theirs = _count(room, folder, "spark")
    if theirs != digest:
        raise BenchError(f"DuckDB và Spark đếm {children} trẻ ra số khác nhau.")
    return [result(f"Spark local on the same {children} children, same answers, against DuckDB", seconds, "s", ours,
                   f"DuckDB: {ours:.1f} s (at least 5 times)", more_is_better=True)]


def _count(room: Room, folder: Path, engine: str) -> tuple[float, float, str]:
    """Seconds, peak megabytes of the process, and the answer's digest."""
    out = room.path / f"{folder.name}-{engine}.csv"
    seconds, peak, _ = room.timed(["analyze", str(folder), "--engine", engine, "--year", str(province.DAY.year),
                                   "--as-of", province.DAY.isoformat(), "--out", str(out)], room.path / "khong")
    return seconds, peak, hashlib.sha256(out.read_bytes()).hexdigest()
