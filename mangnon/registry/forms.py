"""What a person may type about a child, and how we say it is wrong."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock, names
from mangnon.places.models import Unit
from mangnon.web.fields import DateField
from mangnon.web.forms import RecordForm

from .models import (
    Carer,
    Child,
    Household,
    HouseholdMember,
    Registration,
    Residence,
)

OLDEST = dt.date(1990, 1, 1)


def check_past(day: dt.date | None, what: str) -> dt.date | None:
    """A day that lies ahead is no fact yet."""
    if day and day > clock.today():
        raise ValidationError(_("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {"what": what})
    return day


class IntervalForm(RecordForm):
    """A form with from_on and to_on: an end does not lie before its start."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("from_on"), data.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", _("Ngày hết lại trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        return data


class ChildForm(RecordForm):
    """Identity of a child."""

    class Meta(RecordForm.Meta):
        model = Child
        fields = ["full_name", "sex", "born_on", "born_precision", "personal_id", "ethnicity", "mother_name",
                  "father_name", "birth_registered_on"]
        help_texts = {
            "full_name": gettext_lazy("Có dấu, như trong giấy khai sinh. Trẻ chưa có tên thì để trống."),
            "born_precision": gettext_lazy("Chỉ biết năm hoặc tháng thì chọn ở đây; đừng bịa ngày."),
            "personal_id": gettext_lazy("12 chữ số, để trống nếu chưa có."),
        }

    def clean_full_name(self) -> str:
        return " ".join(names.nfc(self.cleaned_data["full_name"]).split())

    def clean_born_on(self) -> dt.date:
        day = self.cleaned_data["born_on"]
        if day < OLDEST:
            raise ValidationError(_("Năm sinh quá xa. Sổ này dành cho người dưới 18 tuổi; hãy kiểm tra lại năm."))
        check_past(day, _("Ngày sinh"))
        return day

    def clean_personal_id(self) -> str:
        text = "".join(self.cleaned_data["personal_id"].split())
        if text and not (text.isdigit() and len(text) == 12):
            raise ValidationError(_("Số định danh có 12 chữ số; số vừa gõ có %(n)s ký tự.") % {"n": len(text)})
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        born, registered = data.get("born_on"), data.get("birth_registered_on")
        if born and registered and registered < born and data.get("born_precision") == "day":
            self.add_error("birth_registered_on", _("Ngày đăng ký khai sinh lại trước ngày sinh."))
        return data


class NewChildForm(ChildForm):
    """A child who was born or moved in: identity and the first home."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Nơi ở"))
    from_on = DateField(label=gettext_lazy("Ở đó từ ngày"), required=False,
                        help_text=gettext_lazy("Trẻ mới sinh: để trống, lấy ngày sinh."))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["from_on"] = data.get("from_on") or data.get("born_on")
        return data


class DeathForm(RecordForm):
    """A child's death, once it is known."""

    class Meta(RecordForm.Meta):
        model = Child
        fields = ["died_on", "death_cause"]

    def clean_died_on(self) -> dt.date | None:
        day = check_past(self.cleaned_data["died_on"], _("Ngày mất"))
        born = self.instance.born_on
        if day and self.instance.born_precision == "day" and day < born:
            raise ValidationError(_("Ngày mất lại trước ngày sinh %(born)s.") % {"born": f"{born:%d/%m/%Y}"})
        return day


class ResidenceForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Residence
        fields = ["unit", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn ở. Đây là ngày đầu tiên không còn ở đó.")}


class MoveForm(RecordForm):
    """A move: the old home ends and the new one begins on the same day; no new home = left the commune."""

    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, label=gettext_lazy("Chuyển đến"),
                                  empty_label=gettext_lazy("Ra khỏi xã"))
    on = DateField(label=gettext_lazy("Ngày chuyển"))

    class Meta(RecordForm.Meta):
        model = Child
        fields: list[str] = []

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        day = self.cleaned_data["on"]
        check_past(day, _("Ngày chuyển"))
        return day


class CarerForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Carer
        fields = ["full_name", "relation", "phone", "from_on", "to_on"]


class RegistrationForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Registration
        fields = ["kind", "from_on", "to_on"]


class MembershipForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = HouseholdMember
        fields = ["household", "from_on", "to_on"]

    def narrow(self, user: Any) -> None:
        """A collaborator chooses among the households of her own thôn; names of others are not hers to read."""
        scope = user.scope(Permission.IDENTITY_WRITE)
        if not scope.everything:
            box: Any = self.fields["household"]
            box.queryset = box.queryset.filter(unit__in=scope.unit_ids)


class HouseholdForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Household
        fields = ["unit", "head_name"]


