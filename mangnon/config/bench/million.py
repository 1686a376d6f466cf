"""One edit in a register of a province's size on SQLite, until every fact it moves is current."""
from __future__ import annotations

import os
from typing import Any

from . import province
from .room import Room
from .telling import result

CHILDREN = 1_000_000


def bench(room: Room) -> list[dict[str, Any]]:
    """MANGNON_BENCH_CHILDREN names another size."""
    children = int(os.environ.get("MANGNON_BENCH_CHILDREN", "0")) or CHILDREN
    folder, data = room.path / "tinh", room.path / "trieu"
    province.write(folder, children)
    found = room.inside("million", data, given=folder, make=True)
    named = f"{children} children, {found['rows']} rows, SQLite"

    def told(what: str, milliseconds: float) -> dict[str, Any]:
        return result(f"{named}: {what}", milliseconds, "ms", 50, "limit 50 ms", peak_mb=found["peak_mb"])
    return [told("one edit to current facts, median", found["follow_ms"]),
            told("saving it included, median", found["whole_ms"]),
            told("the slowest of the edits", found["worst_ms"]),
            result(f"{named}: everything of all years from scratch instead", found["scratch"], "s", 0, "none",
                   peak_mb=found["peak_mb"])]
