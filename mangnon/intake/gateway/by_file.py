"""The way that works today: a workbook that is carried to the police and comes back filled in. See docs/gateway.md."""
from __future__ import annotations

import io
from collections.abc import Sequence

from .asking import Asked, Question
from .models import Inquiry

SENT = (("Mã tham chiếu", "reference", 24), ("Họ và tên", "full_name", 26), ("Ngày sinh", "born", 12),
        ("Giới tính", "sex", 10), ("Họ tên mẹ", "mother_name", 24), ("Số định danh trong sổ", "personal_id", 18),
        ("Thôn", "village", 16))
ANSWERED = (("Kết quả", 16, ("Khớp", "Khác", "Không tìm thấy")), ("Số định danh đúng", 18, ()),
            ("Họ và tên đúng", 26, ()), ("Ngày sinh đúng", 12, ()), ("Giới tính đúng", 10, ("Nam", "Nữ")),
            ("Họ tên mẹ đúng", 24, ()), ("Họ tên cha đúng", 24, ()), ("Ngày đăng ký khai sinh", 14, ()),
            ("Ghi chú của nơi trả lời", 28, ()))
TITLE = "YÊU CẦU ĐỐI CHIẾU DÂN CƯ"
TOP = 4
"""Row of the heading, from 0."""


class ByFile:
    """Writes the request; the answer is dropped on the page of lists like any other file."""

    name = "file"

    def ask(self, inquiry: Inquiry, questions: Sequence[Question]) -> Asked:
        return Asked(f"yeu-cau-{inquiry.code.lower()}.xlsx", workbook(inquiry, questions),
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def workbook(inquiry: Inquiry, questions: Sequence[Question]) -> bytes:
    """Our columns locked, theirs open and checked; every cell is text, so that no zero is lost and nothing computes."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Đối chiếu")
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E4F0F1"})
        ours, theirs = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "locked": False})
        sheet.write_string(0, 0, TITLE, bold)
        sheet.write_string(1, 0, f"Mã yêu cầu: {inquiry.code}")
        sheet.write_string(2, 0, "Điền các cột bên phải, giữ nguyên mã tham chiếu, rồi gửi lại cả tệp. "
                                 "Trong tệp có thông tin trẻ em: chỉ trao cho người được giao việc.")
        for at, (heading, _name, width) in enumerate(SENT):
            sheet.write_string(TOP, at, heading, head)
            sheet.set_column(at, at, width, ours)
        for at, (heading, width, choices) in enumerate(ANSWERED, len(SENT)):
            sheet.write_string(TOP, at, heading, head)
            sheet.set_column(at, at, width, theirs)
            if choices:
                sheet.data_validation(TOP + 1, at, TOP + len(questions), at,
                                      {"validate": "list", "source": list(choices)})
        for row, question in enumerate(questions, TOP + 1):
            for at, (_heading, name, _width) in enumerate(SENT):
                if text := getattr(question, name):
                    sheet.write_string(row, at, text, ours)
        sheet.freeze_panes(TOP + 1, 2)
        sheet.protect("", {"format_columns": True, "sort": False, "autofilter": True})
    return out.getvalue()
