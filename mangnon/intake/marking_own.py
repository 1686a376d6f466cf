"""Colour the faulty cells of a sender's own workbook: their formats, widths, merged cells and other sheets stay.

What could compute goes: formulas become the values stored beside them, links and macros are left out, and a text that
begins like a formula stays a text.
"""
from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

FILL, LINE, INK = "FFF8D7D5", "FFA3231F", "FFA3231F"
WIDEST = 45

Places = Callable[[Mapping[str, Any] | None, set[str]], set[int]]


def mark_own(content: bytes, sheets: Iterable[Mapping[str, Any]], problems: Mapping[tuple[str, int], list[Any]],
             places: Places) -> bytes:
    """The workbook with faults coloured and a last column that says why.

    sheets: as a list keeps them.  problems: (sheet, row from 1) to (heading, text).  places: positions of the columns
    that headings name.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False, keep_vba=False)
    said = {sheet["name"]: sheet for sheet in sheets}
    for page in book.worksheets:
        _quiet(page)
        if page.title in said:
            _mark(page, said[page.title], problems, places)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _quiet(page: Any) -> None:
    """Nothing of the page computes or leads away."""
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                # Set anew, a text with "=" in front would be taken for a formula.
                cell.data_type = "s"
            if getattr(cell, "hyperlink", None) is not None:
                cell.hyperlink = None


def _mark(page: Any, said: Mapping[str, Any], problems: Mapping[tuple[str, int], list[Any]], places: Places) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    fill, side = PatternFill("solid", fgColor=FILL), Side(style="thin", color=LINE)
    border = Border(left=side, right=side, top=side, bottom=side)
    last = page.max_column + 1
    for number in range(1, page.max_row + 1):
        found = problems.get((page.title, number))
        if not found:
            continue
        for at in places(said, {column for column, _text in found}):
            cell = page.cell(number, at + 1)
            if type(cell).__name__ != "MergedCell":
                cell.fill, cell.border = copy(fill), copy(border)
        why = page.cell(number, last)
        why.value, why.data_type = " ".join(text for _column, text in found), "s"
        why.font, why.alignment = Font(color=INK), Alignment(wrap_text=True, vertical="top")
    head = page.cell(said["header_row"], last, "Cần sửa")
    head.font = Font(bold=True)
    page.column_dimensions[get_column_letter(last)].width = WIDEST
