"""Danh sách trẻ khuyết tật: kind and degree as ticks; adults stand among the children."""
from __future__ import annotations

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.filled import Cells, Known
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text


def tell(row: Teller) -> None:
    """A disability from the list's day on, its degree by a tick or a word, and whether the child is to learn."""
    found = {degree for column, value in row.cells("severity")
             if (degree := _degree(column.last if habits.ticked(value) else as_text(value)))}
    if len(found) > 1:
        row.trouble(row.heading_of("severity"), "Có hơn một mức độ được đánh dấu nên chưa ghi mức độ.")
    cells = {"from_on": row.on.on.isoformat()}
    if len(found) == 1:
        cells["severity"] = found.pop()
    wish = fold(row.text("needs_schooling")).strip(" .")
    if wish:
        cells["needs_schooling"] = "false" if wish in ("khong", "k", "0", "-") else "true"
    row.fact("disabilities", **cells)


def _degree(text: str) -> str:
    words = fold(text)
    if "dac biet" in words or words == "dbn":
        return "profound"
    return "severe" if "nang" in words else "mild" if "nhe" in words else ""


def filled(known: Known) -> Cells | None:
    """Her disability of today."""
    rows = known.open("disabilities")
    if not rows:
        return None
    last = max(rows, key=lambda row: row["from_on"])
    return {"Mức độ": {"mild": "Nhẹ", "severe": "Nặng", "profound": "Đặc biệt nặng"}.get(last["severity"], ""),
            "Nhu cầu đi học": {"true": "Có", "false": "Không"}.get(last["needs_schooling"], "")}


LIST = ListKind("disability", "Danh sách trẻ khuyết tật", (
    FieldWords("severity", ("dac biet nang", "dbn", "nang", "nhe", "muc do"), ("can nang",)),
    FieldWords("needs_schooling", ("nhu cau di hoc", "nhu cau hoc", "di hoc", "nhu cau hoc tap"))),
    once=True, close=True, tell=tell, filled=filled, blank=(
        Box("Mức độ", "Theo giấy xác nhận khuyết tật.", "Nặng", choices=("Nhẹ", "Nặng", "Đặc biệt nặng")),
        Box("Nhu cầu đi học", "Hỏi gia đình; chưa hỏi thì để trống.", "Có", choices=("Có", "Không"))))
