"""Give a list back to its sender: its own cells, the faulty ones coloured, with a last column that says why."""
from __future__ import annotations

import datetime as dt
import io
import logging
import re
from collections.abc import Mapping
from typing import Any

from .list_actions import look
from .marking_own import mark_own
from .models import ListImport, ListRow
from .workbook import Sheet, Value, as_text

FAULT = {"bg_color": "#F8D7D5", "border": 1, "border_color": "#A3231F"}
WIDEST = 45
MOST_OWN = 20_000
"""Rows up to which a workbook comes back as the sender made it; a longer one comes back as values."""
log = logging.getLogger(__name__)


def mark_up(batch: ListImport) -> bytes:
    """The sender's own .xlsx, coloured; of a .csv, an .xls or a very long list an .xlsx of its values.

    No cell can start a formula.
    """
    content = bytes(batch.file.content)
    if batch.file_name.lower().endswith(".xlsx") and batch.rows.count() <= MOST_OWN:
        problems = {(row.sheet, row.number): row.problems for row in batch.rows.all() if row.problems}
        try:
            return mark_own(content, batch.sheets, problems, _places)
        except Exception as odd:
            # A workbook that another program made oddly is read by us all the same: then its values go back.
            log.warning("a sender's workbook comes back as values: %s", type(odd).__name__)
    return _values(batch, content)


def _values(batch: ListImport, content: bytes) -> bytes:
    """An .xlsx in which whatever a cell holds is text."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                   "strings_to_numbers": False}) as book:
        formats = {"fault": book.add_format(FAULT), "head": book.add_format({"bold": True, "text_wrap": True}),
                   "why": book.add_format({"text_wrap": True, "font_color": "#A3231F"}), "plain": book.add_format(),
                   "text": book.add_format({"num_format": "@"})}
        found = {(row.sheet, row.number): row for row in batch.rows.all()}
        for sheet in look(content, batch.file_name):
            said = next((one for one in batch.sheets if one["name"] == sheet.name), None)
            _write(book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:31]), sheet, said, found, formats)
    return out.getvalue()


def _write(page: Any, sheet: Sheet, said: dict[str, Any] | None, found: dict[tuple[str, int], ListRow],
           formats: dict[str, Any]) -> None:
    width = max((len(row) for row in sheet.rows), default=0)
    for n, row in enumerate(sheet.rows):
        faults = found.get((sheet.name, n + 1))
        wrong = {column for column, _text in faults.problems} if faults else set()
        places = _places(said, wrong)
        for at, value in enumerate(row):
            _cell(page, n, at, _text(value), formats["fault" if at in places else "text"])
        if faults and faults.problems:
            page.write_string(n, width, " ".join(text for _column, text in faults.problems), formats["why"])
    if said:
        page.write_string(said["header_row"] - 1, width, "Cần sửa", formats["head"])
        page.set_column(width, width, WIDEST)


def _places(said: Mapping[str, Any] | None, wrong: set[str]) -> set[int]:
    """The positions of the columns that problems name: by one heading, by several joined, or by what they hold."""
    if not said or not wrong:
        return set()
    found = {at for at, heading, _examples in said["headings"] if heading in wrong}
    by_at = {at: heading for at, heading, _examples in said["headings"]}
    for field, places in said["fields"].items():
        if field in wrong or " + ".join(by_at[at] for at in places if at in by_at) in wrong:
            found |= set(places)
    return found


def _text(value: Value) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else as_text(value)


def _cell(page: Any, row: int, at: int, text: str, how: Any) -> None:
    if text:
        page.write_string(row, at, text, how)
    else:
        page.write_blank(row, at, None, how)


