"""``mangnon growth``: z-scores for a file of measurements, in blocks, so that a file of any size fits."""
from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mangnon.core import drafts

from . import growth

NEEDED = ("sex", "age_days", "weight_kg", "height_cm", "position", "oedema")
SCORES = ("waz", "haz", "whz", "baz")
ADDED = (*SCORES, *(f"{name}_flag" for name in SCORES))
CODES = {"sex": ("male", "female", "unknown", ""), "position": ("lying", "standing", ""),
         "oedema": ("true", "false", "")}
HINTS = {
    **dict.fromkeys(("age_days", "weight_kg", "height_cm"),
                    "không tính điểm cần nó. Hãy viết số với dấu chấm, như 9.5."),
    "sex": "không tính điểm nào. Hãy dùng male, female, unknown hoặc để trống.",
    "position": "coi như không rõ nằm hay đứng. Hãy dùng lying, standing hoặc để trống.",
    "oedema": "không tính điểm cần cân nặng (có thể là phù). Hãy dùng true, false hoặc để trống."}
SAID = 50
"""Sentences on single rows; of the others their number is told."""
BLOCK = 65_536


class GrowthFileError(Exception):
    """The file cannot be used; the message says what to do."""


@dataclass
class _Sheet:
    """Where what stands in the rows. width: cells of the header; kept: the places of what is copied."""

    place: dict[str, int]
    width: int
    kept: list[int]


def run(source: Path, target: Path, tell: Callable[[str], None] = lambda text: None) -> dict[str, int]:
    """Copy ``source`` to ``target`` with the z-scores added. Returns {"rows", "unreadable"}.

    Every column is kept, but for scores of an earlier run, which are computed anew. A cell that cannot be read is told
    with its line and gives no score for what needs it. The target appears only when it is whole.
    Raises GrowthFileError: no such file, no such columns.
    """
    try:
        with source.open(encoding="utf-8-sig", newline="") as incoming, drafts.whole(target) as draft:
            reader = csv.reader(incoming)
            header = next(reader, [])
            sheet = _sheet(header, tell)
            with draft.open("w", encoding="utf-8", newline="") as outgoing:
                writer = csv.writer(outgoing, lineterminator="\n")
                writer.writerow([*(header[at] for at in sheet.kept), *ADDED])
                done = _copy(reader, writer, sheet, tell)
    except FileNotFoundError as error:
        lost = source if error.filename == str(source) else target.parent
        raise GrowthFileError(f"Không thấy {lost}. Hãy kiểm tra lại đường dẫn.") from None
    except (UnicodeDecodeError, csv.Error):
        raise GrowthFileError(f"Tệp {source.name} không đọc được. Hãy lưu lại dạng CSV, mã UTF-8.") from None
    return done


def _sheet(header: list[str], tell: Callable[[str], None]) -> _Sheet:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise GrowthFileError(f"Tệp thiếu cột {', '.join(missing)}. Cần đủ các cột: {', '.join(NEEDED)}.")
    twice = [name for name in NEEDED if header.count(name) > 1]
    if twice:
        raise GrowthFileError(f"Tệp có hai cột “{twice[0]}” nên không biết theo cột nào. Hãy bỏ bớt một cột.")
    earlier = [name for name in header if name in ADDED]
    if earlier:
        tell(f"Tệp đã có cột {', '.join(earlier)}: được tính lại, không giữ số cũ.")
    return _Sheet({name: header.index(name) for name in NEEDED}, len(header),
                  [at for at, name in enumerate(header) if name not in ADDED])


def _copy(reader: Any, writer: Any, sheet: _Sheet, tell: Callable[[str], None]) -> dict[str, int]:
    done, told = {"rows": 0, "unreadable": 0}, 0
    rows = _rows(reader)
    while block := list(itertools.islice(rows, BLOCK)):
        lines, cells = [line for line, _ in block], [row + [""] * (sheet.width - len(row)) for _, row in block]
        scores, faults = _scores(cells, sheet.place)
        writer.writerows([*(row[at] for at in sheet.kept), *added] for row, added in zip(cells, scores, strict=True))
        said = [(lines[at], f"cột {name}: không hiểu ô này nên {HINTS[name]}")
                for at, name in faults]
        said += [(line, "nhiều ô hơn tiêu đề; ô thừa không được chép. Hãy xem lại dấu phẩy trong dòng.")
                 for line, row in zip(lines, cells, strict=True) if any(row[sheet.width:])]
        for line, text in sorted(said)[:max(SAID - told, 0)]:
            tell(f"Dòng {line}, {text}")
        done["rows"] += len(cells)
        done["unreadable"] += len(faults)
        told += len(said)
    if told > SAID:
        tell(f"Và {told - SAID} chỗ nữa như vậy.")
    return done


def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins."""
    line = reader.line_num + 1
    for row in reader:
        if row:
            yield line, row
        line = reader.line_num + 1


def _scores(rows: list[list[str]], place: dict[str, int]) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """The added cells of each row, and (row, column) of what cannot be read."""
    columns = {name: [row[at].strip() for row in rows] for name, at in place.items()}
    numbers = {name: [_number(cell) for cell in columns[name]] for name in ("age_days", "weight_kg", "height_cm")}
    faults = [(at, name) for name, values in numbers.items()
              for at, (cell, value) in enumerate(zip(columns[name], values, strict=True)) if cell and math.isnan(value)]
    faults += [(at, name) for name, codes in CODES.items() for at, cell in enumerate(columns[name])
               if cell not in codes]
    for at, name in faults:
        if name == "oedema":  # what may mean oedema must not pass for none
            numbers["weight_kg"][at] = math.nan
    z = growth.z_scores(growth.sex_codes(columns["sex"]), numbers["age_days"], numbers["weight_kg"],
                        numbers["height_cm"], growth.position_codes(columns["position"]),
                        [cell == "true" for cell in columns["oedema"]])
    parts = [[_text(v) for v in getattr(z, name).tolist()] for name in SCORES]
    parts += [["true" if v else "false" for v in getattr(z, f"{name}_flag").tolist()] for name in SCORES]
    return [list(values) for values in zip(*parts, strict=True)], faults


def _number(cell: str) -> float:
    try:
        value = float(cell) if cell else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _text(value: float) -> str:
    if math.isnan(value):
        return ""
    return "Inf" if math.isinf(value) else f"{value + 0.0:.2f}".replace("-0.00", "0.00")
