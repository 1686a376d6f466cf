"""Danh sách trẻ khuyết tật: kind and degree as ticks; adults stand among the children."""
from __future__ import annotations

import re

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

_WISH = r"^(?:có|đã|muốn|rất muốn|cần|x|đang|được)"
_NO_DISABILITY = r"(?:không|chưa|ko)(?: phải| bị| có| là)* (?:khuyết tật|kt)"
_ONLY_NO = r"^(?:không|chưa|ko|k|0|không có|chưa có)$"
_NONE = (rf"{_NO_DISABILITY}|(?:không|chưa|ko)(?: được| đủ| thuộc| có)* "
         r"(?:xác nhận|xác định|công nhận|kết luận|điều kiện|đạt)|bình thường|âm tính")
_OPEN = r"^(?:hoãn|chờ|đang chờ|nghi|nghi ngờ|theo dõi|hết|đã hết|đã khỏi)|chờ (?:kết luận|xác nhận|giám định|kết quả)"
_ASKED = r"xác nhận|xác định|giám định|cấp giấy|công nhận|khám"
_SUSPECTED = r"nghi|nghi ngờ|nguy cơ|đề nghị (?:xác|giám|cấp|công|khám)|chưa (?:có giấy|được|xác)"
_LOOKED_AT = r"rà soát|sàng lọc|khám|điều tra"
_DEGREES = (
    ("profound", r"(?:đặc biệt|đ biệt|đb) n[ặă]ng|đbn|(?:^|mức |mức độ |kt |khuyết tật )(?:đặc biệt|đb)$"),
    ("severe", r"nặng(?! tai)|^n$"), ("mild", r"nhẹ|^nh$"))


def tell(row: Teller) -> None:
    """A disability from the list's day on, its degree by a tick or a word, and whether the child is to learn."""
    if why := _unsure(row):
        row.trouble(row.heading_of("result") or row.heading_of("severity"), why)
        return
    found: set[str] = set()
    for column, value in row.cells("severity"):
        typed = column.cells[-1] if habits.ticked(value) else as_text(value)
        if degree := _degree(typed):
            found.add(degree)
        elif not statements.is_no(typed):
            row.trouble(column.heading, f"“{typed}” không nêu rõ mức độ nhẹ, nặng hay đặc biệt nặng nên chưa "
                        "ghi mức độ.")
    if len(found) > 1:
        row.trouble(row.heading_of("severity"), "Có hơn một mức độ được đánh dấu nên chưa ghi mức độ.")
    cells = {"from_on": row.on.on.isoformat()}
    if len(found) == 1:
        cells["severity"] = found.pop()
    if wish := _wish(row):
        cells["needs_schooling"] = wish
    row.fact("disabilities", **cells)


def _unsure(row: Teller) -> str:
    """Why a row says of no disability that there is one: none was found, nobody has decided, or it is only asked for.

    A list of those who are looked at tells of whom something was found, and of nobody else.
    """
    for column, value in row.cells("result"):
        words = statements.bare(as_text(value))
        asked = "de nghi" in column.words and statements.find(_ASKED, words)
        if statements.is_no(as_text(value)) or statements.is_unknown(as_text(value)) or statements.find(
                rf"{_NONE}|{_OPEN}", words) or asked:
            return f"“{as_text(value)}” không phải kết luận em có khuyết tật nên chưa ghi."
    texts = [as_text(value) for column, value in row.cells("severity")]
    for text in texts:
        if statements.find(_NO_DISABILITY, statements.bare(text)) or (
                statements.find(_ONLY_NO, statements.bare(text)) and len(row.heading.fields["severity"]) == 1):
            return f"“{text}” nói em không khuyết tật hay chưa rõ nên chưa ghi."
    title = statements.bare(row.on.title)
    told = any(not statements.is_no(text) for text in texts)
    if not row.text("result") and (statements.find(_SUSPECTED, title) or (
            not told and statements.find(_LOOKED_AT, title))):
        return "Danh sách là của các em được rà soát hay nghi khuyết tật mà chưa ghi kết luận nên chưa ghi."
    return ""


def _degree(text: str) -> str:
    """The degree that a cell names; what stands in brackets only where nothing before them does. "Rất nặng" is none."""
    for part in (re.sub(r"\([^)]*\)", " ", text), text):
        words = statements.bare(part)
        found = [code for code, pattern in _DEGREES if statements.find(pattern, words)]
        if statements.find(r"(?:không|chưa)(?: phải)? (?:nặng|nhẹ)|rất nặng", words) or found == ["severe", "mild"]:
            return ""
        if found:
            return found[0]
    return ""


def _wish(row: Teller) -> str:
    """Whether the child is to learn, where the cell says so."""
    text = row.text("needs_schooling")
    if not text or statements.is_unknown(text):
        return ""
    if statements.is_no(text):
        return "false"
    if habits.ticked(text) or statements.find(_WISH, statements.bare(text)):
        return "true"
    row.trouble(row.heading_of("needs_schooling"), f"“{text}” không rõ em có nhu cầu đi học hay không nên chưa ghi.")
    return ""


def filled(known: Known) -> Cells | None:
    """Her disability of today."""
    rows = known.open("disabilities")
    if not rows:
        return None
    last = max(rows, key=lambda row: row["from_on"])
    return {"Mức độ": {"mild": "Nhẹ", "severe": "Nặng", "profound": "Đặc biệt nặng"}.get(last["severity"], ""),
            "Nhu cầu đi học": {"true": "Có", "false": "Không"}.get(last["needs_schooling"], "")}


LIST = ListKind("disability", "Danh sách trẻ khuyết tật", (
    FieldWords("severity", ("dac biet nang", "dbn", "nang", "nhe", "muc do"),
               ("can nang", "kha nang", "chuc nang", "ky nang", "nang khieu", "nang luc", "ho tro", "tro cap")),
    FieldWords("result", ("ket qua", "ket luan", "de nghi", "xac nhan", "tinh trang xac nhan"),
               ("hoc tap", "hoc luc", "hoc", "can thiep", "dieu tri", "phuc hoi", "ho tro", "ngay", "so", "nguoi",
                "noi", "giay"), first=("ket qua", "ket luan")),
    FieldWords("needs_schooling", ("nhu cau di hoc", "nhu cau hoc", "di hoc", "nhu cau hoc tap"),
               ("dang di hoc", "kha nang", "truong", "hoc nghe", "hoc them"), first=("nhu cau",))),
    once=True, close=True, tell=tell, filled=filled, blank=(
        Box("Mức độ", "Theo giấy xác nhận khuyết tật.", "Nặng", choices=("Nhẹ", "Nặng", "Đặc biệt nặng")),
        Box("Nhu cầu đi học", "Hỏi gia đình; chưa hỏi thì để trống.", "Có", choices=("Có", "Không"))))
