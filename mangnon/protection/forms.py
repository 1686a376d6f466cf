"""What a person may type about circumstances, disabilities, supports, services, incidents, risks."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.registry.forms import IntervalForm, check_past
from mangnon.web.forms import RecordForm

from .models import AtRisk, Circumstance, Disability, Incident, Service, Support


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


class SupportForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Support
        fields = ["kind", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Giúp một lần trong một ngày: ghi ngày hôm sau.")}


class ServiceForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Service
        fields = ["field", "received_on"]

    def clean_received_on(self) -> Any:
        return check_past(self.cleaned_data["received_on"], _("Ngày nhận dịch vụ"))


class AtRiskForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = AtRisk
        fields = ["sign", "from_on", "to_on"]


class IncidentForm(RecordForm):
    """Nearly everything may be unknown; only the day of detection and the kind are needed."""

    class Meta(RecordForm.Meta):
        model = Incident
        fields = ["kind", "occurred_on", "detected_on", "confirmed", "fatal", "relieved_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        occurred = data.get("occurred_on")
        for name in ("detected_on", "relieved_on"):
            day = data.get(name)
            if day and occurred and day < occurred:
                self.add_error(name, _("Ngày này trước ngày xảy ra. Hãy kiểm tra lại."))
        if data.get("detected_on"):
            try:
                check_past(data["detected_on"], _("Ngày phát hiện"))
            except ValidationError as error:
                self.add_error("detected_on", error)
        return data


