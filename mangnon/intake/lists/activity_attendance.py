"""Danh sách trẻ tham gia hoạt động: everyone on it was there, or a tick says who; the title says what and when."""
from __future__ import annotations

import datetime as dt
import re
import unicodedata

from mangnon.core.names import fold
from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.heading_days import day_in
from mangnon.intake.headings import Column, FieldWords, Heading
from mangnon.intake.lines import Line
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

KINDS = (("consultation", r"y kien|dien dan|doi thoai|tham van|lang nghe tre em"), ("training", r"tap huan|boi duong"),
         ("campaign", r"chien dich|truyen thong|thang hanh dong|mit tinh|phat dong"),
         ("awareness", r"quyen tham gia|quyen tre em|nang cao nhan thuc|tuyen truyen"),
         ("participation_model", r"cau lac bo|mo hinh|hoi dong tre em|doi tuyen truyen|trai he|hoi thi|hoi trai"))
_AWAY = r"vắng|nghỉ|^(?:p|kp|cp|np|vp|vcp|vkp|có phép|không phép|ốm)"
_THERE = r"^(?:có|đã|đủ|đến|muộn|đúng giờ|tham gia|tham dự)"
_ABSENCE = r"vắng|nghỉ|(?:không|chưa) (?:tham gia|tham dự|dự|có mặt|đến)"
_ROLL_CALL = r"tham gia|tham dự|dự|điểm danh|có mặt"
_PLANNED = (r"đăng ký|đăng kí|dự kiến|được mời|khách mời|giấy mời|mời (?:dự|tham|họp)|triệu tập|được cử|kế hoạch|đề cử|"
            r"nguyện vọng|mong muốn|nhu cầu")
_BEFORE = r"(?:năm|lần|đợt|kỳ|khóa|tháng) (?:trước|ngoái)|từng|trước đây|số (?:lần|buổi)"
_TICKS = frozenset({"x", "+", "1", "co"})
LONGEST_MARK = 2
THERE, AWAY, UNCLEAR = "there", "away", "unclear"


def kind_of(text: str) -> str:
    """The kind of an activity by the words of its name; "" where they tell none."""
    words = " ".join(fold(text).split())
    return next((code for code, pattern in KINDS if re.search(pattern, words)), "")


