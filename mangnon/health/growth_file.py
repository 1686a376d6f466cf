"""``mangnon growth``: z-scores for a file of measurements, in blocks, so that a file of any size fits."""
from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mangnon.core import drafts

from . import growth

NEEDED = ("sex", "age_days", "weight_kg", "height_cm", "position", "oedema")
SCORES = ("waz", "haz", "whz", "baz")
ADDED = (*SCORES, *(f"{name}_flag" for name in SCORES))
BLOCK = 65_536


class GrowthFileError(Exception):
    """The file cannot be used; the message says what to do."""


def run(source: Path, target: Path) -> dict[str, int]:
    """Copy ``source`` to ``target`` with the z-scores added. Returns {"rows", "unreadable"}.

    Every column is kept; a cell that is no number gives no score for what needs it. The target appears only when it
    is whole. Raises GrowthFileError: no such file, no such columns.
    """
    try:
        with source.open(encoding="utf-8-sig", newline="") as incoming, drafts.whole(target) as draft:
            reader = csv.reader(incoming)
            header = next(reader, [])
            place = _places(header)
            with draft.open("w", encoding="utf-8", newline="") as outgoing:
                writer = csv.writer(outgoing, lineterminator="\n")
                writer.writerow([*header, *ADDED])
                done = _copy(reader, writer, place, len(header))
    except FileNotFoundError as error:
        lost = source if error.filename == str(source) else target.parent
        raise GrowthFileError(f"Không thấy {lost}. Hãy kiểm tra lại đường dẫn.") from None
    except (UnicodeDecodeError, csv.Error):
        raise GrowthFileError(f"Tệp {source.name} không đọc được. Hãy lưu lại dạng CSV, mã UTF-8.") from None
    return done


def _places(header: list[str]) -> dict[str, int]:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise GrowthFileError(f"Tệp thiếu cột {', '.join(missing)}. Cần đủ các cột: {', '.join(NEEDED)}.")
    return {name: header.index(name) for name in NEEDED}


def _copy(reader: Iterator[list[str]], writer: Any, place: dict[str, int], width: int) -> dict[str, int]:
    done = {"rows": 0, "unreadable": 0}
    while block := list(itertools.islice(reader, BLOCK)):
        rows = [row + [""] * (width - len(row)) for row in block if row]
        scores, unreadable = _scores(rows, place)
        writer.writerows([*row, *added] for row, added in zip(rows, scores, strict=True))
        done["rows"] += len(rows)
        done["unreadable"] += unreadable
    return done


def _scores(rows: list[list[str]], place: dict[str, int]) -> tuple[list[list[str]], int]:
    columns = {name: [row[at].strip() for row in rows] for name, at in place.items()}
    numbers = {name: [_number(cell) for cell in columns[name]] for name in ("age_days", "weight_kg", "height_cm")}
    unreadable = sum(1 for name, values in numbers.items()
                     for cell, value in zip(columns[name], values, strict=True) if cell and math.isnan(value))
    z = growth.z_scores(growth.sex_codes(columns["sex"]), numbers["age_days"], numbers["weight_kg"],
                        numbers["height_cm"], growth.position_codes(columns["position"]),
                        [cell == "true" for cell in columns["oedema"]])
    parts = [[_text(v) for v in getattr(z, name).tolist()] for name in SCORES]
    parts += [["true" if v else "false" for v in getattr(z, f"{name}_flag").tolist()] for name in SCORES]
    return [list(values) for values in zip(*parts, strict=True)], unreadable


def _number(cell: str) -> float:
    try:
        return float(cell) if cell else math.nan
    except ValueError:
        return math.nan


def _text(value: float) -> str:
    if math.isnan(value):
        return ""
    return "Inf" if math.isinf(value) else f"{value + 0.0:.2f}".replace("-0.00", "0.00")
