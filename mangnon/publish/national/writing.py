"""Write the file: .xlsx, or .csv with the mark by which a spreadsheet knows UTF-8. No cell can start a formula."""
from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from mangnon.core import audit, drafts

from .mapping import Column, Mapping, MappingError
from .rows import rows

STARTS = ("=", "+", "-", "@", "\t", "\r")
ENDINGS = (".xlsx", ".csv")


def write(target: Path, mapping: Mapping, day: dt.date, *, by: Any, purpose: str = "") -> int:
    """Write the file whole or not at all; returns how many children stand in it.

    purpose: why sealed groups leave the house; kept in the audit. Without one they are left out.
    Raises MappingError for a value that has no code.
    """
    with drafts.whole(target) as draft, transaction.atomic():
        content, count = made(target.suffix.lower(), mapping, day, sealed=bool(purpose))
        draft.write_bytes(content)
        audit.record(by, "export", "national", purpose=purpose, fields=[f"children={count}"])
    return count


def made(ending: str, mapping: Mapping, day: dt.date, *, sealed: bool) -> tuple[bytes, int]:
    """The file's bytes, and how many children stand in it."""
    lines = list(cells(mapping, rows(day, mapping.under, sealed=sealed)))
    headings = [column.heading for column in mapping.columns]
    return (_csv(headings, lines) if ending == ".csv" else _xlsx(headings, lines, mapping)), len(lines)


def cells(mapping: Mapping, children: Iterable[dict[str, str]]) -> Iterator[list[str]]:
    for child in children:
        yield [column.value if not column.field else _coded(column, child[column.field]) for column in mapping.columns]


def _coded(column: Column, value: str) -> str:
    """The value in the words of the other system; "" is unknown there as here."""
    if column.codes is None or not value:
        return value
    parts = value.split(";") if column.field == "groups" else [value]
    strange = next((part for part in parts if part not in column.codes), None)
    if strange is not None:
        raise MappingError(f"Cột “{column.heading}” chưa có mã cho “{strange}”. Hãy thêm vào codes của cột ấy.")
    return ";".join(filter(None, (column.codes[part] for part in parts)))


def _csv(headings: list[str], lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    # A spreadsheet computes what begins so, also in a CSV file; an apostrophe makes it text.
    writer.writerows([f"'{cell}" if cell.startswith(STARTS) else cell for cell in line] for line in lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(headings: list[str], lines: list[list[str]], mapping: Mapping) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Trẻ em")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        text = book.add_format({"num_format": "@"})
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, bold)
            sheet.set_column(at, at, min(max([len(heading), *(len(line[at]) for line in lines[:200])]) + 2, 32), text)
        for row, line in enumerate(lines, 1):
            for at, cell in enumerate(line):
                if cell:
                    sheet.write_string(row, at, cell, text)
        sheet.freeze_panes(1, 0)
        book.set_properties({"title": mapping.title, "comments": mapping.source})
    return out.getvalue()
