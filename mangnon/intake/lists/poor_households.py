"""Danh sách hộ nghèo, cận nghèo: the head of the household often stands before the child."""
from __future__ import annotations

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller, tidy
from mangnon.intake.workbook import as_text


def tell(row: Teller) -> None:
    """The household's status from the list's day on: a tick under it, its word in one column or beside the head.

    Without such a column the line above the households says it, or the title where it names one status only.
    """
    found = {status for column, value in row.cells("status")
             if (status := _status(column.cells[-1] if habits.ticked(value) else as_text(value)))}
    around = [] if row.has_column("status") else [_named(row.line.group), _named(row.on.section), _named(row.on.title)]
    beside = next(filter(None, (_beside(row.text("head_name")), *around)), "")
    if not found and beside:
        found = {beside}
    if len(found) != 1:
        row.trouble(row.heading_of("status"), "Không rõ hộ nghèo hay cận nghèo nên chưa ghi diện của hộ.")
    row.told.household = {"head": tidy(row.text("head_name")), "status": found.pop() if len(found) == 1 else ""}


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
                          "phan loai ho"))),
    tell=tell, filled=filled, blank=(
        Box("Họ tên chủ hộ", "Các em cùng hộ ghi cùng chủ hộ.", "Nguyễn Văn Ví Dụ", width=24),
        Box("Diện hộ", "Theo quyết định công nhận.", "Cận nghèo", choices=("Nghèo", "Cận nghèo"))))
