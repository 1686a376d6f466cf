"""The commune's register: reading it in, opening, counting, following an edit, showing pages. Limits from the issue."""
from __future__ import annotations

import json
import statistics
from typing import Any

from .room import DAY, UNIT, Room
from .telling import result

PAGE, YEARS = 60, DAY.year - 2020


def bench_import(room: Room) -> list[dict[str, Any]]:
    """A whole commune folder read in, by the command, in a process of its own."""
    seconds, peak, output = room.timed(["import", "folder", str(room.register), "--unit", UNIT, "--format", "json"],
                                       room.path / "nhap")
    rows = sum(json.loads(output)["read"].values())
    return [result(f"import of a commune folder, {rows} rows", seconds, "s", 15, "limit 15 s", peak_mb=peak),
            result("import, peak memory", peak, "MB", 300, "limit 300 MB", peak_mb=peak)]


def bench_start(room: Room) -> list[dict[str, Any]]:
    """From the command to the first page, after set-up; a first time on a fresh import, and once more."""
    data = room.data("mo")
    return [result(f"start to first page, {when}", room.first_page(data), "s", 5, "limit 5 s")
            for when in ("after the import", "the next day's")]


def bench_indicators(room: Room) -> list[dict[str, Any]]:
    """From scratch: the projection made anew and every cell of a year counted; then what else a day asks for."""
    found = room.inside("indicators", room.data("dem"))
    peak = found["peak_mb"]
    command, command_peak, _ = room.timed(["indicators", "--unit", UNIT, "--year", str(DAY.year), "--as-of",
                                           DAY.isoformat()], room.data("lenh"))
    limit = "limit 1 s"
    return [
        result("34 measures, every thôn, one year, from scratch", found["scratch"], "s", 1, limit, peak_mb=peak),
        result("of it: the projection of all rows", found["projection"], "s", 1, limit, peak_mb=peak),
        result("of it: counting the year", found["count"], "s", 1, limit, peak_mb=peak),
        result(f"all {YEARS} years since 2021, from scratch", found["years"], "s", YEARS, "limit 1 s a year",
               peak_mb=peak),
        result("after midnight: the running year counted anew", found["count"], "s", 1, limit, peak_mb=peak),
        result("mangnon indicators, the whole command", command, "s", 1, limit, peak_mb=command_peak)]


def bench_edit(room: Room) -> list[dict[str, Any]]:
    found = room.inside("edit", room.data("sua"))
    return [result("one edit to current facts, median", found["follow_ms"], "ms", 50, "limit 50 ms",
                   peak_mb=found["peak_mb"]),
            result("saving it included, median", found["whole_ms"], "ms", 50, "limit 50 ms",
                   peak_mb=found["peak_mb"])]


def bench_pages(room: Room) -> list[dict[str, Any]]:
    """Server time, all middleware included, as the officer; a page with names is asked with its longest list."""
    found = room.inside("pages", room.data("trang"))
    taken, measures = found["pages"], found["measures"]
    slowest = max(measures, key=lambda code: measures[code])
    told = {**taken, "the measures, median of 34": statistics.median(measures.values()),
            f"the slowest of them, {slowest}": measures[slowest]}
    every = [*taken.values(), *measures.values()]
    return [*(result(f"page: {name}", ms, "ms", PAGE, "limit 60 ms") for name, ms in told.items()),
            result(f"pages, median of all {len(every)}", statistics.median(every), "ms", PAGE, "limit 60 ms",
                   peak_mb=found["peak_mb"])]
