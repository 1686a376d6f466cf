"""The short form of each kind of incident; nearly everything may be unknown."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.registry.forms import check_past
from mangnon.registry.models import Child
from mangnon.web.forms import RecordForm

from ..injury_models import InjuryDetail
from ..models import Incident, IncidentKind
from .models import AbuseDetail, CircumstanceDetail, IncidentDecision, LabourDetail, Outcome, Union
from .rules import rules
from .sealing import SealedForm
from .unions import age_of, day_of, same_union, spouse_age, too_young

KEPT = gettext_lazy("Được niêm phong; chỉ người có quyền bảo vệ đọc được.")


class LabourForm(SealedForm):
    class Meta(RecordForm.Meta):
        model = LabourDetail
        fields = ["work", "hours_week", "hazardous", "missing_school", "employer", "done", "narrative"]
        help_texts = {"narrative": KEPT, "employer": gettext_lazy("Không ghi tên người thuê ở đây.")}


class InjuryForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = InjuryDetail
        fields = ["cause", "spot", "needed_care", "lost_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needed_care"].help_text = _("Cả hai câu đều “không” thì không tính là một vụ tai nạn của dòng 11. "
                                                 "Chưa rõ thì để “chưa rõ”.")


class AbuseForm(SealedForm):
    form = forms.ChoiceField(label=gettext_lazy("Hình thức"), required=False)

    class Meta(RecordForm.Meta):
        model = AbuseDetail
        fields = ["form", "border", "returned_on", "suspect", "narrative"]
        help_texts = {"suspect": KEPT, "narrative": KEPT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["form"], rules().of("abuse", day_of(self.instance.incident)), self.instance.form, "abuse")
        for name in ("border", "returned_on"):
            self.fields[name].widget.attrs["data-only"] = "form=trafficking"

    def clean_returned_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["returned_on"], _("Ngày trở về"))


def choose(field: Any, words: list[Any], kept: str, kind: str) -> None:
    """Offer the words that hold, those not checked against the law's text marked, and the one that stands."""
    choices = [(word.code, f"{word}{'' if word.verified else ' *'}".capitalize()) for word in words]
    if kept and kept not in dict(choices):
        choices.append((kept, rules().said(kind, kept)))
    field.choices = [("", _("chưa rõ")), *choices]
    if not all(word.verified for word in words):
        field.help_text = _("Dấu * là chữ chưa đối chiếu với văn bản.")


