"""What a person may type about a child's homes, carers and papers, and how we say it is wrong."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock, names
from mangnon.core.periods import earliest
from mangnon.places.models import Unit
from mangnon.web import formats
from mangnon.web.fields import DateField, ElseChoiceField
from mangnon.web.forms import RecordForm

from .leaving import at_work
from .models import Carer, Child, Contact, InsuranceCard, MissedVisit, Registration, Residence


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


def tidy(text: str) -> str:
    """A name as it is kept: composed letters, single spaces."""
    return " ".join(names.nfc(text).split())


def read_name(text: str) -> str:
    """A person's name as it is kept; one without any letter is no name. Empty stays empty."""
    name = tidy(text)
    if name and not any(letter.isalpha() for letter in name):
        raise ValidationError(_("“%(typed)s” không có chữ nào nên không phải tên. Hãy gõ họ tên; chưa biết thì để "
                                "trống.") % {"typed": name})
    return name


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
        self.reader: Any = None

    def narrow(self, user: Any) -> None:
        """A question tells only what this person may read."""
        self.reader = user

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
        elif unit is None and self.reader and not self.errors:
            self._ask_before_leaving(day)
        return data

    def _ask_before_leaving(self, day: dt.date) -> None:
        if work := at_work(self.instance, self.reader, clock.today()):
            self.ask("unit", _("Hiện %(work)s. Ghi em rời xã từ %(day)s thì việc ấy tự kết thúc, em ra khỏi mọi danh "
                               "sách và không còn được đếm. Ghi nhầm thì cán bộ trẻ em sửa lại được ở phần “Nơi ở”. "
                               "Em rời xã, có đúng không?") % {
                                   "work": work, "day": formats.date(day)}, _("Đúng, em đã rời xã"))


class CarerForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Carer
        fields = ["full_name", "relation", "phone", "from_on", "to_on"]

    within_life = False

    def clean_full_name(self) -> str:
        return read_name(self.cleaned_data["full_name"])


class RegistrationForm(IntervalForm):
    class Meta(RecordForm.Meta):
        model = Registration
        fields = ["kind", "from_on", "to_on"]


class ContactForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Contact
        fields = ["met_on", "note"]
        help_texts = {"note": gettext_lazy("Không ghi chuyện riêng của gia đình.")}

    def clean_met_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["met_on"], _("Ngày gặp"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("met_on"):
            check_life(self, "met_on", data["met_on"], self.instance.child)
        return data


class MissedVisitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = MissedVisit
        fields = ["tried_on", "why", "note"]
        help_texts = {"note": gettext_lazy("Không ghi chuyện riêng của gia đình.")}

    def clean_tried_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["tried_on"], _("Ngày đến"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tried_on"):
            check_life(self, "tried_on", data["tried_on"], self.instance.child)
        return data


class InsuranceCardForm(IntervalForm):
    ahead = 60
    """A card may be handed out before it holds."""

    class Meta(RecordForm.Meta):
        model = InsuranceCard
        fields = ["from_on", "to_on"]
        help_texts = {"from_on": gettext_lazy("Như in trên thẻ. Số thẻ không cần ghi."),
                      "to_on": gettext_lazy("Để trống nếu thẻ không ghi ngày hết.")}


def unit_words(unit: Unit) -> str:
    """A unit as lists offer it: one that stands no more says so."""
    return f"{unit} ({_('đến %(day)s') % {'day': formats.date(unit.valid_to)}})" if unit.valid_to else str(unit)
