"""The two answers of `mangnon indicators`, from a folder or from cells in memory."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.oracle.count import COUNTERS, WITHOUT_MISSING, numbers
from tests.oracle.question import ask
from tests.oracle.reader import Register, Tables, read, typed
from tests.oracle.table import MEASURES
from tests.oracle.verdict import verdict

Source = Path | Tables | Register


def register_of(source: Source) -> Register:
    """The register of a folder, of cells, or itself."""
    if isinstance(source, Register):
        return source
    return read(source) if isinstance(source, Path) else typed(source)


def answers(
    folder: Source, unit_code: str, year: int, as_of: dt.date, borders: dt.date | None = None
) -> dict[str, Any]:
    """What `--format json` prints. Raises Refused for a question without an answer."""
    q = ask(register_of(folder), unit_code, year, as_of, borders)
    lines = []
    for measure in MEASURES:
        counts = numbers(COUNTERS[measure](q))
        line = {"measure": measure, "numerator": counts[0], "denominator": counts[1], "unknown": counts[2]}
        lines.append(line | verdict(measure, counts, year, q.unit["area"]))
    return {
        "unit": unit_code,
        "year": year,
        "as_of": as_of.isoformat(),
        "borders": q.borders.isoformat(),
        "measures": lines,
    }


def lists(
    folder: Source, unit_code: str, year: int, as_of: dt.date, measure: str, borders: dt.date | None = None
) -> dict[str, Any]:
    """What `--children MEASURE` prints."""
    figure = COUNTERS[measure](ask(register_of(folder), unit_code, year, as_of, borders))
    missing = set() if measure in WITHOUT_MISSING else (figure.base or set()) - figure.counted
    return {
        "unit": unit_code,
        "year": year,
        "as_of": as_of.isoformat(),
        "measure": measure,
        "counted": sorted(figure.counted),
        "missing": sorted(missing),
        "unknown": sorted(figure.unknown),
    }
