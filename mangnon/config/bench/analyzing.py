"""A register folder of any size counted by the command `analyze`: time, memory, growth."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from . import province
from .room import Room
from .telling import result

SIZES = (2_000, 100_000, 1_000_000)


def bench(room: Room) -> list[dict[str, Any]]:
    """MANGNON_BENCH_CHILDREN=10000000 adds a size."""
    more = int(os.environ.get("MANGNON_BENCH_CHILDREN", "0"))
    found, before = [], None
    for children in (*SIZES, *([more] if more else [])):
        folder = room.path / f"tinh-{children}"
        rows = sum(province.write(folder, children).values())
        seconds, peak = _count(room, folder)
        named = f"34 measures of every unit, {children} children, {rows} rows, DuckDB"
        limit = 20 if children <= 1_000_000 else 200
        found.append(result(named, seconds, "s", limit, f"limit {limit} s", peak_mb=peak))
        found.append(result(f"{children} children, peak memory", peak, "MB", 2048, "limit 2 GB", peak_mb=peak))
        if before:
            found.append(result(f"growth of time to {children} children", seconds / before[0], "times",
                                rows / before[1], f"growth of rows, {rows / before[1]:.1f} times"))
        before = (seconds, rows)
    return found


def _count(room: Room, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of the command."""
    seconds, peak, _ = room.timed(["analyze", str(folder), "--engine", "duckdb", "--year", str(province.DAY.year),
                                   "--as-of", province.DAY.isoformat(), "--out", str(folder / "out.csv")],
                                  room.path / "khong")
    return seconds, peak
