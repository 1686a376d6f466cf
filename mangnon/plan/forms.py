"""What a person may decide about the plan's lines."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.web.fields import DecimalField, WholeField
from mangnon.web.forms import BaseForm, RecordForm

from .document import Measure
from .models import Declared, Line, Plan

MOST = {"%": Decimal(100), "per 1000": Decimal(1000), "per 10000": Decimal(10_000), "per 100000": Decimal(100_000),
        "yes/no": Decimal(1)}


class LineForm(RecordForm):
    """Responsible office, baseline, its year and source."""

    class Meta(RecordForm.Meta):
        model = Line
        fields = ["office", "baseline", "baseline_year", "baseline_source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].widget.attrs["list"] = "noi"

    def clean_baseline_year(self) -> int | None:
        year: int | None = self.cleaned_data["baseline_year"]
        if year is not None and not 1990 <= year <= 2100:
            raise forms.ValidationError(_("Năm gốc viết bốn chữ số, như 2020."))
        return year


class MilestoneForm(BaseForm):
    """A year's own value of a line, in the line's unit."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), coerce=int)
    value = DecimalField(label=gettext_lazy("Mức của năm"))
    decision = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=120, required=False,
                               widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, measure: Measure, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = plan.document.period
        self.fields["year"].choices = [(y, str(y)) for y in range(first, last + 1)]  # type: ignore[attr-defined]
        self.fields["value"].help_text = _says(measure.unit)
        self.unit = measure.unit

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        most = MOST.get(self.unit)
        if most is not None and value > most:
            raise forms.ValidationError(_("Mức nằm ngoài khoảng có thể: từ 0 đến %(most)s.") % {"most": most})
        if self.unit in ("count", "yes/no") and value % 1:
            raise forms.ValidationError(_("Dòng này đếm, nên mức là một số nguyên."))
        return value


def _says(unit: str) -> str:
    return {"%": _("Tính bằng %, như 97,5."), "per 1000": _("Tính bằng ‰ (trên 1.000 trẻ)."),
            "per 10000": _("Tính trên 10.000 trẻ."), "per 100000": _("Tính trên 100.000 trẻ."),
            "count": _("Số vụ việc."), "yes/no": _("1 là đạt chuẩn, 0 là chưa.")}[unit]


class DeclaredForm(RecordForm):
    """A figure a unit declares by a document."""

    measure = forms.ChoiceField(label=gettext_lazy("Dòng"))
    year = WholeField(label=gettext_lazy("Năm"))
    met = forms.ChoiceField(label=gettext_lazy("Kết quả"), required=False, widget=forms.RadioSelect, choices=[
        ("1", gettext_lazy("đạt")), ("0", gettext_lazy("chưa đạt"))])

    field_order = ["measure", "unit", "year", "met", "numerator", "denominator", "document"]

    class Meta(RecordForm.Meta):
        model = Declared
        fields = ["measure", "unit", "year", "numerator", "denominator", "document"]

    def __init__(self, *args: Any, plan: Plan, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (m.code, f"{m.code}. {m.label}") for m in plan.document.measures
            if m.counted_from == "declared" and user.may_declare(m.code)]
        self.fields["document"].help_text = _("Như Quyết định số 12/QĐ-UBND ngày 20/01/2026.")
        self.period = plan.document.period
        self.yes_no = {m.code for m in plan.document.measures if m.unit == "yes/no"}
        named = "|".join(sorted(self.yes_no)) or "-"
        self.fields["met"].widget.attrs["data-only"] = f"measure={named}"
        for name in ("numerator", "denominator"):
            self.fields[name].required = False
            self.fields[name].widget.attrs["data-only"] = f"measure!={named}"
        for name in ("met", "numerator", "denominator"):
            # Which of them must be answered depends on the line; none is a matter of taste.
            self.fields[name].asked = True  # type: ignore[attr-defined]
        if self.standing:
            self.initial.update(self.first_values(self.instance))

    def first_values(self, row: Any) -> dict[str, Any]:
        found = super().first_values(row)
        if row.measure in self.yes_no:
            found |= {"met": str(row.numerator), "numerator": None, "denominator": None}
        return found

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not self.period[0] - 1 <= year <= self.period[1]:
            raise forms.ValidationError(_("Năm nằm trong kỳ kế hoạch: %(a)s đến %(b)s.") % {
                "a": self.period[0], "b": self.period[1]})
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        met = data.pop("met", "")
        if data.get("measure") in self.yes_no:
            self._read_yes_no(data, met)
        else:
            for name in ("numerator", "denominator"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        top, bottom = data.get("numerator"), data.get("denominator")
        for name in ("numerator", "denominator"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("Số đếm không thể âm."))
        if top is not None and bottom is not None and top > bottom:
            self.add_error("numerator", _("Tử số lớn hơn mẫu số. Hãy kiểm tra lại."))
        if not self.errors and not data.get("document"):
            self.ask("document", _("Chưa ghi văn bản làm căn cứ; báo cáo sẽ không nói được số này từ đâu."),
                     _("Chưa có văn bản, cứ ghi"))
        if not self.errors and not self.standing:
            self._ask_about_twins(data)
        return data

    def _read_yes_no(self, data: dict[str, Any], met: str) -> None:
        """A line that is met or not: one answer in words; 1 and 0 of 1 are how it is kept."""
        if met in ("0", "1"):
            data["numerator"], data["denominator"] = int(met), 1
        elif (data.get("numerator"), data.get("denominator")) not in ((0, 1), (1, 1)):
            self.add_error("met", _("Dòng này chỉ có hai kết quả: hãy chọn đạt hoặc chưa đạt."))

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """A figure that stands is not replaced without a word."""
        same = Declared.objects.filter(measure=data["measure"], unit=data["unit"], year=data["year"]).first()
        if same and (same.numerator, same.denominator) != (data["numerator"], data["denominator"]):
            kept = f"{same.numerator}/{same.denominator}"
            if data["measure"] in self.yes_no:
                kept = _("đạt") if same.numerator else _("chưa đạt")
            self.ask("measure", _("Năm %(year)s đã khai %(kept)s%(by)s.") % {
                "year": same.year, "kept": kept,
                "by": f" ({same.document})" if same.document else ""}, _("Thay bằng số vừa gõ"))
