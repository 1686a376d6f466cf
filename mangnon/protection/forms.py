"""What a person may type about circumstances, disabilities, supports, services, incidents, risks."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.core.periods import completed_years, middle
from mangnon.registry.forms import IntervalForm, check_life, check_past
from mangnon.web import formats
from mangnon.web.fields import DateField
from mangnon.web.forms import RecordForm

from .incidents.unions import told_from_the_other
from .models import AtRisk, Circumstance, Disability, Incident, IncidentKind, Service, Support

ASKED_OF = {
    "confirmed": (IncidentKind.ABUSE, IncidentKind.CHILD_LABOUR, IncidentKind.CHILD_MARRIAGE, IncidentKind.INJURY),
    "fatal": (IncidentKind.ABUSE, IncidentKind.INJURY, IncidentKind.DISASTER, IncidentKind.CHILD_LABOUR),
    "relieved_on": (IncidentKind.DISASTER,),
}
"""Of which kinds of incident a box is asked; elsewhere it is put away."""
YOUNGEST: dict[str, int] = {IncidentKind.CHILD_MARRIAGE: 10, IncidentKind.CHILD_LABOUR: 5}
"""Completed years below which a kind of incident is asked about."""
DECIDED = "confirmed=true|false"


class SignInput(forms.TextInput):
    """A text box that offers the signs in use."""

    template_name = "protection/sign_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        signs = AtRisk.objects.order_by("sign").values_list("sign", flat=True).distinct()
        list_id = f"{name}-da-dung"
        context = super().get_context(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"})
        return {**context, "signs": signs, "list_id": list_id}


class CircumstanceForm(IntervalForm):
    """Groups that are read like cases are recorded on a page of their own."""

    class Meta(RecordForm.Meta):
        model = Circumstance
        fields = ["group", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn. Đây là ngày đầu tiên không còn.")}


class DisabilityForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Disability
        fields = ["severity", "needs_schooling", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn. Đây là ngày đầu tiên không còn.")}


class SupportForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Support
        fields = ["kind", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Giúp một lần trong một ngày: ghi ngày hôm sau.")}


class ServiceForm(RecordForm):
    """A service received on a day."""

    class Meta(RecordForm.Meta):
        model = Service
        fields = ["field", "received_on"]

    def clean_received_on(self) -> Any:
        return check_past(self.cleaned_data["received_on"], _("Ngày nhận dịch vụ"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("received_on"):
            check_life(self, "received_on", data["received_on"], self.instance.child)
        return data


class AtRiskForm(IntervalForm):
    """A sign of the commune's own list; signs in use are offered while typing."""

    class Meta(RecordForm.Meta):
        model = AtRisk
        fields = ["sign", "from_on", "noted_by", "visit_on", "to_on"]
        widgets = {"sign": SignInput}
        help_texts = {
            "noted_by": gettext_lazy("Như: cô giáo chủ nhiệm, trưởng thôn, hàng xóm."),
            "visit_on": gettext_lazy("Để trống thì chương trình nhắc theo quy tắc của xã."),
            "sign": gettext_lazy("Dùng lại đúng chữ của danh mục xã để đếm được, ví dụ nghỉ học nhiều.")}

    def clean_sign(self) -> str:
        return " ".join(str(self.cleaned_data["sign"]).split())


class IncidentForm(RecordForm):
    """Nearly everything may be unknown; only the day of detection and the kind are needed."""

    class Meta(RecordForm.Meta):
        model = Incident
        fields = ["kind", "occurred_on", "detected_on", "confirmed", "fatal", "relieved_on"]
        help_texts = {"confirmed": gettext_lazy("Chưa xác minh xong thì để “chưa rõ”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds in ASKED_OF.items():
            self.fields[name].widget.attrs["data-only"] = "kind=" + "|".join(kinds)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        occurred = data.get("occurred_on")
        for name in ("occurred_on", "detected_on", "relieved_on"):
            day = data.get(name)
            if not day:
                continue
            if occurred and day < occurred:
                self.add_error(name, _("Ngày này trước ngày xảy ra. Hãy kiểm tra lại."))
            elif day > clock.today():
                self.add_error(name, _("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {
                    "what": capfirst(str(self.fields[name].label))})
            elif name == "occurred_on":
                check_life(self, name, day, self.instance.child)
        kind = data.get("kind")
        if kind in YOUNGEST and not self.errors:
            self._ask_about_age(kind, occurred or data["detected_on"])
        if data.get("relieved_on") and data.get("kind") not in (None, IncidentKind.DISASTER):
            self.add_error("relieved_on", _("Ngày cứu trợ chỉ ghi cho thiên tai, thảm họa."))
        if not self.errors:
            self._ask_about_twins(data)
        return data

    def _ask_about_age(self, kind: str, day: dt.date) -> None:
        """A marriage of an infant or the labour of a toddler is more often another child's row."""
        child = self.instance.child
        age = completed_years(middle(child.born_on, child.born_precision), day)
        if age < YOUNGEST[kind]:
            self.ask("kind", _("Ngày ấy em mới %(age)s tuổi. Có đúng là %(kind)s không?") % {
                "age": max(age, 0), "kind": IncidentKind(kind).label})

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """Two incidents of a kind on a day are rare; the same one typed twice is not."""
        if self.twin_is_corrected:
            return
        same = Incident.objects.filter(child=self.instance.child, kind=data["kind"]).exclude(pk=self.instance.pk)
        same = same.filter(occurred_on=data["occurred_on"]) if data.get("occurred_on") else same.filter(
            detected_on=data["detected_on"])
        if same.exists():
            self.ask("kind", _("Em đã có một vụ việc cùng loại ngày ấy. Có phải cùng một vụ không?"),
                     _("Không, đây là vụ khác"))
        elif data["kind"] == IncidentKind.CHILD_MARRIAGE:
            told = told_from_the_other(self.instance.child, self.instance if self.standing else None)
            for row in told[:1]:
                self.ask("kind", _("Em đã đứng trong một cuộc tảo hôn ghi ở trang của người kia, phát hiện %(day)s. "
                                   "Một cuộc chỉ ghi một lần. Có phải cùng một cuộc không?") % {
                                       "day": formats.date(row.detected_on)}, _("Không, đây là cuộc khác"))


class DecidedIncidentForm(IncidentForm):
    """An incident, and who found it confirmed or refuted; empty names whoever types it, today."""

    decided_by = forms.CharField(label=gettext_lazy("Ai kết luận"), required=False, max_length=200,
                                 widget=forms.TextInput(attrs={"autocomplete": "off", "data-only": DECIDED}),
                                 help_text=gettext_lazy("Như Công an xã. Để trống thì lấy tên bạn."))
    decided_on = DateField(label=gettext_lazy("Kết luận ngày"), required=False,
                           help_text=gettext_lazy("Để trống thì lấy hôm nay."))

    field_order = ["kind", "occurred_on", "detected_on", "confirmed", "decided_by", "decided_on", "fatal",
                   "relieved_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].widget.attrs["data-only"] = DECIDED
        last = self.instance.decisions.order_by("seq").last() if self.standing else None
        if last is not None:
            self.initial.update({"decided_by": last.decided_by, "decided_on": last.decided_on})

    def clean_decided_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["decided_on"], _("Ngày kết luận"))
