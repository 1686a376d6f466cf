"""What a person may type about places and households."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from mangnon.places.models import Facility, FacilityCheck, Unit
from mangnon.web.forms import RecordForm

from .forms import IntervalForm
from .models import HouseholdStatus


class UnitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Unit
        fields = ["name", "code", "level", "parent", "area", "valid_from", "valid_to"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        above = data.get("parent")
        while above is not None:
            if above.pk == self.instance.pk:
                self.add_error("parent", _("Đơn vị không thể nằm trong chính nó."))
                break
            above = above.parent
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Ngày hết lại trước ngày bắt đầu."))
        return data


class FacilityForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Facility
        fields = ["name", "kind", "unit", "opened_on", "closed_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("opened_on"), data.get("closed_on")
        if start and end and end < start:
            self.add_error("closed_on", _("Ngày đóng lại trước ngày mở."))
        return data


class CheckForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = FacilityCheck
        fields = ["sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating"]


class HouseholdStatusEntryForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = HouseholdStatus
        fields = ["status", "from_on", "to_on"]
