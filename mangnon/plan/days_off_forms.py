"""Days off and days worked instead, as the commune writes them."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.web import formats
from mangnon.web.forms import RecordForm

from .days_off import calendar
from .models import DaysOff

LONGEST = 20
"""Days in a row; more is a slip of the year."""


class DaysOffForm(RecordForm):
    """From and to, off or worked, what for, by which document."""

    works = forms.TypedChoiceField(label=gettext_lazy("Những ngày này"), coerce=lambda value: value == "lam",
                                   choices=[("nghi", gettext_lazy("được nghỉ")),
                                            ("lam", gettext_lazy("làm việc, như làm bù"))], widget=forms.RadioSelect)

    class Meta(RecordForm.Meta):
        model = DaysOff
        fields = ["works", "first_on", "last_on", "name", "document"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_on"].required = False
        self.fields["last_on"].help_text = _("Một ngày thì để trống.")
        self.fields["name"].help_text = _("Ví dụ: Tết Nguyên đán; làm bù cho ngày 31/8.")
        self.fields["document"].help_text = _("Số văn bản cho nghỉ hoặc hoán đổi, nếu có.")
        self.initial["works"] = "lam" if self.standing and self.instance.works else "nghi"

    def first_values(self, row: Any) -> dict[str, Any]:
        return super().first_values(row) | {"works": "lam" if row.works else "nghi"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_on"), data.get("last_on") or data.get("first_on")
        if first is None or last is None or self.errors:
            return data
        data["last_on"] = last
        if last < first:
            self.add_error("last_on", _("Ngày cuối trước ngày đầu. Hãy xem lại."))
        elif (last - first).days >= LONGEST:
            self.add_error("last_on", _("Dài hơn %(n)s ngày. Hãy xem lại năm của hai ngày.") % {"n": LONGEST})
        else:
            self._meet(data, first, last)
        return data

    def _meet(self, data: dict[str, Any], first: dt.date, last: dt.date) -> None:
        """Two rows never speak of one day, and a row that changes nothing is asked about."""
        other = DaysOff.objects.filter(first_on__lte=last, last_on__gte=first).exclude(
            pk=self.new_id if not self.standing else self.instance.pk).first()
        if other:
            self.add_error("first_on", _("Từ %(a)s đến %(b)s đã có một dòng xã ghi. Hãy mở dòng ấy ra sửa.") % {
                "a": formats.date(other.first_on), "b": formats.date(other.last_on)})
            return
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        if not self.standing and all(calendar().is_working(day) == data.get("works") for day in days):
            self.ask("first_on", _("Theo lịch thì những ngày này vốn đã như vậy."), _("Cứ ghi để rõ căn cứ"))
