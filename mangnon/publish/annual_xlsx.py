"""The annual report's tables as an Excel workbook; the totals live."""
from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter


def write_xlsx(target: Path, content: Mapping[str, Any]) -> None:
    """Write two sheets: the lines of the plan, and the annex by thôn. Text is never read as a formula."""
    draft = target.with_name(target.name + ".new")
    try:
        book = xlsxwriter.Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
        bold = book.add_format({"bold": True, "font_name": "Times New Roman", "text_wrap": True, "border": 1,
                                "valign": "vcenter", "align": "center"})
        plain = book.add_format({"font_name": "Times New Roman", "text_wrap": True, "border": 1, "valign": "top"})
        _lines(book, content, bold, plain)
        _annex(book, content, bold, plain)
        book.close()
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _lines(book: Any, content: Mapping[str, Any], bold: Any, plain: Any) -> None:
    sheet = book.add_worksheet("34 dòng")
    year = content["head"]["year"]
    heads = ["Dòng", "Nội dung", "Tử số", "Mẫu số", "Chưa rõ", "Kết quả", "Năm trước", "Mức", "Đánh giá", "Còn lại",
             "Đơn vị chịu trách nhiệm", "Giải thích"]
    sheet.write_string(0, 0, f"{content['head']['unit']}, năm {year}, số liệu đến {content['head']['as_of']}")
    for column, text in enumerate(heads):
        sheet.write_string(2, column, text, bold)
    for row, line in enumerate(content["lines"], start=3):
        cells = [line["code"], line["label"], line["numerator"], line["denominator"], line["unknown"], line["value"],
                 line["before"], line["target"], line["state"], line["to_go"], line["owner"], line["sentence"]]
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(row, column, value, plain)
            else:
                sheet.write_string(row, column, value or "", plain)
    last = 3 + len(content["lines"])
    sheet.write_string(last + 1, 7, "Số dòng đạt", bold)
    met = sum(1 for line in content["lines"] if line["state"] == "đạt")
    sheet.write_formula(last + 1, 8, f'=COUNTIF(I4:I{last},"đạt")', bold, met)
    sheet.set_column(1, 1, 36)
    sheet.set_column(8, 10, 16)
    sheet.set_column(11, 11, 60)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _annex(book: Any, content: Mapping[str, Any], bold: Any, plain: Any) -> None:
    annex = content["annex"]
    sheet = book.add_worksheet("Theo thôn")
    for column, text in enumerate(["Dòng", "Nội dung", *annex["villages"]]):
        sheet.write_string(0, column, text, bold)
    for row, line in enumerate(annex["rows"], start=1):
        for column, text in enumerate([line["code"], line["label"], *line["cells"]]):
            sheet.write_string(row, column, text, plain)
    sheet.set_column(1, 1, 36)
    sheet.freeze_panes(1, 2)
