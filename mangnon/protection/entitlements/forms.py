"""What a person may type about a request for what a child is entitled to."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.registry.forms import check_life, check_past
from mangnon.web.forms import RecordForm

from ..models import Claim, Support
from .models import Given
from .policy_file import CARD, Policy


class ClaimForm(RecordForm):
    """When it was asked for, how it was answered, since when the child receives."""

    class Meta(RecordForm.Meta):
        model = Claim
        fields = ["applied_on", "answer", "answered_on", "decision", "refusal", "receives_from", "support"]
        help_texts = {
            "applied_on": gettext_lazy("Em đang hưởng từ trước mà không rõ ngày nộp thì để trống."),
            "answer": gettext_lazy("Chưa trả lời thì để trống."),
            "support": gettext_lazy("Khoản này đã ghi trong sổ thì chọn; không thì chương trình ghi khoản mới."),
            "refusal": gettext_lazy("Ghi đúng như cơ quan trả lời. Không ghi điều phải giữ kín.")}

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        for name, answer in (("decision", Given.GRANTED), ("refusal", Given.REFUSED), ("receives_from", Given.GRANTED),
                             ("support", Given.GRANTED)):
            self.fields[name].widget.attrs["data-only"] = f"answer={answer}"
        if policy.support in ("", CARD):
            del self.fields["support"]
            return
        taken = Claim.objects.filter(child=self.instance.child).exclude(pk=self.instance.pk).exclude(support=None)
        box: Any = self.fields["support"]
        box.queryset = Support.objects.filter(child=self.instance.child, kind=policy.support).exclude(
            pk__in=taken.values("support")).order_by("-from_on")
        box.label_from_instance = lambda row: _("%(what)s, từ %(day)s") % {
            "what": row, "day": f"{row.from_on:%d/%m/%Y}"}

    def clean_applied_on(self) -> Any:
        return check_past(self.cleaned_data["applied_on"], _("Ngày nộp hồ sơ"))

    def clean_answered_on(self) -> Any:
        return check_past(self.cleaned_data["answered_on"], _("Ngày trả lời"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        applied, answer = data.get("applied_on"), data.get("answer")
        if "applied_on" not in self.errors and not applied and answer != Given.GRANTED:
            self.add_error("applied_on", _("Hãy ghi ngày nộp hồ sơ."))
        if applied:
            check_life(self, "applied_on", applied, self.instance.child)
        for name in ("answered_on", "receives_from"):
            day = data.get(name)
            if name == "answered_on" and day and applied and day < applied:
                self.add_error(name, _("Ngày trả lời trước ngày nộp hồ sơ. Hãy kiểm tra lại hai ngày."))
            elif day and name == "receives_from":
                check_life(self, name, day, self.instance.child)
        if answer == Given.REFUSED and not data.get("refusal"):
            self.add_error("refusal", _("Hãy ghi lý do từ chối, để gia đình biết và lần sau còn nhớ."))
        if answer and not data.get("answered_on") and applied:
            self.add_error("answered_on", _("Hãy ghi ngày trả lời."))
        if answer == Given.GRANTED:
            self._when_granted(data)
        else:
            data.update({name: None for name in ("receives_from", "support") if name in data})
        return data

    def _when_granted(self, data: dict[str, Any]) -> None:
        chosen = data.get("support")
        if chosen is not None and not data.get("receives_from"):
            data["receives_from"] = chosen.from_on
        if not data.get("receives_from") and "receives_from" not in self.errors:
            self.add_error("receives_from", _("Hãy ghi em hưởng từ ngày nào."))
        if chosen is None and (data.get("receives_from") or clock.today()) > clock.today():
            self.ask("receives_from", _("Ngày hưởng còn ở phía trước. Có đúng không?"))
