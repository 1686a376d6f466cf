"""What a person may type about places: units, how they merge, facilities and what was found there."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.places.models import Facility, FacilityCheck, Level, Succession, Unit, cycles_with
from mangnon.web import formats
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm, RecordForm

from .forms import tidy, unit_words

UPWARD = {Level.PROVINCE: (Level.NATION,), Level.COMMUNE: (Level.PROVINCE, Level.NATION), Level.VILLAGE: (
    Level.COMMUNE,)}
"""What a unit of a level may stand within."""


class UnitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Unit
        fields = ["name", "code", "level", "parent", "area", "valid_from", "valid_to"]
        help_texts = {"valid_to": gettext_lazy("Để trống nếu còn. Sáp nhập thì dùng nút “Sáp nhập” ở trang Địa bàn.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["parent"]
        box.queryset = Unit.objects.exclude(level=Level.VILLAGE).order_by("level", "name")
        box.label_from_instance = unit_words

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        above = data.get("parent")
        if above is not None and cycles_with(self.instance.pk, above):
            self.add_error("parent", _("Đơn vị không thể nằm trong chính nó."))
        elif above is not None and data.get("level") and above.level not in UPWARD.get(data["level"], ()):
            self.ask("parent", _("%(level)s thường không thuộc thẳng %(above)s. Có đúng vậy không?") % {
                "level": capfirst(str(Level(data["level"]).label)), "above": above})
        _in_order(self, data, "valid_from", "valid_to", _("Ngày hết lại trước ngày bắt đầu."))
        if not self.errors:
            self._ask_about_twins(data)
        return data

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """A code may be borne by one unit after another, not by two at once."""
        others = Unit.objects.exclude(pk=self.instance.pk).standing_on(data["valid_from"])
        twin = others.filter(code=data["code"]).first() or others.filter(
            name__iexact=data["name"], level=data["level"], parent=data.get("parent")).first()
        if twin is not None:
            self.ask("code", _("%(unit)s, mã %(code)s, đã có từ %(day)s. Có phải cùng một đơn vị không?") % {
                "unit": twin, "code": twin.code, "day": formats.date(twin.valid_from)}, _("Không, đây là đơn vị khác"))


def _in_order(form: Any, data: dict[str, Any], first: str, last: str, words: str) -> None:
    start, end = data.get(first), data.get(last)
    if start and end and end < start:
        form.add_error(last, words)


class FacilityForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Facility
        fields = ["name", "kind", "unit", "opened_on", "closed_on"]
        help_texts = {"opened_on": gettext_lazy("Để trống nếu có từ lâu."),
                      "closed_on": gettext_lazy("Để trống nếu còn hoạt động. Đây là ngày đầu tiên không còn mở.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["unit"]
        box.queryset = Unit.objects.order_by("level", "name")
        box.label_from_instance = unit_words

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _in_order(self, data, "opened_on", "closed_on", _("Ngày đóng lại trước ngày mở."))
        name, kind = data.get("name"), data.get("kind")
        if not self.errors and Facility.objects.filter(name__iexact=name, kind=kind).exclude(
                pk=self.instance.pk).exists():
            self.ask("name", _("Sổ đã có %(name)s. Có phải cùng một nơi không?") % {"name": name},
                     _("Không, đây là nơi khác"))
        return data


class CheckForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = FacilityCheck
        fields = ["sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating"]


class SuccessionForm(RecordForm):
    """A unit became part of another on a day."""

    class Meta(RecordForm.Meta):
        model = Succession
        fields = ["predecessor", "successor", "on"]
        labels = {"predecessor": gettext_lazy("Đơn vị cũ"), "successor": gettext_lazy("Đơn vị mới")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessor", "successor"):
            box: Any = self.fields[name]
            box.queryset = Unit.objects.order_by("level", "name", "valid_from")
            box.label_from_instance = unit_words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        old, new = data.get("predecessor"), data.get("successor")
        if old and new and cycles_with(old.pk, new, leaving=self.instance.pk):
            self.add_error("successor", _("Đơn vị không thể sáp nhập vào chính nó."))
        return data


class MergerForm(BaseForm):
    """Several units become one on a day: the new one stands already, or is made here."""

    old = forms.ModelMultipleChoiceField(Unit.objects.none(), label=gettext_lazy("Các đơn vị cũ"),
                                         widget=forms.CheckboxSelectMultiple)
    on = DateField(label=gettext_lazy("Ngày sáp nhập"), help_text=gettext_lazy(
        "Ngày đầu tiên của đơn vị mới, như trong nghị quyết."))
    new = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Đơn vị mới đã có trong sổ"), required=False)
    name = forms.CharField(label=gettext_lazy("Hoặc tên đơn vị mới"), max_length=120, required=False,
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(label=gettext_lazy("Mã đơn vị mới"), max_length=40, required=False,
                           widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(level__in=(Level.COMMUNE, Level.VILLAGE)).order_by("level", "name")
        for name, rows in (("old", units.filter(valid_to=None)), ("new", units)):
            box: Any = self.fields[name]
            box.queryset, box.label_from_instance = rows, unit_words

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > clock.today() + dt.timedelta(days=366):
            raise ValidationError(_("Ngày này xa quá. Hãy kiểm tra lại năm."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        old, new, day = list(data.get("old") or ()), data.get("new"), data.get("on")
        if bool(new) == bool(data.get("name")):
            self.add_error("new", _("Chọn đơn vị mới đã có, hoặc gõ tên đơn vị mới: một trong hai."))
        if data.get("name") and not data.get("code"):
            self.add_error("code", _("Hãy điền “%(label)s”.") % {"label": self.fields["code"].label})
        if len({unit.level for unit in old} | ({new.level} if new else set())) > 1:
            self.add_error("old", _("Hãy chọn các đơn vị cùng một cấp."))
        for unit in old:
            if day and day < unit.valid_from:
                self.add_error("on", _("%(unit)s chỉ có từ %(day)s.") % {
                    "unit": unit, "day": formats.date(unit.valid_from)})
            if new and cycles_with(unit.pk, new):
                self.add_error("new", _("Đơn vị không thể sáp nhập vào chính nó."))
        return data
