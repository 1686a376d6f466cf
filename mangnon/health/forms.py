"""What a person may type about measurements, doses and assessments."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mangnon.registry.forms import check_past
from mangnon.web.forms import RecordForm

from .models import Assessment, Dose, Measurement

HEAVIEST, TALLEST = Decimal(150), Decimal(210)


class _AfterBirth(RecordForm):
    """What happens to a child happens after her birth and before tomorrow."""

    day = ""

    class Meta(RecordForm.Meta):
        pass

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day: dt.date | None = data.get(self.day)
        child = self.instance.child
        if not day:
            return data
        try:
            check_past(day, str(self.fields[self.day].label))
        except ValidationError as error:
            self.add_error(self.day, error)
        if child.born_precision == "day" and day < child.born_on:
            self.add_error(self.day, _("Ngày này trước ngày sinh %(born)s. Xin kiểm tra lại.") % {
                "born": f"{child.born_on:%d/%m/%Y}"})
        return data


class MeasurementForm(_AfterBirth):
    day = "measured_on"

    class Meta(RecordForm.Meta):
        model = Measurement
        fields = ["measured_on", "weight_kg", "height_cm", "position", "oedema"]

    def clean_weight_kg(self) -> Decimal | None:
        return _within(self.cleaned_data["weight_kg"], HEAVIEST, "kg")

    def clean_height_cm(self) -> Decimal | None:
        return _within(self.cleaned_data["height_cm"], TALLEST, "cm")


def _within(value: Decimal | None, most: Decimal, unit: str) -> Decimal | None:
    if value is not None and not 0 < value <= most:
        raise ValidationError(_("%(value)s %(unit)s không thể có ở một trẻ em. Có thể thừa hoặc thiếu dấu phẩy.")
                              % {"value": str(value).replace(".", ","), "unit": unit})
    return value


class DoseForm(_AfterBirth):
    day = "given_on"

    class Meta(RecordForm.Meta):
        model = Dose
        fields = ["vaccine", "given_on"]


class AssessmentForm(_AfterBirth):
    day = "assessed_on"

    class Meta(RecordForm.Meta):
        model = Assessment
        fields = ["assessed_on", "instrument", "score"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        most = 1 if data.get("instrument") == "kindergarten" else 20
        if data.get("score") is not None and data["score"] > most:
            self.add_error("score", _("Bộ công cụ này có điểm từ 0 đến %(most)s.") % {"most": most})
        return data
