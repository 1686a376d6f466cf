"""A result, and how results are printed. Pure."""
from __future__ import annotations

from typing import Any


def result(name: str, measured: float, unit: str, limit: float, against: str, *, peak_mb: float | None = None,
           more_is_better: bool = False) -> dict[str, Any]:
    """A result; ratio is measured over limit (below 1 is within it), or over the peer where more is better.

    peak_mb: None where it was not measured.
    """
    return {"name": name, "measured": measured, "unit": unit, "limit": limit, "against": against,
            "ratio": measured / limit if limit else 0.0, "peak_mb": peak_mb or None,
            "more_is_better": more_is_better}


def tell(results: list[dict[str, Any]]) -> None:
    """Print the results as the table of docs/benchmarks.md."""
    print("| what | measured | limit or peer | ratio | peak memory |\n| --- | --- | --- | --- | --- |")
    for r in results:
        peak = f"{r['peak_mb']:.0f} MB" if r["peak_mb"] else ""
        print(f"| {r['name']} | {r['measured']:.3g} {r['unit']} | {r['against']} | {r['ratio']:.2f} | {peak} |")
