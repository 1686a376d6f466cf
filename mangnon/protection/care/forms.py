"""What a person may type about families, placements, visits and the end of a sign of risk."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.places.models import Facility, FacilityKind
from mangnon.registry.forms import check_life, check_past, read_name, tidy
from mangnon.registry.views import villages
from mangnon.web.fields import DateField
from mangnon.web.forms import RecordForm

from ..models import AtRisk, CareFamily, CareVisit, Ending, FamilyKin, Placement, RiskVisit
from .matching import taken_places


class CareFamilyForm(RecordForm):
    """A family that would take a child in."""

    class Meta(RecordForm.Meta):
        model = CareFamily
        fields = ["head_name", "unit", "phone", "capacity", "sex", "from_age", "to_age", "wishes", "requested_on",
                  "checked_on", "decision", "from_on", "to_on", "end_reason"]
        help_texts = {"sex": gettext_lazy("Gia đình không nói thì để trống."),
                      "checked_on": gettext_lazy("Ngày xã xác minh điều kiện; chưa xác minh thì để trống.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = villages()  # type: ignore[attr-defined]

    def clean_head_name(self) -> str:
        return read_name(self.cleaned_data["head_name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("requested_on", "checked_on", "from_on"):
            _past(self, name, data)
        low, high = data.get("from_age"), data.get("to_age")
        if low is not None and high is not None and high < low:
            self.add_error("to_age", _("Tuổi sau nhỏ hơn tuổi trước. Hãy kiểm tra lại."))
        if data.get("to_on"):
            if data.get("from_on") and data["to_on"] < data["from_on"]:
                self.add_error("to_on", _("Ngày ra lại trước ngày vào danh sách. Hãy kiểm tra lại hai ngày."))
            if not data.get("end_reason"):
                self.add_error("end_reason", _("Hãy ghi vì sao gia đình ra khỏi danh sách."))
        if not self.standing and not self.errors and CareFamily.objects.on(clock.today()).filter(
                head_name=data["head_name"], unit=data["unit"]).exists():
            self.ask("head_name", _("Thôn này đã có một gia đình cùng tên chủ hộ trong danh sách. Có phải một không?"),
                     _("Không, đây là gia đình khác"))
        return data


class KinForm(RecordForm):
    """What the family is to the child."""

    class Meta(RecordForm.Meta):
        model = FamilyKin
        fields = ["relation"]
        help_texts = {"relation": gettext_lazy("Như: bà ngoại, cậu ruột, họ hàng bên mẹ.")}

    def clean_relation(self) -> str:
        return tidy(self.cleaned_data["relation"])


class PlacementForm(RecordForm):
    """Who takes the child, by which decision, when she was handed over, when and why it ended."""

    class Meta(RecordForm.Meta):
        model = Placement
        fields = ["family", "facility", "decision", "decided_on", "handed_over_on", "ended_on", "end_reason"]
        help_texts = {"facility": gettext_lazy("Em ở gia đình thì để trống ô này."),
                      "handed_over_on": gettext_lazy("Chưa bàn giao thì để trống; chương trình nhắc hạn.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        homes, places = (self.fields[name] for name in ("family", "facility"))
        today, current = clock.today(), self.instance.family
        rows = CareFamily.objects.on(today)
        if current is not None:
            rows = rows | CareFamily.objects.filter(pk=current.pk)
        homes.queryset = rows.order_by("head_name")  # type: ignore[attr-defined]
        places.queryset = Facility.objects.open_on(today).filter(  # type: ignore[attr-defined]
            kind__in=(FacilityKind.CARE_CENTRE, FacilityKind.OTHER)).order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("decided_on", "handed_over_on", "ended_on"):
            _past(self, name, data)
        decided, given, ended = (data.get(name) for name in ("decided_on", "handed_over_on", "ended_on"))
        if bool(data.get("family")) == bool(data.get("facility")):
            self.add_error("family", _("Hãy chọn một gia đình, hoặc một cơ sở."))
        if decided:
            check_life(self, "decided_on", decided, self.instance.child)
        if decided and given and given < decided:
            self.add_error("handed_over_on", _("Ngày bàn giao trước ngày quyết định. Hãy kiểm tra lại hai ngày."))
        if ended and ended < (given or decided or ended):
            self.add_error("ended_on", _("Ngày thôi lại trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        if ended and not data.get("end_reason"):
            self.add_error("end_reason", _("Hãy ghi vì sao thôi chăm sóc."))
        if not self.errors:
            self._ask_about(data)
        return data

    def _ask_about(self, data: dict[str, Any]) -> None:
        """A child lives in one place; a family has so many."""
        others = Placement.objects.running(data["decided_on"]).exclude(pk=self.instance.pk)
        if not data.get("ended_on") and others.filter(child=self.instance.child).exists():
            self.add_error("decided_on", _("Em đang được chăm sóc ở nơi khác theo sổ. Hãy ghi ngày thôi ở đó trước."))
        family = data.get("family")
        if family and not data.get("ended_on"):
            taken = taken_places(clock.today()).get(family.pk, 0) - (self.standing and self.instance.family == family)
            if taken >= family.capacity:
                self.ask("family", _("Gia đình này đã nhận đủ em. Có đúng là giao thêm không?"))


class CareVisitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = CareVisit
        fields = ["visited_on", "visitor", "note"]

    def clean_visited_on(self) -> Any:
        day = check_past(self.cleaned_data["visited_on"], _("Ngày thăm"))
        begun = self.instance.placement.handed_over_on
        if day and begun and day < begun:
            raise forms.ValidationError(_("Ngày thăm trước ngày bàn giao. Hãy kiểm tra lại."))
        return day


class RiskVisitForm(RecordForm):
    """A visit because of a sign, and by when the next one is wanted."""

    next_on = DateField(label=gettext_lazy("Hẹn thăm lần sau trước ngày"), required=False,
                        help_text=gettext_lazy("Để trống thì chương trình nhắc theo quy tắc của xã."))

    class Meta(RecordForm.Meta):
        model = RiskVisit
        fields = ["visited_on", "visitor", "note"]
        help_texts = {"note": gettext_lazy("Ghi điều thấy. Nghi em bị hại thì báo ngay, đừng chờ lần thăm sau.")}

    def clean_visited_on(self) -> Any:
        day = check_past(self.cleaned_data["visited_on"], _("Ngày thăm"))
        if day and day < self.instance.risk.from_on:
            raise forms.ValidationError(_("Ngày thăm trước ngày thấy dấu hiệu. Hãy kiểm tra lại."))
        return day

    def clean_next_on(self) -> Any:
        day: dt.date | None = self.cleaned_data["next_on"]
        if day and day <= clock.today():
            raise forms.ValidationError(_("Ngày hẹn phải sau hôm nay."))
        return day


class RiskCloseForm(RecordForm):
    """How a sign ended."""

    ending = forms.ChoiceField(label=gettext_lazy("Kết quả"), choices=[("", "---------"), *Ending.choices])
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False,
                           help_text=gettext_lazy("Không ghi chuyện của vụ việc ở đây."))

    class Meta(RecordForm.Meta):
        model = AtRisk
        fields = ["to_on"]
        labels = {"to_on": gettext_lazy("Khép từ ngày")}

    field_order = ["ending", "to_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_on"].required = True

    def clean_to_on(self) -> Any:
        day = check_past(self.cleaned_data["to_on"], _("Ngày khép"))
        if day and day < self.instance.from_on:
            raise forms.ValidationError(_("Ngày khép trước ngày thấy dấu hiệu. Hãy kiểm tra lại."))
        return day


def _past(form: Any, name: str, data: dict[str, Any]) -> None:
    """Say of a day that lies ahead that it does."""
    try:
        check_past(data.get(name), str(form.fields[name].label))
    except forms.ValidationError as wrong:
        form.add_error(name, wrong)
