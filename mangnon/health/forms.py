"""What a person may type about measurements, doses and assessments."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.registry.forms import check_life
from mangnon.web.forms import RecordForm

from .dose_oddity import odd_dose
from .dosing import refused_at_entry
from .models import Assessment, Dose, EcdiSheet, Instrument, Measurement, Vaccine
from .oddity import Taken, oddities, shown, taken_of

HEAVIEST, TALLEST = Decimal(150), Decimal(210)


class InLife(RecordForm):
    """What happens to a child happens after her birth, before her death and before tomorrow."""

    day = ""

    class Meta(RecordForm.Meta):
        pass

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day: dt.date | None = data.get(self.day)
        if day and day > clock.today():
            self.add_error(self.day, _("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {
                "what": str(self.fields[self.day].label)})
        elif day:
            check_life(self, self.day, day, self.instance.child)
        return data


class MeasurementForm(InLife):
    day = "measured_on"

    class Meta(RecordForm.Meta):
        model = Measurement
        fields = ["measured_on", "weight_kg", "height_cm", "position", "oedema"]
        help_texts = {"position": gettext_lazy("Dưới 2 tuổi đo nằm, từ 2 tuổi đo đứng."),
                      "weight_kg": gettext_lazy("Cần ít nhất một trong hai: cân nặng hoặc chiều cao.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("weight_kg", "height_cm"):
            # One of the two is compulsory: neither box says "nếu có".
            self.fields[name].asked = True  # type: ignore[attr-defined]

    def clean_weight_kg(self) -> Decimal | None:
        return within(self.cleaned_data["weight_kg"], HEAVIEST, "kg")

    def clean_height_cm(self) -> Decimal | None:
        return within(self.cleaned_data["height_cm"], TALLEST, "cm")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        weight: Decimal | None = data.get("weight_kg")
        height: Decimal | None = data.get("height_cm")
        day: dt.date | None = data.get("measured_on")
        if not self.errors and weight is None and height is None:
            self.add_error("weight_kg", _("Hãy điền cân nặng hoặc chiều cao."))
        if self.errors or not day:
            return data
        last = Measurement.objects.filter(child=self.instance.child, measured_on__lt=day).exclude(
            pk=self.instance.pk).order_by("-measured_on").first()
        before = taken_of(last)
        for odd in oddities(self.instance.child, Taken(day, weight, height), data.get("position", ""), before):
            self.ask(f"{odd.what}_kg" if odd.what == "weight" else f"{odd.what}_cm", odd.words,
                     _("Đúng là %(value)s, cứ ghi") % {"value": shown(odd.value)})
        return data


def within(value: Decimal | None, most: Decimal, unit: str) -> Decimal | None:
    """A value that no child can have is refused, with the likely cause."""
    if value is not None and not 0 < value <= most:
        raise ValidationError(_("%(value)s %(unit)s không thể có ở một trẻ em. Có thể thừa hoặc thiếu dấu phẩy.")
                              % {"value": shown(value), "unit": unit})
    return value


class DoseForm(InLife):
    day = "given_on"

    class Meta(RecordForm.Meta):
        model = Dose
        fields = ["vaccine", "given_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            vaccine = data["vaccine"]
            others = Dose.objects.filter(child=self.instance.child, vaccine=vaccine).exclude(
                pk=self.instance.pk).exclude(given_on=data["given_on"])
            odd = odd_dose(self.instance.child, vaccine, str(Vaccine(vaccine).label), data["given_on"],
                           others.values_list("given_on", flat=True))
            for field, words in odd:
                self.ask(field, words)
            if not odd:
                # One question a slip: what is plainly odd has been asked about already.
                self._ask_by_schedule(vaccine, data["given_on"])
        return data

    def _ask_by_schedule(self, vaccine: str, day: dt.date) -> None:
        """A dose that would count nowhere is asked about, with the rule and the day to repeat it."""
        for words in refused_at_entry(self.instance.child, vaccine, day, self.instance.pk):
            self.ask("given_on", words)


class AssessmentForm(InLife):
    day = "assessed_on"

    class Meta(RecordForm.Meta):
        model = Assessment
        fields = ["assessed_on", "instrument", "score"]
        help_texts = {"score": gettext_lazy("ECDI2030: 0 đến 20. Trường mầm non: 1 là đúng hướng phát triển, "
                                            "0 là chưa. Chưa rõ thì để trống.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        most = 1 if data.get("instrument") == "kindergarten" else 20
        if data.get("score") is not None and data["score"] > most:
            self.add_error("score", _("Bộ công cụ này có điểm từ 0 đến %(most)s.") % {"most": most})
        if not self.errors and self._from_a_sheet(data):
            self.add_error(None, _("Điểm ECDI2030 ngày này được tính từ phiếu hai mươi câu. Hãy mở phiếu ở phần “Phát "
                                   "triển” của em để sửa."))
        return data

    def _from_a_sheet(self, data: dict[str, Any]) -> bool:
        """Whether the score of this day is made from answers, before or after this change."""
        days = {data["assessed_on"]} if data["instrument"] == Instrument.ECDI2030 else set()
        standing = Assessment.objects.filter(pk=self.instance.pk, instrument=Instrument.ECDI2030).first()
        days |= {standing.assessed_on} if standing else set()
        return EcdiSheet.objects.filter(child=self.instance.child, asked_on__in=days).exists()
