"""The list of who is entitled and does not receive, as a workbook: no cell can start a formula."""
from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from mangnon.web import formats

from . import words
from .views import Line

WIDTHS = (16, 26, 12, 44, 36, 40, 18, 12, 12, 36, 40)


def workbook(rows: Sequence[Line], villages: Mapping[uuid.UUID, str], day: dt.date) -> bytes:
    """One row a child and policy, in the order given. villages: what each child's thôn is called."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet(_("Danh sách"))
        bold, wrap = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
        sheet.write_string(0, 0, _("Đủ điều kiện mà chưa nhận, ngày %(day)s. Có tên trẻ em: chỉ dùng cho việc đã ghi.")
                           % {"day": formats.date(day)}, bold)
        heads = (_("Thôn"), _("Họ và tên"), _("Ngày sinh"), _("Chính sách"), _("Căn cứ"), _("Vì sao"), _("Trạng thái"),
                 _("Ngày nộp"), _("Hạn trả lời"), _("Lý do từ chối"), _("Giấy tờ còn thiếu"))
        for column, head in enumerate(heads):
            sheet.write_string(2, column, head, bold)
            sheet.set_column(column, column, WIDTHS[column])
        for number, line in enumerate(rows, 3):
            for column, text in enumerate(_cells(line, villages)):
                sheet.write_string(number, column, text, wrap)
        sheet.freeze_panes(3, 2)
        sheet.autofilter(2, 0, 2 + len(rows), len(heads) - 1)
    return packed.getvalue()


def _cells(line: Line, villages: Mapping[uuid.UUID, str]) -> tuple[str, ...]:
    row, claim = line.row, line.row.claim
    basis = row.policy.basis if row.policy.verified else f"{row.policy.basis} ({words.UNVERIFIED})"
    return (villages.get(row.child.pk, ""), str(row.child),
            formats.date_known(row.child.born_on, row.child.born_precision), line.name, basis,
            line.why if not line.lacking else f"{line.why}; {line.lacking}", line.state,
            formats.date(claim.applied_on if claim else None), formats.date(claim.due_on if claim else None),
            claim.refusal if claim else "", "; ".join(line.left))