def title_of(text: str) -> str:
    """The activity's name in a list's title: "Danh sách trẻ em tham gia diễn đàn trẻ em ngày 15/8/2026" is of
    "Diễn đàn trẻ em"; "" where the title names none."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    ends = r",|\(|\bngày\s+\d|\bnăm\s+\d|\btháng\s+\d|\d{1,2}/\d|$"
    found = re.search(rf"(?:tham gia|tham dự|dự|điểm danh)\s+(.+?)(?=\s*(?:{ends}))", plain, re.IGNORECASE)
    name = found[1].strip(" .:-–") if found else ""
    if fold(name) in ("hoat dong", "cac hoat dong"):
        return ""
    return name[:1].upper() + (name[1:].lower() if name.isupper() else name[1:])


def tell(row: Teller) -> None:
    """Attendance at the activity of the row or the title, or of each column that names a day."""
    columns = row.heading.fields.get("present", [])
    days = {column.at: day for column in columns if (day := day_in(column, row.on))}
    if row.text("activity") or row.text("held_on"):
        if _was_there(row):
            held = row.day("held_on") if row.text("held_on") else row.on.on.isoformat()
            if held:
                _attended(row, held, row.text("activity"), f"{row.text('activity')} {row.on.title}")
    elif days:
        _each_day(row, days)
    elif _was_there(row):
        _attended(row, row.on.on.isoformat(), title_of(row.on.title), row.on.title)


def _each_day(row: Teller, days: dict[int, dt.date]) -> None:
    for column, value in row.cells("present"):
        if column.at not in days or _of_absence(column) or _not_now(column):
            continue
        said = _mark(as_text(value), row)
        if said == THERE:
            name = re.sub(r"[\d/.,()-]+|ngày", " ", column.cells[-1]).strip()
            _attended(row, days[column.at].isoformat(), " ".join(name.split()) or title_of(row.on.title),
                      f"{column.heading} {row.on.title}")
        elif said == UNCLEAR:
            _ask(row, column, as_text(value))


def _was_there(row: Teller) -> bool:
    """Whether the row says that the child took part; everyone does on a list without a column that says who."""
    every = row.heading.fields.get("present", [])
    columns = [column for column in every if not _not_now(column)]
    if all(map(_of_absence, columns)) and (
            statements.find(_PLANNED, statements.bare(row.on.title)) or len(columns) < len(every)):
        row.trouble("", "Danh sách mời, đăng ký hay dự kiến chưa nói em có mặt nên chưa ghi.")
        return False
    if statements.find(_ABSENCE, statements.bare(row.text("note"))):
        row.trouble(row.heading_of("note"), f"Ghi chú “{row.text('note')}” nói em vắng nên chưa ghi em có mặt.")
        return False
    marks = [(column, as_text(value), _mark(as_text(value), row)) for column, value in row.cells("present")
             if column in columns and not _of_absence(column)]
    away = [column for column, value in row.cells("present") if _of_absence(column)
            and not statements.is_no(as_text(value))]
    there = any(said == THERE for _column, _text, said in marks)
    if there and away:
        row.trouble(away[0].heading, "Em vừa được ghi có mặt vừa được ghi vắng nên chưa ghi.")
        return False
    for column, text, said in marks:
        if said == UNCLEAR:
            _ask(row, column, text)
    if not all(map(_of_absence, columns)):
        return there
    if columns and not away and not statements.find(_ROLL_CALL, statements.bare(row.on.title)):
        row.trouble(columns[0].heading, "Danh sách chỉ ghi ai vắng mà không nói là điểm danh hay danh sách tham gia "
                    "nên chưa ghi em có mặt.")
        return False
    return not away


def _not_now(column: Column) -> bool:
    """Whether a column says who was to come, or who came another time."""
    return bool(statements.find(rf"{_PLANNED}|{_BEFORE}", statements.bare(column.heading)))


def _of_absence(column: Column) -> bool:
    return bool(statements.find(_ABSENCE, statements.bare(column.heading)))


def _mark(text: str, row: Teller) -> str:
    """What a mark means. "v" is a tick, or vắng where the sheet ticks with another mark: then nobody can say."""
    words = statements.bare(text)
    if words == "v" and row.on.marks & _TICKS:
        return UNCLEAR
    if not text or statements.is_no(text) or statements.find(_AWAY, words):
        return AWAY
    if habits.ticked(text) or statements.find(_THERE, words):
        return THERE
    return UNCLEAR


def _ask(row: Teller, column: Column, text: str) -> None:
    row.trouble(column.heading, f"“{text}” không rõ là có mặt hay vắng nên chưa ghi.")


def marks(lines_: list[Line], heading: Heading) -> frozenset[str]:
    """The short marks by which a sheet says who was there."""
    columns = heading.fields.get("present", ())
    cells = (fold(as_text(value)) for line in lines_
             for column, value in zip(columns, line.values.get("present", ()), strict=False) if not _of_absence(column)
             and not _not_now(column))
    return frozenset(cell for cell in cells if 0 < len(cell) <= LONGEST_MARK)


def _attended(row: Teller, day: str, title: str, words: str) -> None:
    if day > row.on.today.isoformat():
        row.trouble(row.heading_of("present"), "Hoạt động chưa diễn ra nên chưa ghi em có tham gia.")
        return
    row.fact("attendance", held_on=day, title=title, kind=kind_of(title) or kind_of(words))


LIST = ListKind("activity_attendance", "Danh sách trẻ tham gia hoạt động", (
    FieldWords("present", ("tham gia", "tham du", "co mat", "diem danh", "du hop", "du", r"buoi \d+",
                           r"\d{1,2} \d{1,2} \d{4}", r"^(?:ngay )?\d{1,2} \d{1,2}(?: \d\d)?$",
                           r"^\d{4} \d\d \d\d$", "vang", "^nghi$", "nghi (?:co|khong) phep"),
               ("y kien", "giay", "sinh", "ly do")),
    FieldWords("activity", ("ten hoat dong", "hoat dong", "noi dung hoat dong"), ("ngay", "tham gia")),
    FieldWords("note", ("ghi chu",)),
    FieldWords("held_on", ("ngay to chuc", "ngay dien ra", "ngay hoat dong"))),
    tell=tell, marks=marks, blank=(
        Box("Hoạt động", "Tên hoạt động; cả danh sách thường là một.", "Diễn đàn trẻ em xã", width=28),
        Box("Ngày tổ chức", "Ngày diễn ra.", "15/08/2026", form="day"),
        Box("Có mặt", "Đánh dấu x; để trống là vắng.", "x", choices=("x",), width=10),))
