"""The annual report in Excel: lines with live totals, the annex by thôn, the text; nothing typed is a formula."""
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from mangnon.core.drafts import whole

from .annual_words import STATES

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
HEADS = (("Dòng", 7), ("Nội dung", 34), ("Tử số", 9), ("Mẫu số", 9), ("Chưa rõ", 9), ("Kết quả", 12),
         ("Năm trước", 11), ("Mục tiêu", 11), ("Đánh giá", 16), ("Giải thích", 44), ("Đơn vị chịu trách nhiệm", 24))
FIRST = 4
"""Row (from 0) of the first line of the plan."""


def write_xlsx(target: Path, content: Mapping[str, Any], said: Sequence[Mapping[str, Any]], *, demo: bool) -> None:
    """Write three sheets: the lines of the plan, the annex by thôn, the sentences."""
    # Packed in memory: a packer that finds no room on the disk complains again when it is thrown away.
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {"title": book.add_format({**FONT, "bold": True, "font_size": 14}),
             "note": book.add_format({**FONT, "italic": True}),
             "head": book.add_format({**FONT, "bold": True, "text_wrap": True, "border": 1, "align": "center",
                                      "bg_color": "#E6F0F1"}),
             "text": book.add_format({**FONT, "text_wrap": True, "border": 1}),
             "mid": book.add_format({**FONT, "border": 1, "align": "center", "text_wrap": True}),
             "number": book.add_format({**FONT, "border": 1, "num_format": "#,##0"}),
             "total": book.add_format({**FONT, "bold": True, "border": 1, "align": "center"})}
    _lines(book, content, forms, demo=demo)
    _annex(book, content, forms)
    _sentences(book, said, forms)
    book.close()
    with whole(target) as draft:
        draft.write_bytes(packed.getvalue())


def _lines(book: Any, content: Mapping[str, Any], forms: Mapping[str, Any], *, demo: bool) -> None:
    sheet, head = book.add_worksheet(f"{len(content['lines'])} dòng"), content["head"]
    day = dt.date.fromisoformat(head["as_of"])
    sheet.write_string(0, 0, f"Kết quả thực hiện Chương trình hành động vì trẻ em năm {head['year']}", forms["title"])
    sheet.write_string(1, 0, f"{head['unit']}, số liệu đến ngày {day:%d/%m/%Y}"
                       + (". Dữ liệu minh họa, do phần mềm đặt ra." if demo else ""), forms["note"])
    for column, (text, width) in enumerate(HEADS):
        sheet.write_string(FIRST - 1, column, text, forms["head"])
        sheet.set_column(column, column, width)
    for row, line in enumerate(content["lines"], start=FIRST):
        _line(sheet, row, line, forms)
    last = FIRST + len(content["lines"])
    for row, state in enumerate(STATES, start=last):
        found = sum(1 for line in content["lines"] if line["state"] == state)
        sheet.write_string(row, 7, f"Số dòng {state}", forms["total"])
        sheet.write_formula(row, 8, f'=COUNTIF(I{FIRST + 1}:I{last},"{state}")', forms["total"], found)
    sheet.freeze_panes(FIRST, 2)
    _page(sheet)
    sheet.repeat_rows(FIRST - 1)


def _line(sheet: Any, row: int, line: Mapping[str, Any], forms: Mapping[str, Any]) -> None:
    cells = [(line["code"], "mid"), (line["label"], "text"), (line["numerator"], "number"),
             (line["denominator"], "number"), (line["unknown"], "number"), (line["value"], "mid"),
             (line["before"], "mid"), (line["target"], "mid"), (line["state"], "mid"), (line["why"], "text"),
             (line["owner"], "text")]
    for column, (value, form) in enumerate(cells):
        if isinstance(value, int):
            sheet.write_number(row, column, value, forms[form])
        else:
            sheet.write_string(row, column, value or "", forms[form])


def _annex(book: Any, content: Mapping[str, Any], forms: Mapping[str, Any]) -> None:
    annex, sheet = content["annex"], book.add_worksheet("Theo thôn")
    for column, text in enumerate(["Dòng", "Nội dung", *annex["villages"]]):
        sheet.write_string(0, column, text, forms["head"])
    for row, line in enumerate(annex["rows"], start=1):
        for column, text in enumerate([line["code"], line["label"], *line["cells"]]):
            sheet.write_string(row, column, text, forms["text" if column == 1 else "mid"])
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 1 + max(1, len(annex["villages"])), 12)
    sheet.freeze_panes(1, 2)
    _page(sheet)


def _sentences(book: Any, said: Sequence[Mapping[str, Any]], forms: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("Câu chữ")
    for column, text in enumerate(["Phần", "Câu"]):
        sheet.write_string(0, column, text, forms["head"])
    for row, sentence in enumerate(said, start=1):
        sheet.write_string(row, 0, sentence["title"], forms["text"])
        sheet.write_string(row, 1, sentence["text"], forms["text"])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    _page(sheet)


def _page(sheet: Any) -> None:
    """A4, landscape, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
