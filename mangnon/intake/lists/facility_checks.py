"""Kết quả kiểm tra cơ sở theo năm: schools, stations, play points; an empty cell is unknown, never no."""
from __future__ import annotations

import re

from mangnon.core.names import fold
from mangnon.intake import habits
from mangnon.intake.blank import Box
from mangnon.intake.headings import FieldWords
from mangnon.intake.list_reading import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

ASKED = ("sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")
_NO = re.compile(r"^(khong|chua|hong|k\b|ko\b|0$|false|khg)|\b(khong|chua) (dat|co)\b|ngung|tam dung|dong cua")
_YES = re.compile(r"^(dat|co|tot|du|dam bao|dang hoat dong|hoat dong|binh thuong|hop ve sinh)\b")
_UNKNOWN = ("", "-", "?", "chua ro", "khong ro", "chua kiem tra")


def answer(value: object) -> str | None:
    """true, false, "" where the cell says nothing, None where it cannot be understood."""
    text = as_text(value)  # type: ignore[arg-type]
    words = " ".join(re.sub(r"[^\w?-]+", " ", fold(text)).split())
    if words in _UNKNOWN:
        return ""
    if habits.ticked(text) or _YES.search(words):
        return "true"
    return "false" if _NO.search(words) else None


def tell(row: Teller) -> None:
    """The answers of a year: of the row, else of the title, else of the list's day."""
    found = {}
    for name in ASKED:
        value = row.line.first(name)
        said = answer(value)
        if said is None:
            row.trouble(row.heading_of(name), f"“{as_text(value)}” không rõ là có hay không nên chưa ghi.")
        elif said:
            found[name] = said
    year = re.search(r"\b(20\d\d)\b", row.text("year")) or re.search(r"năm\s+(20\d\d)", row.on.title, re.IGNORECASE)
    which = int(year[1]) if year else row.on.on.year
    if which > row.on.today.year:
        row.trouble(row.heading_of("year"), f"Năm {which} còn ở phía trước nên chưa ghi.")
    elif found:
        row.fact("facility_checks", year=str(which), **found)
    elif not row.told.troubles:
        row.trouble("", "Dòng này chưa có câu trả lời nào.")


LIST = ListKind("facility_checks", "Kết quả kiểm tra cơ sở", (
    FieldWords("full_name", ("ten co so", "co so", "ten truong", "truong", "ten don vi", "don vi", "ten diem",
                             "dia diem"), ("vat chat", "ngay"), 3),
    FieldWords("sanitation", ("ve sinh", "nha ve sinh", "cong trinh ve sinh")),
    FieldWords("psychological_support", ("tam ly", "tu van tam ly", "ho tro tam ly")),
    FieldWords("accessible_materials", ("tai lieu", "hoc lieu", "thiet bi day hoc")),
    FieldWords("accessible_building", ("co so vat chat", "loi di", "duong doc", "cong trinh tiep can", "tiep can")),
    FieldWords("operating", ("dang hoat dong", "hoat dong", "tinh trang hoat dong", "tinh trang")),
    FieldWords("year", ("nam", "nam kiem tra"))), tell=tell, subject="place", blank=(
        Box("Công trình vệ sinh", "Hợp vệ sinh hay không; chưa kiểm tra thì để trống.", "Đạt",
            choices=("Đạt", "Không đạt")),
        Box("Hỗ trợ tâm lý", "Có dịch vụ hỗ trợ, tư vấn tâm lý.", "Có", choices=("Có", "Không")),
        Box("Cơ sở vật chất cho trẻ khuyết tật", "Lối đi, nhà vệ sinh… dùng được.", "Có", choices=("Có", "Không")),
        Box("Tài liệu cho trẻ khuyết tật", "Tài liệu, thiết bị phù hợp.", "Không", choices=("Có", "Không")),
        Box("Đang hoạt động", "Với điểm vui chơi, cơ sở trợ giúp.", "Có", choices=("Có", "Không"))))
