"""The project's own benchmarks, as ratios against a named limit or peer in the same run.

Machines are noisy: read the ratio, not the seconds. Every benchmark works on an invented commune in a temporary folder.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import analyzing, growth, long_list, matching, million, register
from .room import BenchError, Room
from .telling import tell

Bench = Callable[[Room], list[dict[str, Any]]]
BENCHES: dict[str, Bench] = {"growth": growth.bench, "import": register.bench_import, "start": register.bench_start,
                             "indicators": register.bench_indicators, "edit": register.bench_edit,
                             "pages": register.bench_pages, "match": matching.bench, "lists": long_list.bench,
                             "analyze": analyzing.bench, "million": million.bench}
ALONE = {"million"}
"""Run only where it is named: it needs twenty gigabytes and half an hour to begin."""


def run(name: str | None = None) -> list[dict[str, Any]]:
    """Run one benchmark, or all but those of ALONE.

    Each result: {"name", "measured", "unit", "limit", "ratio", "against", "peak_mb"}.
    """
    if name and name not in BENCHES:
        raise BenchError(f"Không có phép đo “{name}”. Hãy dùng một trong: {', '.join(BENCHES)}.")
    chosen = [name] if name else [key for key in BENCHES if key not in ALONE]
    with Room() as room:
        return [result for key in chosen for result in BENCHES[key](room)]


__all__ = ["BenchError", "run", "tell"]
