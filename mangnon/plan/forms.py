"""What a person may decide about the plan's lines."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.web.forms import RecordForm

from .models import Declared, Line, Milestone

DECLARED_LINES = [("1", gettext_lazy("1. Xã đạt chuẩn phù hợp với trẻ em")),
                  ("6", gettext_lazy("6. Lây truyền HIV từ mẹ sang con"))]


class LineForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Line
        fields = ["office", "baseline", "baseline_year", "baseline_source"]


class MilestoneForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Milestone
        fields = ["year", "value", "decision"]


class DeclaredForm(RecordForm):
    measure = forms.ChoiceField(label=gettext_lazy("Dòng"), choices=DECLARED_LINES)

    class Meta(RecordForm.Meta):
        model = Declared
        fields = ["measure", "unit", "year", "numerator", "denominator", "document"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        top, bottom = data.get("numerator"), data.get("denominator")
        for name in ("numerator", "denominator"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("Số đếm không thể âm."))
        if top is not None and bottom is not None and top > bottom:
            self.add_error("numerator", _("Tử số lớn hơn mẫu số. Hãy kiểm tra lại."))
        return data
