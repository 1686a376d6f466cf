"""The sheets of a re-survey as a Word file: what helps to find the child, and empty boxes for what is asked."""
from __future__ import annotations

from typing import Any

from mangnon.core.models import Owner
from mangnon.web import formats
from mangnon.web.paper import Paper

from .models import Resurvey, ResurveyRow

HEADS = ("Mã", "Hộ, tên gọi của em", "Họ và tên theo giấy tờ", "Ngày sinh", "Nam/nữ", "Họ và tên mẹ", "Ở đây?", "Lớp")
WIDTHS = (1.3, 3.0, 3.4, 2.0, 1.2, 3.2, 1.2, 1.2)
LACKING = 4


def sheets_docx(it: Resurvey) -> bytes:
    """One part a thôn. The surveyor writes what the papers say without knowing what the register has."""
    paper = Paper("Phiếu phúc tra")
    rows = list(it.rows.exclude(child=None).select_related("unit", "child"))
    for n, unit in enumerate(dict.fromkeys(row.unit for row in rows)):
        (paper.annex if n else paper.first)("PHIẾU PHÚC TRA", unit.name.upper(),
                                            f"Rút ngày {formats.date(it.day)}, số rút {it.seed}")
        if Owner.current().demo:
            paper.note("Dữ liệu minh họa: mọi trẻ em và con số đều do phần mềm đặt ra.")
        paper.note("Đến từng hộ, hỏi và xem giấy tờ rồi ghi; không xem sổ trước. Ô “Ở đây?”: có, đi (đã chuyển đi), "
                   "không (không có em này). Ô “Lớp”: số lớp, mg3 đến mg5, hoặc không. Chưa hỏi được thì để trống.")
        paper.table(HEADS, [[row.code, _find(row), *[""] * 6] for row in rows if row.unit == unit], WIDTHS, size=10)
        paper.note("Em dưới 16 tuổi đang ở các hộ trên mà không có tên ở trên:")
        paper.table(HEADS, [[f"{_number(rows, unit)}-m{n}", *[""] * 7] for n in range(1, LACKING + 1)], WIDTHS, size=10)
        paper.note("Người phúc tra (ký, ghi rõ họ tên): ………………………………………    Ngày: …………………")
    return paper.content()


def _number(rows: list[ResurveyRow], unit: Any) -> str:
    """The thôn's part of its codes."""
    return next(row.code for row in rows if row.unit == unit).partition("-")[0]


def _find(row: ResurveyRow) -> str:
    """What finds the child and no more: the head of the household and her given name; without a head the whole name."""
    name = row.was.get("full_name", "")
    given = name.split()[-1] if name else "chưa có tên"
    return f"{row.head}: {given}" if row.head else name or "chưa có tên"
