"""Biến động trẻ em trong tháng: born, died, moved in, moved out; one column of words, or a column for each."""
from __future__ import annotations

import datetime as dt
import re

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.lists.births_deaths import cause_of
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

CHANGES = (("died", r"\bchet\b|tu vong|khai tu|qua doi|\bmat\b"),
           ("left", r"chuyen di|di khoi|chuyen khoi|roi (xa|thon)|di noi khac|chuyen ra|giam do chuyen|\bdi\b"),
           ("came", r"chuyen den|chuyen ve|chuyen vao|moi den|nhap khau|tang do chuyen|den o|\bden\b"),
           ("born", r"moi sinh|sinh moi|khai sinh|sinh ra|so sinh|tang do sinh|^sinh\b|\bsinh$"))
"""What happened and the words that mean it; the narrowest first."""


def change_of(text: str) -> str:
    """died, left, came, born, or "" where the words name none."""
    words = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    return next((code for code, pattern in CHANGES if re.search(pattern, words)), "")


def tell(row: Teller) -> None:
    """What happened, and on which day: the cell's own date, the column of the day, else the list's day."""
    found: dict[str, str] = {}
    for column, value in row.cells("change"):
        text, day = as_text(value), ""
        if isinstance(value, dt.date) or habits.date_in(text):
            day = row.day_of(habits.date_in(text) or value, column.heading)
        named = change_of(text) or change_of(column.cells[-1]) or change_of(" ".join(column.cells))
        if named:
            found[named] = found.get(named) or day
        else:
            row.trouble(column.heading, f"“{text}” không rõ là sinh, mất, chuyển đến hay chuyển đi nên chưa ghi.")
    if not found and (named := change_of(row.line.group) or change_of(row.on.section)):
        found[named] = ""
    if len(found) > 1:
        row.trouble(row.heading_of("change"), "Dòng này ghi nhiều biến động cùng lúc nên chưa ghi. Hãy tách mỗi biến "
                    "động một dòng.")
        return
    for named, day in found.items():
        _write(row, named, day)
    if not found and not row.told.troubles:
        row.trouble(row.heading_of("change"), "Không rõ em có biến động gì nên chỉ so em với sổ.")


def _write(row: Teller, named: str, day: str) -> None:
    day = day or row.day("changed_on")
    if named == "died":
        if not day:
            row.trouble(row.heading_of("changed_on"), (
                "Em đã mất mà không ghi ngày nên chưa ghi được. Hãy hỏi ngày mất."))
            return
        row.told.person["died_on"] = day
        if cause := cause_of(row.text("death_cause")):
            row.told.person["death_cause"] = cause
    elif named == "left":
        row.told.left = day or row.on.on.isoformat()
    elif named == "came":
        row.told.since = day or row.on.on.isoformat()
    elif named == "born" and row.born.full:
        row.told.since = dt.date(row.born.year, row.born.month, row.born.day).isoformat()


LIST = ListKind("monthly_changes", "Biến động trẻ em trong tháng", (
    FieldWords("changed_on", ("ngay bien dong", "ngay thay doi", "thoi gian", "thoi diem", "tu ngay",
                              "ngay den di", "ngay di den", "ngay chuyen$", "ngay den$", "ngay di$"), ("sinh",)),
    FieldWords("change", ("bien dong", "loai bien dong", "hinh thuc", "tang giam", "dien bien dong", "chuyen den",
                          "chuyen di", "moi sinh", "sinh moi", "tu vong", "chet", "mat ngay", "ngay mat"),
               ("ly do", "nguyen nhan", "noi chuyen", "noi den", "noi di")),
    FieldWords("death_cause", ("nguyen nhan", "ly do chet"))), tell=tell, blank=(
        Box("Biến động", "Một biến động một dòng.", "Chuyển đến",
            choices=("Mới sinh", "Chuyển đến", "Chuyển đi", "Tử vong")),
        Box("Ngày biến động", "Ngày sinh, ngày đến, ngày đi hay ngày mất.", "05/11/2026", form="day"),
        Box("Nguyên nhân", "Chỉ ghi cho em đã mất.", "")))
