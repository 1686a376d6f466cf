"""Danh sách hộ nghèo, cận nghèo: the head of the household often stands before the child."""
from __future__ import annotations

import re

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import Column, FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller, tidy
from mangnon.intake.workbook import as_text

_LEFT = re.compile(r"\bthoat\b")
_AHEAD = re.compile(r"\b(?:dang ky|du kien|ke hoach|nguyen vong|phan dau|nguy co|kha nang)\b")
_BESIDE = re.compile(rf"{_LEFT.pattern}|{_AHEAD.pattern}|\b(?:nguyen nhan|thu nhap|chi so|thieu hut|dan toc|truoc day|"
                     r"nam truoc|chuan ngheo|ngay|so quyet dinh|qd|giay|ma ho|tung|de nghi|da het)\b")


def tell(row: Teller) -> None:
    """The household's status from the list's day on: a tick under it, its word in one column or beside the head.

    Without such a column the line above the households says it, or the title where it names one status only.
    """
    newest = _newest(row)
    cells = [(column, value) for column, value in row.cells("status") if _is_status(column, newest)]
    found = {status for column, value in cells if not 0 < _year(as_text(value)) < row.on.on.year - 1
             and (status := _status(column.cells[-1] if habits.ticked(value) else as_text(value)))}
    left = next((column for column, value in row.cells("status") if _LEFT.search(column.words)
                 and not _AHEAD.search(column.words) and not statements.is_no(as_text(value))), None)
    if left:
        row.trouble(left.heading, "Hộ được ghi là đã thoát nghèo nên chưa ghi diện của hộ. Hãy hỏi diện hiện nay.")
        row.told.household = {"head": tidy(row.text("head_name")), "status": ""}
        return
    own = any(_is_status(column, newest) for column in row.heading.fields.get("status", ()))
    around = [] if own else [_named(row.line.group), _named(row.on.section), _named(row.on.title)]
    beside = next(filter(None, (_beside(row.text("head_name")), *around)), "")
    if not found and beside:
        found = {beside}
    if len(found) != 1:
        row.trouble(row.heading_of("status"), "Không rõ hộ nghèo hay cận nghèo nên chưa ghi diện của hộ.")
    row.told.household = {"head": tidy(row.text("head_name")), "status": found.pop() if len(found) == 1 else ""}


def _newest(row: Teller) -> int:
    """The year whose columns hold: the list's; without one of it the newest before, of no more than a year ago."""
    named = _year(row.on.title) or row.on.on.year
    years = {year for column in row.heading.fields.get("status", ()) if (year := _year(column.heading)) <= named}
    return max(years | {named - 1})


def _year(text: str) -> int:
    """The last year that a text names, or 0."""
    return max((int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)), default=0)


def _is_status(column: Column, newest: int) -> bool:
    """Whether a column says what the household is now: not why, not what it was, and of no other year."""
    return not _BESIDE.search(column.words) and _year(column.heading) in (0, newest)


def _status(text: str) -> str:
    """The status that a cell says; "Cận" and "CN" are words of such a column."""
    words = statements.bare(text)
    if statements.find(r"thoát|không|chưa|hết|mức sống trung bình|trung bình", words):
        return ""
    if statements.find(r"cận nghèo|hcn|^cận$|^cn$", words):
        return "near_poor"
    return "poor" if statements.find(r"nghèo|hn|^n$", words) else ""


def _beside(head: str) -> str:
    """The status behind the head's name: "Lê Văn Ba (hộ nghèo)"; a name may itself be Nghèo."""
    return _status(head[at:]) if (at := max(head.find(mark) for mark in "(,-–;/")) > 0 else ""


def _named(text: str) -> str:
    """The one status that a title or a line names of households: "DANH SÁCH HỘ CẬN NGHÈO"; "" where it names both."""
    words = statements.bare(text)
    if statements.find(r"thoát nghèo|không nghèo|không thuộc|ngoài|rà soát|điều tra|đề nghị|xét|đăng ký", words):
        return ""
    near = bool(statements.find(r"cận nghèo", words))
    poor = bool(statements.find(r"hộ (?:gia đình )?nghèo", words))
    return "" if near == poor else "near_poor" if near else "poor"


def filled(known: Known) -> Cells | None:
    """Her household's status of today."""
    said = {"poor": "Nghèo", "near_poor": "Cận nghèo"}.get(known.status)
    return {"Họ tên chủ hộ": known.head, "Diện hộ": said} if said and known.head else None


LIST = ListKind("poor_households", "Danh sách hộ nghèo, cận nghèo", (
    FieldWords("head_name", ("chu ho", "ho ten chu ho")),
    FieldWords("status", ("ngheo", "can ngheo", "dien ho", "doi tuong ho", "ho ngheo", "ho can ngheo",
                          "phan loai ho"),
               ("nguyen nhan", "thu nhap", "chi so", "thieu hut", "dan toc", "giam ngheo", "chuan ngheo"))),
    tell=tell, filled=filled, blank=(
        Box("Họ tên chủ hộ", "Các em cùng hộ ghi cùng chủ hộ.", "Nguyễn Văn Ví Dụ", width=24),
        Box("Diện hộ", "Theo quyết định công nhận.", "Cận nghèo", choices=("Nghèo", "Cận nghèo"))))
