"""Read an invented list without a register: what its rows say, as the kinds of lists understand them."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl

from mangnon.intake.list_reading import ReadSheet, read_list
from mangnon.intake.lists import kinds
from mangnon.intake.told import Told
from tests.conftest import TODAY


def read(folder: Path, kind: str, rows: list[list[Any]], *, merged: tuple[str, ...] = (), sheet: str = "DS",
         on: str = "", facility: str = "", school_year: str = "") -> ReadSheet:
    """The sheet that a workbook with these rows holds."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for place in merged:
        page.merge_cells(place)
    file = folder / "ds.xlsx"
    book.save(file)
    day = dt.date.fromisoformat(on) if on else None
    how = kinds()[kind]
    known = (lambda name: ("f-" + name[-1], "")) if how.subject == "place" else (lambda name: ("", ""))
    return read_list(file, how, [], today=TODAY, on=day, facility=facility, school_year=school_year,
                     place_of=known).sheets[0]


def told(folder: Path, kind: str, rows: list[list[Any]], **more: Any) -> list[Told]:
    """What every row of use says."""
    sheet = read(folder, kind, rows, **more)
    return [found for row in sheet.rows if (found := sheet.told(row)) is not None]


def children(cells: list[Any], *, age: int = 6) -> list[list[Any]]:
    """Rows of invented children, each with a cell of its own behind name and birth."""
    names = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phúc", "Quân", "Sơn")
    return [[n + 1, f"Ma Thị {names[n % 14]} {names[n // 14]}", f"{n % 27 + 1:02d}/03/{TODAY.year - age}",
             *(cell if isinstance(cell, list) else [cell])] for n, cell in enumerate(cells)]


def facts(found: Told, table: str, *names: str) -> list[Any]:
    """The cells of a table that a row tells: the one named, or a tuple of those named."""
    rows = [tuple(cells.get(name, "") for name in names) for of, cells in found.facts if of == table]
    return [row[0] for row in rows] if len(names) == 1 else rows
