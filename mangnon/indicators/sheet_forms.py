"""Forms of a thôn's sheet that no room has: a newborn's papers, and that a household was reviewed and stood."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.periods import earliest
from mangnon.registry import actions
from mangnon.registry.forms import check_past, read_name
from mangnon.registry.household_views import seen
from mangnon.registry.models import Child, Household, HouseholdMember, HouseholdReview, HouseholdStatus
from mangnon.web import formats, keeping
from mangnon.web.forms import RecordForm

from .coming.d_reviews import counts_from

if TYPE_CHECKING:
    from .sheet import Line

REVIEW = "indicators:review-home"
YEAR = dt.timedelta(days=366)


class PapersForm(RecordForm):
    """A newborn's name and certificate."""

    class Meta(RecordForm.Meta):
        model = Child
        fields = ["full_name", "birth_registered_on"]
        labels = {"birth_registered_on": gettext_lazy("Ngày đăng ký khai sinh")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in self.changed_data):
            # An emptied box takes nothing away, so nothing would be written.
            self.add_error("birth_registered_on", _("Chưa có gì để ghi. Chưa đăng ký thì chọn Hẹn lại."))
        return data

    def clean_full_name(self) -> str:
        return read_name(self.cleaned_data["full_name"])

    def clean_birth_registered_on(self) -> dt.date | None:
        day = check_past(self.cleaned_data["birth_registered_on"], _("Ngày đăng ký khai sinh"))
        if day and day < earliest(self.instance.born_on, self.instance.born_precision):
            self.add_error("birth_registered_on", _("Ngày đăng ký khai sinh lại trước ngày sinh."))
        return day


class ReviewForm(RecordForm):
    """The day on which a household's status was looked at and stood."""

    class Meta(RecordForm.Meta):
        model = HouseholdReview
        fields = ["reviewed_on"]
        labels = {"reviewed_on": gettext_lazy("Ngày rà soát, không đổi")}

    def clean_reviewed_on(self) -> dt.date | None:
        day = check_past(self.cleaned_data["reviewed_on"], _("Ngày rà soát"))
        if day and day < clock.today() - YEAR:
            raise ValidationError(_("Ngày rà soát đã quá một năm. Lần rà soát ấy không thay được lần này."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, house = data.get("reviewed_on"), self.instance.household
        status = HouseholdStatus.objects.filter(household=house, from_on__lte=clock.today()).order_by("from_on").last()
        if day and status and status.to_on and day < counts_from(status.to_on):
            self.ask("reviewed_on", _("Hết diện ngày %(ends)s: lần rà soát từ %(from)s mới tính, nên ghi rồi dòng này "
                                      "vẫn còn đến kỳ.") % {"ends": formats.date(status.to_on),
                                                            "from": formats.date(counts_from(status.to_on))})
        return data


def household_of(child: Child, user: Any) -> Household | None:
    """The poor or near-poor household of a child that this user writes of."""
    mine = HouseholdMember.objects.on(clock.today()).filter(child=child).values("household")
    return seen(user, Permission.IDENTITY_WRITE).filter(
        pk__in=mine, statuses__isnull=False).distinct().order_by("pk").first()


def store(line: Line, *, by: Any) -> Any:
    """What to do with the values of a row's form."""
    if isinstance(line.form, ReviewForm):
        house = line.form.instance.household
        # Each child of a household may have a row: of one day the household is reviewed once.
        return lambda data: actions.review_household(house, by=by, on=data["reviewed_on"])
    if line.kind is None:
        # Several rows of a sheet may be of one child's papers: each writes only what was typed in it.
        typed = {name for name in line.form.changed_data if line.form.cleaned_data.get(name)}

        def correct(data: dict[str, Any]) -> Any:
            said = {name: value for name, value in data.items() if name in typed}
            return actions.correct_identity(Child.objects.get(pk=line.child.pk), by=by, **said)
        return correct
    kind, write = line.kind, keeping.store(line.form, line.kind.model, by=by, child=line.child)

    def save(data: dict[str, Any]) -> Any:
        row = write(data)
        kind.written(row)
        return row
    return save
