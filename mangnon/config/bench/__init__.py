"""The project's own benchmarks, as ratios against a named limit or peer in the same run.

Machines are noisy: read the ratio, not the seconds. Every benchmark works on an invented commune in a temporary folder.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import growth, register

Bench = Callable[[], list[dict[str, Any]]]
BENCHES: dict[str, Bench] = {"growth": growth.bench, "import": register.bench_import, "start": register.bench_start,
                             "indicators": register.bench_indicators, "edit": register.bench_edit,
                             "pages": register.bench_pages}


class BenchError(Exception):
    """There is no such benchmark."""


def run(name: str | None = None) -> list[dict[str, Any]]:
    """Run one benchmark or all. Each result: {"name", "measured", "unit", "limit", "ratio", "against", "peak_mb"}."""
    if name and name not in BENCHES:
        raise BenchError(f"Không có phép đo “{name}”. Hãy dùng một trong: {', '.join(BENCHES)}.")
    return [result for key in ([name] if name else BENCHES) for result in BENCHES[key]()]


def tell(results: list[dict[str, Any]]) -> None:
    """Print the results as the table of docs/benchmarks.md."""
    print("| what | measured | limit or peer | ratio | peak memory |\n| --- | --- | --- | --- | --- |")
    for r in results:
        peak = f"{r['peak_mb']:.0f} MB" if r.get("peak_mb") else ""
        print(f"| {r['name']} | {r['measured']:.3g} {r['unit']} | {r['against']} | {r['ratio']:.2f} | {peak} |")


def result(name: str, measured: float, unit: str, limit: float, against: str, *, peak_mb: float = 0.0,
           more_is_better: bool = False) -> dict[str, Any]:
    """A result; ratio is measured over limit (below 1 is within it), or over the peer where more is better."""
    return {"name": name, "measured": measured, "unit": unit, "limit": limit, "against": against,
            "ratio": measured / limit if limit else 0.0, "peak_mb": peak_mb, "more_is_better": more_is_better}