class UnionForm(SealedForm):
    """Both spouses. The other is found in the register by her page's search, or typed."""

    class Meta(RecordForm.Meta):
        model = Union
        fields = ["spouse", "spouse_name", "spouse_sex", "spouse_born_on", "spouse_age", "done", "narrative"]
        help_texts = {"spouse_name": KEPT, "narrative": KEPT,
                      "spouse": gettext_lazy("Chọn nếu người ấy có trong sổ; không có thì để trống và ghi ở dưới."),
                      "spouse_age": gettext_lazy("Tròn tuổi vào ngày ấy; chỉ ghi khi không biết ngày sinh.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.instance.incident.child
        box: Any = self.fields["spouse"]
        box.queryset = Child.objects.filter(pk__in=[
            c.pk for c in grown(day_of(self.instance.incident)) if c.pk != mine.pk] + [self.instance.spouse_id])
        box.label_from_instance = lambda child: f"{child}, {child.born_on:%Y}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        incident, day = self.instance.incident, day_of(self.instance.incident)
        spouse = data.get("spouse")
        if spouse:
            typed = [name for name in ("spouse_name", "spouse_sex", "spouse_born_on", "spouse_age") if data.get(name)]
            if typed:
                self.add_error(typed[0], _("Người kia đã chọn trong sổ; hãy để trống ô này."))
            if spouse.pk == incident.child_id:
                self.add_error("spouse", _("Đây là chính em ấy. Hãy chọn người kia."))
        born = data.get("spouse_born_on")
        if born and born > day:
            self.add_error("spouse_born_on", _("Ngày sinh này sau ngày chung sống %(day)s.") % {
                "day": f"{day:%d/%m/%Y}"})
        if born and data.get("spouse_age") is not None:
            self.add_error("spouse_age", _("Đã có ngày sinh thì tuổi được tính; hãy để trống ô này."))
        if not self.errors:
            self._ask_about_ages(data, day)
            self._ask_about_twins(spouse)
        return data

    def _ask_about_ages(self, data: dict[str, Any], day: dt.date) -> None:
        """Two who may marry make no such incident."""
        child, spouse = self.instance.incident.child, data.get("spouse")
        young = too_young(child.sex, age_of(child, day), day), too_young(
            spouse.sex if spouse else data.get("spouse_sex") or "", spouse_age(data, day), day)
        if young == (False, False):
            self.ask("spouse", _("Ngày ấy cả hai đã đủ tuổi kết hôn. Có đúng là tảo hôn không?"))

    def _ask_about_twins(self, spouse: Child | None) -> None:
        """The same union may stand there already, typed from the other side."""
        for row in same_union(self.instance.incident, spouse)[:1]:
            self.ask("spouse", _("Từ phía người kia đã ghi một vụ tảo hôn, phát hiện %(day)s. Cùng một cuộc thì mở "
                                 "trang vụ này và bấm “Gộp làm một”, để chỉ đếm một lần.") % {
                                     "day": f"{row.detected_on:%d/%m/%Y}"},
                     _("Ghi đã, rồi tôi gộp hoặc để riêng ở trang vụ này"))


def grown(day: dt.date) -> Any:
    """Persons of the register who were at least ten on a day: nobody younger is offered as a spouse."""
    return [c for c in Child.objects.filter(born_on__lte=day.replace(day=1)).only("pk", "born_on", "born_precision")
            if age_of(c, day) >= 10]


class DecisionForm(RecordForm):
    """Who found out what about an incident, and when."""

    class Meta(RecordForm.Meta):
        model = IncidentDecision
        fields = ["outcome", "decided_by", "decided_on", "document"]
        help_texts = {"decided_by": gettext_lazy("Cơ quan hoặc người kết luận, như Công an xã."),
                      "outcome": gettext_lazy("Xác minh không có thì vụ này không còn trong số liệu; dòng vẫn ở đây.")}

    def clean_decided_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["decided_on"], _("Ngày kết luận"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        incident = self.instance.incident
        if data.get("decided_on") and data["decided_on"] < day_of(incident):
            self.add_error("decided_on", _("Ngày này trước ngày xảy ra. Hãy kiểm tra lại."))
        last = incident.decisions.order_by("seq").last()
        if last and data.get("outcome") == Outcome.UNKNOWN and last.outcome != Outcome.UNKNOWN and not self.errors:
            self.ask("outcome", _("Vụ này đã có kết luận. Có đúng là nay lại chưa rõ không?"))
        return data


class CircumstanceDetailForm(RecordForm):
    """Sub-kind, proof and decision of a circumstance."""

    sub_kind = forms.ChoiceField(label=gettext_lazy("Phân nhóm"), required=False)

    class Meta(RecordForm.Meta):
        model = CircumstanceDetail
        fields = ["sub_kind", "proof_kind", "proof_number", "proof_on", "decision_number", "decision_on", "decided_by"]
        help_texts = {"proof_kind": gettext_lazy("Như giấy khai tử, giấy xác nhận khuyết tật, bệnh án."),
                      "decided_by": gettext_lazy("Như UBND xã.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance.circumstance
        words = rules().of("sub_kind", row.to_on or clock.today(), row.group)
        choose(self.fields["sub_kind"], words, self.instance.sub_kind, "sub_kind")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("proof_on", "decision_on"):
            if data.get(name) and data[name] > clock.today():
                self.add_error(name, _("Ngày này còn ở phía trước. Hãy kiểm tra lại."))
        return data


FORMS: dict[str, tuple[type[RecordForm], Any]] = {
    IncidentKind.CHILD_LABOUR: (LabourForm, LabourDetail), IncidentKind.CHILD_MARRIAGE: (UnionForm, Union),
    IncidentKind.INJURY: (InjuryForm, InjuryDetail), IncidentKind.ABUSE: (AbuseForm, AbuseDetail)}
"""The form and the row of each kind; a disaster has the page of its day."""


def form_of(incident: Incident, typed: Any = None) -> Any:
    """An incident's short form, None for a kind that has none."""
    if incident.kind not in FORMS:
        return None
    form, model = FORMS[incident.kind]
    row = model._default_manager.filter(incident=incident).first()
    return form(typed, instance=row or model(incident=incident))
