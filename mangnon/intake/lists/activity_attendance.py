"""Danh sách trẻ tham gia hoạt động: everyone on it was there, or a tick says who; the title says what and when."""
from __future__ import annotations

import re
import unicodedata

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

KINDS = (("consultation", r"y kien|dien dan|doi thoai|tham van|lang nghe tre em"), ("training", r"tap huan|boi duong"),
         ("campaign", r"chien dich|truyen thong|thang hanh dong|mit tinh|phat dong"),
         ("awareness", r"quyen tham gia|quyen tre em|nang cao nhan thuc|tuyen truyen"),
         ("participation_model", r"cau lac bo|mo hinh|hoi dong tre em|doi tuyen truyen|trai he|hoi thi|hoi trai"))
_ABSENT = ("khong", "vang", "k", "0", "-", "v", "p", "kp")


def kind_of(text: str) -> str:
    """The kind of an activity by the words of its name; "" where they tell none."""
    words = " ".join(fold(text).split())
    return next((code for code, pattern in KINDS if re.search(pattern, words)), "")


def title_of(text: str) -> str:
    """The activity's name in a list's title: "Danh sách trẻ em tham gia diễn đàn trẻ em ngày 15/8/2026" is of
    "Diễn đàn trẻ em"; "" where the title names none."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    ends = r",|\(|\bngày\s+\d|\bnăm\s+\d|\btháng\s+\d|\d{1,2}/\d|$"
    found = re.search(rf"(?:tham gia|tham dự|dự)\s+(.+?)(?=\s*(?:{ends}))", plain, re.IGNORECASE)
    name = found[1].strip(" .:-–") if found else ""
    if fold(name) in ("hoat dong", "cac hoat dong"):
        return ""
    return name[:1].upper() + (name[1:].lower() if name.isupper() else name[1:])


def tell(row: Teller) -> None:
    """Attendance at the activity of the title, or of each column that names one with its day."""
    columns = [(column, habits.date_in(column.heading)) for column in row.heading.fields.get("present", ())]
    dated = [(column, day) for column, day in columns if day]
    if row.text("activity") or row.text("held_on"):
        if not columns or any(_there(as_text(value)) for _column, value in row.cells("present")):
            day = row.day("held_on") if row.text("held_on") else row.on.on.isoformat()
            if day:
                _attended(row, day, row.text("activity"), f"{row.text('activity')} {row.on.title}")
        return
    if not dated:
        values = [value for _column, value in row.cells("present")]
        if columns and not any(_there(as_text(value)) for value in values):
            return
        _attended(row, row.on.on.isoformat(), title_of(row.on.title), row.on.title)
        return
    days = {column.at: day for column, day in dated}
    for column, value in row.cells("present"):
        if column.at in days and _there(as_text(value)):
            name = re.sub(r"[\d/.,()-]+|ngày", " ", column.cells[-1]).strip()
            _attended(row, days[column.at].isoformat(), " ".join(name.split()) or title_of(row.on.title),
                      f"{column.heading} {row.on.title}")


def _there(text: str) -> bool:
    return bool(text) and (habits.ticked(text) or fold(text).strip(" .") not in _ABSENT)


def _attended(row: Teller, day: str, title: str, words: str) -> None:
    if day > row.on.today.isoformat():
        row.trouble(row.heading_of("present"), "Hoạt động chưa diễn ra nên chưa ghi em có tham gia.")
        return
    row.fact("attendance", held_on=day, title=title, kind=kind_of(title) or kind_of(words))


LIST = ListKind("activity_attendance", "Danh sách trẻ tham gia hoạt động", (
    FieldWords("present", ("tham gia", "tham du", "co mat", "diem danh", "du hop", "du", r"\d{1,2} \d{1,2} \d{4}",
                           r"buoi \d+"), ("y kien", "giay", "sinh")),
    FieldWords("activity", ("ten hoat dong", "hoat dong", "noi dung hoat dong"), ("ngay", "tham gia")),
    FieldWords("held_on", ("ngay to chuc", "ngay dien ra", "ngay hoat dong"))),
    tell=tell, blank=(
        Box("Hoạt động", "Tên hoạt động; cả danh sách thường là một.", "Diễn đàn trẻ em xã", width=28),
        Box("Ngày tổ chức", "Ngày diễn ra.", "15/08/2026", form="day"),
        Box("Có mặt", "Đánh dấu x; để trống là vắng.", "x", choices=("x",), width=10),))
