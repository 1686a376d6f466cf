"""What a person may type of a child herself: who she is, and that she died."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mangnon.core import clock, hooks
from mangnon.core.periods import completed_years, earliest, middle
from mangnon.places.models import Unit
from mangnon.web import formats
from mangnon.web.fields import DateField, PartialDateField
from mangnon.web.forms import RecordForm

from .forms import check_past, read_name
from .leaving import at_work
from .models import Child, Residence
from .twins import twins_of

OLDEST = dt.date(1990, 1, 1)
GROWN_UP = 18


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
            self.initial.update(self.first_values(self.instance))

    def first_values(self, row: Any) -> dict[str, Any]:
        return super().first_values(row) | {"born_on": (row.born_on, row.born_precision)}

    def narrow(self, user: Any) -> None:
        """Nobody learns by a question of a child she may not see."""
        self.reader = user

    def clean_full_name(self) -> str:
        return read_name(self.cleaned_data["full_name"])

    def clean_mother_name(self) -> str:
        return read_name(self.cleaned_data["mother_name"])

    def clean_father_name(self) -> str:
        return read_name(self.cleaned_data["father_name"])

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
        self.reader: Any = None
        # Compulsory but for a death entered by mistake: the box does not say "nếu có".
        self.fields["died_on"].asked = not self.mistaken  # type: ignore[attr-defined]
        if self.mistaken:
            self.fields["died_on"].help_text = _("Ghi nhầm, em còn sống: xóa trống cả hai ô.")

    def narrow(self, user: Any) -> None:
        """A question tells only what this person may read."""
        self.reader = user

    def clean_died_on(self) -> dt.date | None:
        day = check_past(self.cleaned_data["died_on"], _("Ngày mất"))
        child = self.instance
        if day and day < earliest(child.born_on, child.born_precision):
            raise ValidationError(_("Ngày mất lại trước ngày sinh %(born)s.") % {
                "born": formats.date_known(child.born_on, child.born_precision)})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("died_on") and not self.mistaken and self.reader and not self.errors:
            self._ask_before(data["died_on"])
        if data.get("died_on") or "died_on" in self.errors:
            return data
        if self.mistaken:
            # Emptied on purpose: the child lives.
            if data.get("death_cause"):
                self.add_error("died_on", _("Hãy điền ngày mất. Ghi nhầm thì bỏ trống cả nguyên nhân."))
        else:
            self.add_error("died_on", _("Hãy điền ngày mất. Mở nhầm trang thì bấm “Thôi, không ghi”."))
        return data

    def _ask_before(self, day: dt.date) -> None:
        if work := at_work(self.instance, self.reader, clock.today()):
            self.ask("died_on", _("Hiện %(work)s. Ghi em mất ngày %(day)s thì việc ấy tự kết thúc và em ra khỏi mọi "
                                  "danh sách. Ghi nhầm thì xóa được ngày mất ngay trên trang của em. Em mất, có đúng "
                                  "không?") % {"work": work, "day": formats.date(day)}, _("Đúng, em đã mất"))
