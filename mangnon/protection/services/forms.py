"""What a person may type about who helps."""
from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import names
from mangnon.registry.forms import check_past
from mangnon.web.forms import RecordForm

from .catalogue import catalogue, package_name
from .models import Provider


def tidy(text: Any) -> str:
    return " ".join(names.nfc(str(text or "")).split())


class QuickProviderForm(RecordForm):
    """The three things that cannot wait: what it is called, what it is, which number."""

    class Meta(RecordForm.Meta):
        model = Provider
        fields = ["name", "kind", "phone"]

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        phone = tidy(self.cleaned_data["phone"])
        if phone and len(re.sub(r"\D", "", phone)) < 3:
            raise forms.ValidationError(_("Số điện thoại có ít nhất ba chữ số. Chưa biết thì để trống."))
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("name") and not self.errors and not data.get("phone"):
            self.ask("phone", _("Chưa có số điện thoại: khi cần sẽ không gọi được."), _("Chưa biết số, cứ ghi"))
        return data


class ProviderForm(QuickProviderForm):
    """Everything about a provider."""

    offers = forms.MultipleChoiceField(label=gettext_lazy("Giúp những việc gì"), required=False,
                                       widget=forms.CheckboxSelectMultiple)

    class Meta(RecordForm.Meta):
        model = Provider
        fields = ["name", "kind", "phone", "contact", "round_the_clock", "hours", "call_first", "reach", "area",
                  "address", "from_on", "to_on", "confirmed_on", "note"]
        help_texts = {
            "phone": gettext_lazy("Nhiều số thì cách nhau bằng dấu phẩy."),
            "contact": gettext_lazy("Chức danh, tên người nghe máy. Không ghi tên trẻ."),
            "hours": gettext_lazy("Ví dụ: thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ."),
            "to_on": gettext_lazy("Để trống nếu còn hoạt động. Đây là ngày đầu tiên không còn."),
            "confirmed_on": gettext_lazy("Ngày gần nhất có người gọi và thấy mọi điều ở đây còn đúng."),
            "call_first": gettext_lazy("Số này đứng đầu tờ treo tường, sau 111, 113, 115.")}

    field_order = ["name", "kind", "phone", "contact", "round_the_clock", "hours", "call_first", "offers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [offer.package for offer in self.instance.offers.all()] if self.standing else []
        open_ones = [(package.code, package.title) for package in catalogue().open]
        self.fields["offers"].choices = open_ones + [  # type: ignore[attr-defined]
            (code, package_name(code)) for code in standing if code not in dict(open_ones)]
        self.initial["offers"] = standing

    def clean_confirmed_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["confirmed_on"], _("Ngày gọi lại"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("from_on"), data.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", _("Ngày hết lại trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        return data
