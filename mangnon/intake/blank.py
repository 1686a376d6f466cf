"""An empty workbook for every kind of list: its columns, what may stand in each, and how to fill it.

What comes back filled in is read like any other list. Cells are text, days and numbers; nothing can start a formula.
"""
from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LINES = 400
"""Rows of an empty list that check what is typed; half as many below those that are filled in."""
TOP = 4
"""Row of the heading, from 0: the title and what the list speaks of stand above it."""
WIDTH = 16
INSTRUCTIONS = "Hướng dẫn"
"""Name of the sheet that says how to fill in the list; nobody is told that it holds no child."""


@dataclass(frozen=True)
class Box:
    """A column of an empty list. form: text, day, number.  choices: the words that may stand there.

    least, most: of a number.  how: what to write.  example: of an invented child.
    """

    heading: str
    how: str
    example: str
    form: str = "text"
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 0
    width: int = WIDTH


def persons(villages: Iterable[str]) -> tuple[Box, ...]:
    """What every list says of a child."""
    return (
        Box("Họ và tên", "Như giấy khai sinh, có dấu.", "Nguyễn Thị Mẫu", width=26),
        Box("Ngày sinh", "Ngày/tháng/năm. Chỉ biết năm thì ghi năm; không biết thì để trống.", "23/11/2019",
            form="day"),
        Box("Giới tính", "Nam hoặc Nữ.", "Nữ", choices=("Nam", "Nữ"), width=10),
        Box("Số định danh", "12 chữ số; không biết thì để trống.", "038319000000"),
        Box("Họ tên mẹ", "Giúp phân biệt các em trùng tên.", "Lê Thị Ví Dụ", width=24),
        Box("Thôn", "Nơi em đang ở.", "", choices=tuple(villages)),
    )


EACH = {"child": ("Mỗi em một dòng.", "Các em dưới đây là ví dụ, không có thật."),
        "place": ("Mỗi cơ sở một dòng.", "Các cơ sở dưới đây là ví dụ, không có thật.")}
"""What a row is of, by the subject of the kind, and what the examples are."""


def workbook(title: str, boxes: Sequence[Box], today: dt.date, *, sender: str = "", school_year: str = "",
             subject: str = "child", rows: Iterable[Mapping[str, str | dt.date]] = ()) -> bytes:
    """An .xlsx with the list on its first sheet and the instructions on its second.

    rows: cells that stand there already, by heading.  sender: who is to fill it in, where that is known.
    school_year: of a list of one; its title names it, so that it is known when the list comes back.
    subject: what a row is about, as the kind has it.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True, "font_size": 13})
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E6F0F1",
                                "valign": "vcenter"})
        forms = {"text": book.add_format({"num_format": "@", "border": 1}),
                 "day": book.add_format({"num_format": "dd/mm/yyyy", "border": 1}),
                 "number": book.add_format({"border": 1})}
        page.write_string(0, 1, title.upper(), bold)
        if school_year:
            page.write_string(1, 1, f"Năm học {school_year.replace('-', ' - ')}")
        page.write_string(2, 1, f"Nơi gửi: {sender}")
        listed, columns = list(rows), [Box("STT", "", "", width=6), *boxes]
        for at, box in enumerate(columns):
            page.write_string(TOP, at, box.heading, head)
            page.set_column(at, at, box.width, forms[box.form])
            _check(page, at, box, today, len(listed))
        for n, row in enumerate(listed, start=1):
            page.write_number(TOP + n, 0, n, forms["text"])
            for at, box in enumerate(columns):
                _fill(page, TOP + n, at, row.get(box.heading, ""), forms[box.form])
        page.freeze_panes(TOP + 1, 2)
        page.repeat_rows(TOP)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        _instructions(book.add_worksheet(INSTRUCTIONS), boxes, book, EACH[subject])
    return out.getvalue()


def _fill(page: Any, row: int, at: int, value: str | dt.date, how: Any) -> None:
    if isinstance(value, dt.date):
        page.write_datetime(row, at, value, how)
    elif value:
        page.write_string(row, at, value, how)


def _check(page: Any, at: int, box: Box, today: dt.date, filled: int) -> None:
    """Let the spreadsheet say at once what cannot be; a year alone and an empty cell are no fault."""
    said = {"error_title": box.heading[:32], "error_message": box.how[:255] or "-", "error_type": "warning"}
    rows = (TOP + 1, at, TOP + max(LINES, filled + LINES // 2), at)
    if box.choices and len(",".join(box.choices)) <= 255:
        page.data_validation(*rows, {"validate": "list", "source": list(box.choices), **said})
    elif box.form == "day":
        page.data_validation(*rows, {"validate": "date", "criteria": "between", "minimum": dt.date(1900, 1, 1),
                                     "maximum": today, **said})
    elif box.form == "number" and box.most:
        page.data_validation(*rows, {"validate": "decimal", "criteria": "between", "minimum": box.least,
                                     "maximum": box.most, **said})


def _instructions(page: Any, boxes: Sequence[Box], book: Any, each: tuple[str, str]) -> None:
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "valign": "top"})
    page.set_column(0, 0, 110, wrap)
    lines = [("Cách ghi danh sách này", bold),
             (f"{each[0]} Không đổi tên cột, không gộp ô. Không biết thì để trống, đừng đoán.", wrap), (each[1], wrap)]
    for box in boxes:
        example = f" Ví dụ: {box.example}." if box.example else ""
        choices = f" Chọn một trong: {', '.join(box.choices)}." if box.choices else ""
        lines.append((f"{box.heading}: {box.how}{choices}{example}", wrap))
    for row, (text, how) in enumerate(lines):
        page.write_string(row, 0, text, how)
