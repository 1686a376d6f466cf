"""Open a spreadsheet as people send it: its sheets as rows of values, old encodings made Unicode. Pure.

A formula counts with the value stored beside it and is never computed; hidden sheets, rows and columns are read like
visible ones. Rows are numbered as the spreadsheet shows them, from 1.
"""
from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from mangnon.core import old_text

from . import apart, csv_file
from .extent import AROUND, MOST_COLUMNS, MOST_ROWS, TooFar
from .safety import TOO_FAR, FileRefused, kind_of

BROKEN = "Tệp này bị hỏng hoặc không đọc được. Hãy mở bằng Excel, lưu lại rồi gửi lại."
Value = str | float | bool | dt.date | dt.time | dt.timedelta


@dataclass
class Sheet:
    """One sheet. rows: values by row and column, "" where empty.  merged: (top, left, bottom, right), from 0."""

    name: str
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """A cell as text, without blanks around it; row and column from 0."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return as_text(self.rows[row][column])


@lru_cache(maxsize=4096)
def _single_blanks(text: str) -> str:
    """A cell is asked for many times while its row is read."""
    return " ".join(text.split())


def as_text(value: Value) -> str:
    """A value as the spreadsheet would show it; a whole number has no decimals, a day is ISO."""
    if isinstance(value, str):
        return _single_blanks(value)
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float | int):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else " ".join(str(value).split())


def shown(value: Value) -> str:
    """A value as people here write it: a day as day/month/year, a number with its comma."""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return as_text(value).replace(".", ",") if isinstance(value, float | int) else as_text(value)


def open_workbook(path: Path) -> list[Sheet]:
    """The sheets of a file, in its order. Raises FileRefused."""
    kind = kind_of(path)
    sheets = {"csv": _csv, "xls": _old_excel, "xlsx": _excel}[kind](path)
    for sheet in sheets:
        _check_size(sheet.name, len(sheet.rows), max(map(len, sheet.rows), default=0))
    _decode(sheets)
    return sheets


def _decode(sheets: list[Sheet]) -> None:
    """Old encodings are told apart over the whole file, then each cell is made Unicode by what it is."""
    cells = [(row, n) for sheet in sheets for row in sheet.rows for n in range(len(row)) if isinstance(row[n], str)]
    for (row, n), text in zip(cells, old_text.auto([str(row[n]) for row, n in cells]), strict=True):
        row[n] = text


def _excel(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        return [_sheet(book, name) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(BROKEN) from error


def _sheet(book: Any, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    _check_size(name, sheet.total_height, sheet.total_width)
    return Sheet(name, sheet.to_python(skip_empty_area=False), _merged(sheet.merged_cell_ranges))


def _old_excel(path: Path) -> list[Sheet]:
    try:
        found = apart.sheets(path)
    except apart.Fell as error:
        raise FileRefused(BROKEN) from error
    except TooFar as error:
        raise FileRefused(TOO_FAR) from error
    return [Sheet(sheet["name"], sheet["rows"], _merged(sheet["merged"])) for sheet in found]


def _merged(ranges: Any) -> list[tuple[int, int, int, int]]:
    return [(top, left, bottom, right) for (top, left), (bottom, right) in ranges or ()]


def _check_size(name: str, height: int, width: int) -> None:
    if width > MOST_COLUMNS or height > MOST_ROWS + AROUND:
        raise FileRefused(f"Trang “{name}” có quá 256 cột hoặc quá 100.000 dòng. Hãy chia nhỏ rồi gửi lại.")


def _csv(path: Path) -> list[Sheet]:
    """A CSV file is one sheet, called like the file without its ending."""
    try:
        return [Sheet(path.stem, [list(row) for row in csv_file.rows(path.read_bytes())])]
    except csv.Error as error:
        raise FileRefused("Tệp .csv này hỏng ở một ô quá dài. Hãy mở bằng Excel, lưu lại rồi gửi lại.") from error
