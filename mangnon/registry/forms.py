"""What a person may type about a child, and how we say it is wrong."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks, names
from mangnon.core.periods import completed_years, earliest, middle
from mangnon.places.models import Unit
from mangnon.web import formats
from mangnon.web.fields import DateField, ElseChoiceField, PartialDateField
from mangnon.web.forms import RecordForm

from .models import Carer, Child, Registration, Residence
from .twins import twins_of

OLDEST = dt.date(1990, 1, 1)
GROWN_UP = 18


def check_past(day: dt.date | None, what: str) -> dt.date | None:
    """A day that lies ahead is no fact yet."""
    if day and day > clock.today():
        raise ValidationError(_("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {"what": what})
    return day


class IntervalForm(RecordForm):
    """A form with from_on and to_on: an end does not lie before its start, a start not ahead, neither before birth.

    ahead: how many days ahead of today a start may lie.  within_life: whether the row belongs between birth and death.
    """

    ahead = 0
    within_life = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("from_on"), data.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", _("Ngày hết lại trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
        if start and start > clock.today() + dt.timedelta(days=self.ahead):
            self.add_error("from_on", _("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {
                "what": capfirst(str(self.fields["from_on"].label))})
        child = getattr(self.instance, "child", None) if self.within_life else None
        if child is not None and start and "from_on" not in self.errors:
            check_life(self, "from_on", start, child)
        return data


def check_life(form: Any, field: str, day: dt.date, child: Child) -> None:
    """A day that lies before the child can have been born, or after her death, is no day of hers."""
    if day < earliest(child.born_on, child.born_precision):
        form.add_error(field, _("Ngày này trước ngày sinh %(born)s. Xin kiểm tra lại.") % {
            "born": formats.date_known(child.born_on, child.born_precision)})
    elif child.died_on and day > child.died_on:
        form.add_error(field, _("Em đã mất ngày %(died)s, trước ngày này. Xin kiểm tra lại.") % {
            "died": formats.date(child.died_on)})


class ChildForm(RecordForm):
    """Identity of a child."""

    born_on = PartialDateField(label=gettext_lazy("Ngày sinh"), help_text=gettext_lazy(
        "Như 12/03/2018. Chỉ biết tháng thì gõ 03/2018, chỉ biết năm thì gõ 2018; đừng bịa ngày."))

    class Meta(RecordForm.Meta):
        model = Child
        fields = ["full_name", "sex", "born_on", "personal_id", "ethnicity", "mother_name", "father_name",
                  "birth_registered_on"]
        help_texts = {
            "full_name": gettext_lazy("Có dấu, như trong giấy khai sinh. Trẻ chưa có tên thì để trống."),
            "personal_id": gettext_lazy("12 chữ số, để trống nếu chưa có."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader: Any = None
        if self.standing:
            self.initial["born_on"] = (self.instance.born_on, self.instance.born_precision)

    def narrow(self, user: Any) -> None:
        """Nobody learns by a question of a child she may not see."""
        self.reader = user

    def clean_full_name(self) -> str:
        return tidy(self.cleaned_data["full_name"])

    def clean_mother_name(self) -> str:
        return tidy(self.cleaned_data["mother_name"])

    def clean_father_name(self) -> str:
        return tidy(self.cleaned_data["father_name"])

    def clean_born_on(self) -> tuple[dt.date, str]:
        day, precision = self.cleaned_data["born_on"]
        if day < OLDEST:
            raise ValidationError(_("Năm sinh quá xa. Sổ này dành cho người dưới 18 tuổi; hãy kiểm tra lại năm."))
        check_past(day, _("Ngày sinh"))
        kept = self.instance
        if self.standing and precision == kept.born_precision and day == earliest(kept.born_on, precision):
            # The same month or year typed again keeps the day that stands for it.
            return kept.born_on, precision
        return day, precision

    def clean_personal_id(self) -> str:
        text = "".join(self.cleaned_data["personal_id"].split())
        if text and not (text.isdigit() and len(text) == 12):
            raise ValidationError(_("Số định danh có 12 chữ số; số vừa gõ có %(n)s ký tự.") % {"n": len(text)})
        return text

    def clean_birth_registered_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["birth_registered_on"], _("Ngày đăng ký khai sinh"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        registered = data.get("birth_registered_on")
        if "born_on" not in data:
            return data
        data["born_on"], data["born_precision"] = born = data["born_on"]
        if registered and registered < earliest(*born):
            self.add_error("birth_registered_on", _("Ngày đăng ký khai sinh lại trước ngày sinh."))
        if self.standing and self.instance.died_on and self.instance.died_on < earliest(*born):
            self.add_error("born_on", _("Ngày sinh này sau ngày mất %(died)s.") % {
                "died": formats.date(self.instance.died_on)})
        if not self.errors:
            # A field that is asked about leaves the data; each question looks at what was typed.
            typed = dict(data)
            self._ask_about_age(typed)
            self._ask_about_rows_before(typed)
            self._ask_about_twins(typed)
        return data

    def _ask_about_age(self, data: dict[str, Any]) -> None:
        """The register is of children: whoever is grown up stands here by a slip of the year more often than not."""
        kept = self.standing and (self.instance.born_on, self.instance.born_precision) == (
            data["born_on"], data["born_precision"])
        age = completed_years(middle(data["born_on"], data["born_precision"]), clock.today())
        if age >= GROWN_UP and not kept:
            self.ask("born_on", _("Ngày sinh này thì em đã %(age)s tuổi; sổ dành cho người dưới 18. Năm sinh có đúng "
                                  "không?") % {"age": age})

    def _ask_about_rows_before(self, data: dict[str, Any]) -> None:
        """What the register tells of her life before the new birth date: told only as far as this person reads it."""
        born = earliest(data["born_on"], data["born_precision"])
        if not self.standing or self.reader is None or born <= self.instance.born_on:
            return
        early = [e for source in hooks.timeline for e in source(self.reader, self.instance.pk)
                 if self.instance.born_on < e.on < born]
        if early:
            told = "; ".join(f"{formats.date(e.on)} {e.title}" for e in sorted(early, key=lambda e: e.on)[:3])
            self.ask("born_on", ngettext(
                "Trước ngày sinh này sổ đã ghi %(n)s việc: %(told)s. Ngày sinh có đúng không?",
                "Trước ngày sinh này sổ đã ghi %(n)s việc: %(told)s. Ngày sinh có đúng không?", len(early)) % {
                    "n": len(early), "told": told + ("…" if len(early) > 3 else "")},
                _("Đúng, các dòng kia sẽ được sửa sau"))

    def _ask_about_twins(self, data: dict[str, Any]) -> None:
        """A child who stands there already is asked about, with where she lives."""
        twin = self.reader and twins_of(data).visible_to(self.reader).exclude(pk=self.instance.pk).first()
        if not twin:
            return
        home = Residence.objects.on(clock.today()).filter(child=twin).select_related("unit").last()
        self.ask("full_name", _("Trong sổ đã có %(name)s, sinh %(born)s, %(home)s. Có phải cùng một em không?") % {
            "name": twin, "born": formats.date_known(twin.born_on, twin.born_precision),
            "home": home.unit if home else _("không còn ở xã")}, _("Không, đây là em khác"))


def tidy(text: str) -> str:
    """A name as it is kept: composed letters, single spaces."""
    return " ".join(names.nfc(text).split())


class NewChildForm(ChildForm):
    """A child who was born or moved in: identity and the first home."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Nơi ở"))
    from_on = DateField(label=gettext_lazy("Ở đó từ ngày"), required=False,
                        help_text=gettext_lazy("Trẻ mới sinh: để trống, lấy ngày sinh."))

    field_order = ["full_name", "sex", "born_on", "unit", "from_on"]

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_from_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["from_on"], _("Ngày đến ở"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("born_on"):
            data["from_on"] = data.get("from_on") or data["born_on"]
            if data["from_on"] < earliest(data["born_on"], data["born_precision"]):
                self.add_error("from_on", _("Ngày đến ở lại trước ngày sinh."))
        return data


class DeathForm(RecordForm):
    """A child's death, once it is known."""

    class Meta(RecordForm.Meta):
        model = Child
        fields = ["died_on", "death_cause"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mistaken = self.instance.died_on is not None
        if self.mistaken:
            self.fields["died_on"].help_text = _("Ghi nhầm, em còn sống: xóa trống cả hai ô.")

    def clean_died_on(self) -> dt.date | None:
        day = check_past(self.cleaned_data["died_on"], _("Ngày mất"))
        child = self.instance
        if day and day < earliest(child.born_on, child.born_precision):
            raise ValidationError(_("Ngày mất lại trước ngày sinh %(born)s.") % {
                "born": formats.date_known(child.born_on, child.born_precision)})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("died_on") or "died_on" in self.errors:
            return data
        if self.mistaken:
            # Emptied on purpose: the child lives.
            if data.get("death_cause"):
                self.add_error("died_on", _("Hãy điền ngày mất. Ghi nhầm thì bỏ trống cả nguyên nhân."))
        else:
            self.add_error("died_on", _("Hãy điền ngày mất. Mở nhầm trang thì bấm “Thôi, không ghi”."))
        return data


class ResidenceForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Residence
        fields = ["unit", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn ở. Đây là ngày đầu tiên không còn ở đó.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("level", "name", "valid_from")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = unit_words  # type: ignore[attr-defined]

    def narrow(self, user: Any) -> None:
        """A thôn's collaborator writes homes of her own thôn."""
        scope = user.scope(Permission.IDENTITY_WRITE)
        if not scope.everything:
            box: Any = self.fields["unit"]
            box.queryset = box.queryset.filter(pk__in=scope.unit_ids)


class MoveForm(RecordForm):
    """A move: the old home ends and the new one begins on the same day; no new home = left the commune, by choice."""

    unit = ElseChoiceField(Unit.objects.none(), label=gettext_lazy("Chuyển đến"),
                           none_of_these=gettext_lazy("Ra khỏi xã (không còn ở thôn nào của xã)"))
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
        later = Residence.objects.filter(child=self.instance, from_on__gt=day).order_by("from_on").first()
        if later is not None:
            raise ValidationError(_("Sổ đã ghi em ở %(home)s từ %(day)s, sau ngày này. Hãy sửa ở phần “Nơi ở”.") % {
                "home": later.unit, "day": formats.date(later.from_on)})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, unit = data.get("on"), data.get("unit")
        if not day or "unit" not in data:
            return data
        check_life(self, "on", day, self.instance)
        home = Residence.objects.on(day).filter(child=self.instance).order_by("from_on").last()
        if unit is None and home is None:
            self.add_error("unit", _("Ngày ấy em không còn nơi ở nào trong sổ để rời đi."))
        elif unit is not None and home is not None and home.unit_id == unit.pk and not self.errors:
            self.add_error("unit", _("Em đang ở đúng nơi này từ %(day)s.") % {"day": formats.date(home.from_on)})
        return data


class CarerForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Carer
        fields = ["full_name", "relation", "phone", "from_on", "to_on"]

    within_life = False

    def clean_full_name(self) -> str:
        return tidy(self.cleaned_data["full_name"])


class RegistrationForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Registration
        fields = ["kind", "from_on", "to_on"]


def unit_words(unit: Unit) -> str:
    """A unit as lists offer it: one that stands no more says so."""
    return f"{unit} ({_('đến %(day)s') % {'day': formats.date(unit.valid_to)}})" if unit.valid_to else str(unit)
