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
BESIDE_SPARK = "100000"
"""Sizes at which Spark counts as well. At a million it takes minutes on two cores: asked for by MANGNON_BENCH_SPARK."""
MASTERS = {"Spark on this machine": "", "Spark, two worker processes": "local-cluster[2,1,1024]"}


def bench(room: Room) -> list[dict[str, Any]]:
    """MANGNON_BENCH_CHILDREN=10000000 adds a size; MANGNON_BENCH_SPARK=2000,1000000 names those of Spark, 0 none."""
    more = int(os.environ.get("MANGNON_BENCH_CHILDREN", "0"))
    with_spark = {int(size) for size in os.environ.get("MANGNON_BENCH_SPARK", BESIDE_SPARK).split(",")}
    found, before = [], None
    for children in sorted({*SIZES, *([more] if more else []), *(with_spark - {0})}):
        folder = room.path / f"tinh-{children}"
        rows = sum(province.write(folder, children).values())
        seconds, peak, answer = _count(room, folder, "duckdb")
        named = f"34 measures of every unit, {children} children, {rows} rows, DuckDB"
        limit = 20 if children <= 1_000_000 else 200
        found.append(result(named, seconds, "s", limit, f"limit {limit} s", peak_mb=peak))
        found.append(result(f"{children} children, peak memory", peak, "MB", 2048, "limit 2 GB", peak_mb=peak))
        if before:
            found.append(result(f"growth of time to {children} children", seconds / before[0], "times",
                                rows / before[1], f"growth of rows, {rows / before[1]:.1f} times"))
        before = (seconds, rows)
        if children in with_spark:
            found += _beside_spark(room, folder, children, seconds, answer)
    return found


def _beside_spark(room: Room, folder: Path, children: int, ours: float, answer: str) -> list[dict[str, Any]]:
    from mangnon.indicators.analyzing.spark_session import java

    if find_spec("pyspark") is None or not java():
        return [result(f"{children} children: Spark or Java is not installed, no comparison", 0, "s", 0, "")]
    found = []
    for named, master in MASTERS.items():
        seconds, peak, theirs = _count(room, folder, "spark", *(["--master", master] if master else []))
        if theirs != answer:
            raise BenchError(f"DuckDB và Spark ({named}) đếm {children} trẻ ra số khác nhau.")
        found.append(result(f"{named}, {children} children, the same answers, against DuckDB", seconds, "s", ours,
                            f"DuckDB: {ours:.1f} s (to be at least 5 times)", peak_mb=peak, more_is_better=True))
    return found


def _count(room: Room, folder: Path, engine: str, *words: str) -> tuple[float, float, str]:
    """Seconds, peak megabytes of all processes of the command, and the digest of its answer."""
    out = room.path / f"{folder.name}-{engine}.csv"
    seconds, peak, _ = room.timed(["analyze", str(folder), "--engine", engine, *words, "--year",
                                   str(province.DAY.year), "--as-of", province.DAY.isoformat(), "--out", str(out)],
                                  room.path / "khong", tree=engine == "spark")
    return seconds, peak, hashlib.sha256(out.read_bytes()).hexdigest()
