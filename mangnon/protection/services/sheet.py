"""The directory in Excel: every cell is text, nothing computes."""
from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from mangnon.web import formats

from .catalogue import Hotline
from .directory import Entry

WIDTHS = (34, 16, 36, 22, 20, 12, 26, 16, 22, 30, 14, 30)


def heads() -> list[str]:
    return [_("Tên nơi giúp"), _("Loại"), _("Giúp những việc gì"), _("Gọi ai"), _("Điện thoại"), _("Ngày đêm"),
            _("Giờ làm việc"), _("Ở đâu"), _("Phục vụ địa bàn nào"), _("Địa chỉ"), _("Gọi lại ngày"), _("Ghi chú")]


def workbook(hotlines: Sequence[Hotline], entries: Sequence[Entry], title: str) -> bytes:
    """The numbers of the whole country first, then the directory."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(_("Danh bạ"))
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E6F0F1"})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        page.write_string(0, 0, title, bold)
        for column, (words, width) in enumerate(zip(heads(), WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(2, column, words, head)
        lines = [*(_hotline(one) for one in hotlines), *(_line(entry) for entry in entries)]
        for at, line in enumerate(lines, 3):
            for column, words in enumerate(line):
                page.write_string(at, column, words, cell)
        page.autofilter(2, 0, 2 + len(lines), len(WIDTHS) - 1)
        page.freeze_panes(3, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    return out.getvalue()


def _hotline(one: Hotline) -> list[str]:
    return [one.title, _("số khẩn cấp"), one.purpose, "", one.number, _("có"), "", _("cả nước"), "", "", "", ""]


def _line(entry: Entry) -> list[str]:
    row = entry.row
    always = {True: _("có"), False: _("không"), None: ""}[row.round_the_clock]
    return [row.name, row.get_kind_display(), ", ".join(entry.packages), row.contact, row.phone, always, row.hours,
            row.get_reach_display(), row.area, row.address,
            formats.date(row.confirmed_on) if row.confirmed_on else "", row.note]
