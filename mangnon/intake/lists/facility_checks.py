"""Kết quả kiểm tra cơ sở theo năm: schools, stations, play points; an empty cell is unknown, never no."""
from __future__ import annotations

import re

from mangnon.intake import habits, statements
from mangnon.intake.blank import Box
from mangnon.intake.headings import Column, FieldWords
from mangnon.intake.list_kind import ListKind
from mangnon.intake.told import Teller
from mangnon.intake.workbook import as_text

ASKED = ("sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")
_NO = (r"^(?:không|chưa|hỏng|k|ko|0|false|khg)|(?:không|chưa) (?:đạt|có)|ngừng|ngưng|(?:tạm )?dừng|đóng cửa")
_YES = (r"^(?:đã )?(?:đạt|có|tốt|đủ|đảm bảo|bảo đảm|đang hoạt động|hoạt động|bình thường|hợp vệ sinh)")
_PARTLY = r"nhưng|hỏng|xuống cấp|thiếu|một phần|chưa|không"
_EITHER = r"(?:đạt|có)(?: hay| hoặc)? (?:không|chưa)(?: đạt| có)?$"
_UNDER_NO = (r"(?:chưa|không) (?:đạt|có|tốt|đảm bảo)$|không$|chưa$|^(?:không|chưa) có|"
             r"^(?:ngừng|ngưng|tạm dừng|dừng)|đóng cửa")
_UNDER_YES = r"(?:đạt|có|tốt|đảm bảo)$"

_TURNED = (r"hư hỏng|hỏng|hư|xuống cấp|thiếu|cần|nhu cầu|đề nghị|dự kiến|kế hoạch|nâng cấp|sửa chữa|xây mới|năm trước|"
           r"(?:không|chưa) (?:hợp|dùng|sử dụng)|lượt")
"""Of a heading with these "Có" is no yes: "Nhà vệ sinh hư hỏng"."""


def answer(value: object) -> str | None:
    """true, false, "" where the cell says nothing, None where it cannot be understood."""
    text = as_text(value)  # type: ignore[arg-type]
    words = statements.bare(text)
    if words in ("", "?") or statements.is_unknown(text):
        return "true" if habits.ticked(text) else ""
    if habits.ticked(text) or text == "Đ":
        return "true"
    if statements.find(_YES, words):
        return None if statements.find(_PARTLY, words) else "true"
    return "false" if statements.find(_NO, words) else None


def answer_of(column: Column) -> str:
    """What a tick in a column means where its heading is an answer: "Chưa đạt" is false; "" for any other heading.

    "Đạt / không" asks, it does not answer.
    """
    words = statements.bare(column.cells[-1])
    if statements.find(_EITHER, words):
        return ""
    return "false" if statements.find(_UNDER_NO, words) else "true" if statements.find(_UNDER_YES, words) else ""


def _said(row: Teller, name: str) -> str:
    """The answer to one question, in one column or in a column for each answer."""
    found: set[str] = set()
    for column, value in row.cells(name):
        if statements.find(_TURNED, statements.bare(column.heading)) and not answer_of(column):
            row.trouble(column.heading, f"“{column.heading}” hỏi về hư hỏng hay nhu cầu chứ không hỏi có hay không nên "
                        "chưa ghi.")
            continue
        under = answer_of(column)
        said = answer(value)
        if under and habits.ticked(value):
            found.add(under)
        elif said is None or (under and said and said != under):
            row.trouble(column.heading, f"“{as_text(value)}” không rõ là có hay không nên chưa ghi.")
        elif said and not under:
            found.add(said)
    if len(found) > 1:
        row.trouble(row.heading_of(name), "Các cột trả lời khác nhau nên chưa ghi.")
    return found.pop() if len(found) == 1 else ""


def tell(row: Teller) -> None:
    """The answers of a year: of the row, else of the title, else of the list's day."""
    found = {name: said for name in ASKED if (said := _said(row, name))}
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
    FieldWords("sanitation", ("ve sinh", "nha ve sinh", "cong trinh ve sinh"),
               ("so luong", "^so", "ghi chu", "khuyet tat", "kt", "luot", "nhan vien", "kinh phi")),
    FieldWords("psychological_support", ("tam ly", "tu van tam ly", "ho tro tam ly"),
               ("so luong", "^so", "ghi chu", "can bo", "nguoi", "luot", "kinh phi")),
    FieldWords("accessible_materials", ("tai lieu", "hoc lieu", "thiet bi day hoc")),
    FieldWords("accessible_building", ("co so vat chat", "loi di", "duong doc", "cong trinh tiep can", "tiep can",
                                       "csvc")),
    FieldWords("operating", ("dang hoat dong", "hoat dong", "tinh trang hoat dong",
                             r"^tinh trang(?: hien nay| hien tai| co so)?$"),
               ("ngoai", "trai nghiem", "van nghe", "the thao", "noi dung", "ten", "ho so", "^so", "ngay", "gio",
                "thoi gian", "kinh phi", "hinh thuc", "ghi chu", "ke hoach")),
    FieldWords("year", ("nam", "nam kiem tra"))), tell=tell, subject="place", blank=(
        Box("Công trình vệ sinh", "Hợp vệ sinh hay không; chưa kiểm tra thì để trống.", "Đạt",
            choices=("Đạt", "Không đạt")),
        Box("Hỗ trợ tâm lý", "Có dịch vụ hỗ trợ, tư vấn tâm lý.", "Có", choices=("Có", "Không")),
        Box("Cơ sở vật chất cho trẻ khuyết tật", "Lối đi, nhà vệ sinh… dùng được.", "Có", choices=("Có", "Không")),
        Box("Tài liệu cho trẻ khuyết tật", "Tài liệu, thiết bị phù hợp.", "Không", choices=("Có", "Không")),
        Box("Đang hoạt động", "Với điểm vui chơi, cơ sở trợ giúp.", "Có", choices=("Có", "Không"))))
