"""Danh sách hộ nghèo, cận nghèo: the head of the household often stands before the child."""
from __future__ import annotations

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller, tidy
from mangnon.intake.workbook import as_text


def tell(row: Teller) -> None:
    """The household's status from the list's day on: a tick under it, or its word in one column."""
    found = {status for column, value in row.cells("status")
             if (status := _status(column.last if habits.ticked(value) else as_text(value)))}
    if not found and (beside := _status(row.text("head_name"))):
        found = {beside}
    if len(found) != 1:
        row.trouble(row.heading_of("status"), "Không rõ hộ nghèo hay cận nghèo nên chưa ghi diện của hộ.")
    row.told.household = {"head": tidy(row.text("head_name")), "status": found.pop() if len(found) == 1 else ""}


def _status(text: str) -> str:
    words = fold(text)
    if "thoat" in words or "khong" in words:
        return ""
    if "can ngheo" in words or words == "hcn":
        return "near_poor"
    return "poor" if "ngheo" in words or words == "hn" else ""


def filled(known: Known) -> Cells | None:
    """Her household's status of today."""
    said = {"poor": "Nghèo", "near_poor": "Cận nghèo"}.get(known.status)
    return {"Họ tên chủ hộ": known.head, "Diện hộ": said} if said and known.head else None


LIST = ListKind("poor_households", "Danh sách hộ nghèo, cận nghèo", (
    FieldWords("head_name", ("chu ho", "ho ten chu ho")),
    FieldWords("status", ("ngheo", "can ngheo", "dien ho", "doi tuong ho", "ho ngheo", "ho can ngheo"))),
    tell=tell, filled=filled, blank=(
        Box("Họ tên chủ hộ", "Các em cùng hộ ghi cùng chủ hộ.", "Nguyễn Văn Ví Dụ", width=24),
        Box("Diện hộ", "Theo quyết định công nhận.", "Cận nghèo", choices=("Nghèo", "Cận nghèo"))))
