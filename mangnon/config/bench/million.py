"""One edit in a register of a province's size, until every fact it moves is current; its figures beside DuckDB's."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from . import province
from .room import Room
from .telling import result

CHILDREN = 1_000_000


def bench(room: Room) -> list[dict[str, Any]]:
    """MANGNON_BENCH_CHILDREN names another size; MANGNON_BENCH_DATABASE a PostgreSQL, empty, to be measured instead."""
    children = int(os.environ.get("MANGNON_BENCH_CHILDREN", "0")) or CHILDREN
    database = os.environ.get("MANGNON_BENCH_DATABASE", "")
    folder = room.path / "tinh"
    province.write(folder, children)
    room.timed(["analyze", str(folder), "--engine", "duckdb", "--year", str(province.DAY.year), "--as-of",
                province.DAY.isoformat(), "--out", str(folder / "out.csv")], room.path / "khong")
    return _results(room, folder, children, database)


def _results(room: Room, folder: Path, children: int, database: str) -> list[dict[str, Any]]:
    found = room.inside("million", room.path / "trieu", given=folder, make=True, database=database)
    named = f"{children} children, {found['rows']} rows, {'PostgreSQL' if database else 'SQLite'}"

    def told(what: str, milliseconds: float) -> dict[str, Any]:
        return result(f"{named}: {what}", milliseconds, "ms", 50, "limit 50 ms", peak_mb=found["peak_mb"])
    return [told("one edit to current facts, median", found["follow_ms"]),
            told("saving it included, median", found["whole_ms"]),
            told("the slowest of the edits", found["worst_ms"]),
            result(f"{named}: figures unlike DuckDB's, of {found['figures']}", found["differ"], "", 0, "none may be"),
            result(f"{named}: everything of all years from scratch instead", found["scratch"], "s", 0, "none",
                   peak_mb=found["peak_mb"])]
