"""The sheets of a re-survey as a Word file: what helps to find the child, and empty boxes for what is asked."""
from __future__ import annotations

from mangnon.core.models import Owner
from mangnon.web import formats
from mangnon.web.paper import Paper

from .households import House, find, houses, in_order
from .models import Resurvey

HEADS = ("Mã", "Hộ, tên gọi của em", "Họ và tên theo giấy tờ", "Ngày sinh", "Nam/nữ", "Họ và tên mẹ", "Ở đây?", "Lớp")
WIDTHS = (1.5, 3.0, 3.2, 2.0, 1.2, 3.2, 1.2, 1.2)
LACKING = 4
"""Lines at a thôn's end, for a household with more children whom the register lacks than its one empty line holds."""


def sheets_docx(it: Resurvey) -> bytes:
    """One part a thôn. The surveyor writes what the papers say without knowing what the register has."""
    paper = Paper("Phiếu phúc tra")
    rows = list(it.rows.exclude(child=None).select_related("unit", "child"))
    for n, unit in enumerate(dict.fromkeys(row.unit for row in in_order(rows))):
        found = houses(row for row in rows if row.unit_id == unit.pk)
        (paper.annex if n else paper.first)("PHIẾU PHÚC TRA", unit.name.upper(),
                                            f"Rút ngày {formats.date(it.day)}, số rút {it.seed}")
        if Owner.current().demo:
            paper.note("Dữ liệu minh họa: mọi trẻ em và con số đều do phần mềm đặt ra.")
        paper.note("Đến từng hộ, hỏi và xem giấy tờ rồi ghi; không xem sổ trước. Ô “Ở đây?”: có, đi (đã chuyển đi), "
                   "không (không có em này). Ô “Lớp”: số lớp, mg3 đến mg5, hoặc không. Chưa hỏi được thì để trống.")
        paper.table(HEADS, [line for house in found for line in _lines(house)], WIDTHS, size=10)
        paper.note("Em dưới 16 tuổi đang ở các hộ trên mà không có tên: ghi vào dòng “em khác” của hộ. Hết dòng thì "
                   "ghi tiếp ở đây, cột đầu ghi mã hộ.")
        paper.table(HEADS, [[""] * len(HEADS)] * LACKING, WIDTHS, size=10)
        paper.note("Người phúc tra (ký, ghi rõ họ tên): ………………………………………    Ngày: …………………")
    return paper.content()


def _lines(house: House) -> list[list[str]]:
    """A household's children, and an empty line for one whom the register lacks."""
    empty = [""] * (len(HEADS) - 2)
    other = f"{house.head}: em khác" if house.head else "em khác cùng hộ"
    return [*([row.code, find(row), *empty] for row in house.rows), [house.spare, other, *empty]]
