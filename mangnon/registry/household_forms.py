"""What a person may type about households, who belongs to them and what they are."""
from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import Unit
from mangnon.web.forms import RecordForm

from .forms import IntervalForm, read_name
from .models import Household, HouseholdMember, HouseholdStatus, Residence


def household_words(household: Household) -> str:
    return f"{household}, {household.unit}"


class MembershipForm(IntervalForm):
    """A child belongs to a household; those of her own thôn are offered first."""

    class Meta(RecordForm.Meta):
        model = HouseholdMember
        fields = ["household", "from_on", "to_on"]
        labels = {"household": gettext_lazy("Hộ")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["household"]
        home = Residence.objects.filter(child=self.instance.child_id).order_by("from_on").last()
        box.queryset = Household.objects.select_related("unit").annotate(far=Case(
            When(unit=home.unit_id if home else None, then=Value(0)), default=Value(1))).order_by(
                "far", "unit__name", "head_name")
        box.label_from_instance = household_words

    def narrow(self, user: Any) -> None:
        scope = user.scope(Permission.IDENTITY_WRITE)
        if not scope.everything:
            box: Any = self.fields["household"]
            box.queryset = box.queryset.filter(unit__in=scope.unit_ids)


class HouseholdForm(RecordForm):
    """A household; one with the same head in the same thôn is asked about."""

    class Meta(RecordForm.Meta):
        model = Household
        fields = ["head_name", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.villages().standing_on(  # type: ignore[attr-defined]
            clock.today()).order_by("name")

    def narrow(self, user: Any) -> None:
        scope = user.scope(Permission.IDENTITY_WRITE)
        if not scope.everything:
            box: Any = self.fields["unit"]
            box.queryset = box.queryset.filter(pk__in=scope.unit_ids)

    def clean_head_name(self) -> str:
        return read_name(self.cleaned_data["head_name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        head, unit = data.get("head_name"), data.get("unit")
        if head and unit and Household.objects.filter(head_name__iexact=head, unit=unit).exclude(
                pk=self.instance.pk).exists():
            self.ask("head_name", _("%(unit)s đã có hộ của %(head)s. Có phải cùng một hộ không?") % {
                "unit": unit, "head": head}, _("Không, đây là hộ khác"))
        return data


class HouseholdStatusForm(IntervalForm):
    """A household is poor or near-poor while it lasts; the year's review is often decided before the year begins."""

    ahead = 366
    within_life = False

    class Meta(RecordForm.Meta):
        model = HouseholdStatus
        fields = ["status", "from_on", "to_on"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn. Đây là ngày đầu tiên không còn.")}
