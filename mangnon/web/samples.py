"""Everything the style page shows: invented children, invented figures, every component once."""
from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import samples_charts
from .fields import DateField, DecimalField, PartialDateField, YesNoField
from .forms import BaseForm
from .icons import ICONS

COLOURS = [("--ink", "#16232B", "16,0:1"), ("--ink-2", "#4A5A64", "7,2:1"), ("--brand", "#0B5C6B", "7,6:1"),
           ("--link", "#0A5C9E", "6,9:1"), ("--good", "#1F6B3A", "6,5:1"), ("--warn", "#8A4B00", "6,8:1"),
           ("--bad", "#A3231F", "7,5:1"), ("--line", "#7A868D", "3,7:1"), ("--focus", "#FFCD00", "10,7:1"),
           ("--paper", "#F6F4EF", "")]
SIZES = [(28, 600), (22, 600), (18, 600), (16, 400)]


class SampleForm(BaseForm):
    """A form with a mistake in it."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên trẻ"), widget=forms.TextInput(
        attrs={"autocomplete": "off"}), help_text=gettext_lazy("Ghi đủ dấu, như trong giấy khai sinh"))
    born = PartialDateField(label=gettext_lazy("Ngày sinh"), help_text=gettext_lazy(
        "Ví dụ 03/09/2021; chỉ biết tháng thì 09/2021, chỉ biết năm thì 2021"))
    known = forms.ChoiceField(label=gettext_lazy("Biết ngày sinh đến đâu?"), widget=forms.RadioSelect, choices=[
        ("day", gettext_lazy("Rõ ngày")), ("month", gettext_lazy("Chỉ rõ tháng, năm")),
        ("year", gettext_lazy("Chỉ rõ năm"))])
    village = forms.ChoiceField(label=gettext_lazy("Thôn"), choices=[("3", "Thôn 3"), ("5", "Thôn 5")],
                                widget=forms.Select(attrs={"class": "w-m"}))
    weight = DecimalField(label=gettext_lazy("Cân nặng (kg)"), low=0.5, high=60)
    weighed = DateField(label=gettext_lazy("Ngày cân"), required=False)
    oedema = YesNoField(label=gettext_lazy("Phù"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Gia đình đồng ý cho ghi"), required=False)


def _states() -> list[tuple[str, str]]:
    return [("dat", _("đạt")), ("chua", _("chưa đạt")), ("chuaro", _("chưa đủ để kết luận")),
            ("khong", _("không phát sinh")), ("trong", _("chưa có số liệu")), ("khongdat", _("không đặt chỉ tiêu")),
            ("qua", _("quá hạn 12 ngày")), ("cho", _("đang chờ")), ("tuchoi", _("từ chối"))]


def _uses() -> list[str]:
    return [_("chữ"), _("chữ phụ"), _("đầu trang, nút chính"), _("liên kết, luôn gạch chân"), _("đạt"),
            _("chưa đạt"), _("nguy hiểm, quá hạn"), _("viền ô nhập"), _("vòng chọn, kèm viền đen"), _("nền trang")]


def _tasks() -> list[dict[str, Any]]:
    return [{"title": _("Hẹn tiêm lại cho Lê Gia Hưng"), "url": "#viec", "detail": _("thiếu sởi"),
             "due": _("quá 12 ngày"), "late": True},
            {"title": _("Cân Phạm Nhật Minh"), "url": "#viec", "detail": _("14 tháng"), "due": "30/11"},
            {"title": _("Nhắc khai sinh"), "mark": "dat", "detail": _("đã khai sinh 20/11"), "due": _("xong")}]


def _moments() -> list[dict[str, Any]]:
    return [{"mark": "dat", "on": dt.date(2026, 9, 14), "room": _("Tăng trưởng"), "title": _("Cân 26,2 kg")},
            {"mark": "qua", "now": True, "when": _("hôm nay"), "title": _("Ký trước 09 giờ 40")},
            {"mark": "trong", "when": _("sau đó"), "title": _("Rà soát")}]


def _tabs() -> list[tuple[str, str, int | None, bool]]:
    return [("#tab", _("Chưa đủ"), 4, True), ("#tab", _("Đã đủ"), 88, False), ("#tab", _("Chưa rõ"), 0, False)]


def samples() -> dict[str, Any]:
    """The page's context."""
    form = SampleForm({"full_name": "Nguyễn Hải Đăng", "born": "30/02/2021", "known": "day", "village": "3",
                       "weight": "", "weighed": "14/9/26"}, auto_id="mau_%s")
    page = SimpleNamespace(has_other_pages=True, has_previous=True, has_next=True, previous_page_number=1,
                           next_page_number=3, number=2, paginator=SimpleNamespace(num_pages=8))
    return {"colours": [(*colour, use) for colour, use in zip(COLOURS, _uses(), strict=True)],
            "sizes": zip(SIZES, [_("tên trang, một lần"), _("tên thẻ, phần"), _("bước, mục nhỏ"),
                                 _("câu chữ, dòng cao 1,55")], strict=True),
            "states": _states(), "icons": ICONS, "sample": form, "tasks": _tasks(), "moments": _moments(),
            "tabs": _tabs(), "page": page, "charts": samples_charts.charts(),
            "pairs": [(_("Khai sinh"), "26/03/2018"), (_("Dân tộc"), "Kinh"), (_("Thẻ bảo hiểm"), None)]}
