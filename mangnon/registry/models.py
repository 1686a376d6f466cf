"""Children, where they live, with whom, and what stands in civil registers about them."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission
from mangnon.core import names
from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.core.periods import born_between, years_back
from mangnon.places.models import Facility, Unit

from . import unnamed


class Revision(CoreRevision):
    """What rows of this room held before."""


class Sex(models.TextChoices):
    MALE = "male", _("nam")
    FEMALE = "female", _("nữ")
    UNKNOWN = "unknown", _("chưa rõ")


class Precision(models.TextChoices):
    DAY = "day", _("đúng ngày")
    MONTH = "month", _("chỉ biết tháng")
    YEAR = "year", _("chỉ biết năm")


class DeathCause(models.TextChoices):
    ILLNESS = "illness", _("bệnh tật")
    INJURY = "injury", _("tai nạn thương tích")
    OTHER = "other", _("nguyên nhân khác")
    UNKNOWN = "unknown", _("chưa rõ")


def taken_between(after: dt.date, until: dt.date) -> Q:
    """Birth dates whose day taken lies after one day and up to another, whatever is known of them."""
    found = Q()
    for precision in Precision.values:
        low, high = born_between(after, until, precision)
        found |= Q(born_precision=precision, born_on__gte=low, born_on__lte=high)
    return found


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, user: Any, *to: Permission, on: dt.date | None = None) -> ChildQuerySet:
        """The children this user may see (of whom she may do any of these): where every query about children starts."""
        from .scope import visible_children

        return visible_children(self, user, *to, on=on)

    def resident_on(self, day: dt.date, unit_ids: set[uuid.UUID] | None = None) -> ChildQuerySet:
        """Alive and living (in the given units) on a day."""
        homes = Residence.objects.on(day)
        if unit_ids is not None:
            homes = homes.filter(unit__in=unit_ids)
        return self.filter(Q(died_on=None) | Q(died_on__gt=day), pk__in=homes.values("child"))

    def aged(self, day: dt.date, low: int, high: int) -> ChildQuerySet:
        """Of so many completed years on a day, both ends included, by the birth day taken (the 15th, 30 June)."""
        return self.filter(taken_between(years_back(day, high + 1), years_back(day, low)))

    def named_like(self, text: str) -> ChildQuerySet:
        """Children whose name has words that begin like every typed one, without marks; else names that hold them."""
        begun, held = self, self
        for word in (names.fold(word) for word in text.split()):
            begun = begun.filter(Q(name_fold__startswith=word) | Q(name_fold__contains=f" {word}"))
            held = held.filter(name_fold__contains=word)
        return begun if begun.exists() else held

    def in_name_order(self) -> ChildQuerySet:
        return self.order_by("name_sort", "born_on", "pk")


class Child(Record):
    """A person the register knows: a child, one of 16 or 17, or someone who was.

    Vietnamese: trẻ em (Luật Trẻ em 2016: under 16). born_on holds any day of the month or year where born_precision
    is month or year. name_fold and name_sort are made from full_name, for search and order.
    """

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), default=uuid.uuid4)
    full_name = models.TextField(_("họ và tên"), blank=True)
    sex = models.CharField(_("giới tính"), max_length=7, choices=Sex.choices)
    born_on = models.DateField(_("ngày sinh"))
    born_precision = models.CharField(_("độ chính xác"), max_length=5, choices=Precision.choices, default="day")
    personal_id = models.TextField(_("số định danh"), blank=True)
    ethnicity = models.TextField(_("dân tộc"), blank=True)
    mother_name = models.TextField(_("họ tên mẹ"), blank=True)
    father_name = models.TextField(_("họ tên cha"), blank=True)
    birth_registered_on = models.DateField(_("ngày đăng ký khai sinh"), null=True, blank=True)
    died_on = models.DateField(_("ngày mất"), null=True, blank=True)
    death_cause = models.CharField(_("nguyên nhân"), max_length=7, choices=DeathCause.choices, blank=True)
    name_fold = models.TextField(editable=False, blank=True)
    name_sort = models.TextField(editable=False, blank=True)

    objects = ChildQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"], name="registry_child_exchange")]
        indexes = [models.Index(fields=["name_sort"]), models.Index(fields=["born_on"])]

    def __str__(self) -> str:
        return self.full_name or unnamed.called(self)

    def get_absolute_url(self) -> str:
        return reverse("registry:child", args=[self.pk])

    @staticmethod
    def name_forms(full_name: str) -> tuple[str, str]:
        """The forms to search and to sort by."""
        return names.fold(full_name), names.sort_key(full_name)

    def set_name_forms(self) -> None:
        self.name_fold, self.name_sort = self.name_forms(self.full_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_name_forms()
        super().save(*args, **kwargs)


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: dt.date) -> DatedQuerySet:
        """Begun on or before the day and not ended by it; an end is exclusive."""
        return self.filter(from_on__lte=day).filter(Q(to_on=None) | Q(to_on__gt=day))


class Residence(Record):
    """Where a child lived from a day until before another. Vietnamese: nơi ở thực tế.

    Where rows overlap the one that begins later holds: nobody lives in two places.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="residences")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("nơi ở"))
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "from_on"], name="registry_residence_key")]

    def __str__(self) -> str:
        return f"{self.unit} {self.from_on:%d/%m/%Y}"


class Household(Record):
    """People who live and eat together. Vietnamese: hộ gia đình."""

    exchange_id = models.TextField(_("mã hộ"), default=uuid.uuid4)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    head_name = models.TextField(_("chủ hộ"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"],
                                               name="registry_household_exchange")]

    def __str__(self) -> str:
        return self.head_name or self.exchange_id


class HouseholdMember(Record):
    """A child in a household, from a day until before another."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    child = models.ForeignKey(Child, models.PROTECT, related_name="memberships")
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["household", "child", "from_on"],
                                               name="registry_member_key")]

    def __str__(self) -> str:
        return f"{self.household}"


class Poverty(models.TextChoices):
    POOR = "poor", _("hộ nghèo")
    NEAR_POOR = "near_poor", _("hộ cận nghèo")


class HouseholdStatus(Record):
    """A household's poverty status while it holds. Vietnamese: hộ nghèo, hộ cận nghèo."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="statuses")
    status = models.CharField(_("diện"), max_length=9, choices=Poverty.choices)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["household", "status", "from_on"],
                                               name="registry_status_key")]

    def __str__(self) -> str:
        return self.get_status_display()


class Relation(models.TextChoices):
    MOTHER = "mother", _("mẹ")
    FATHER = "father", _("cha")
    GRANDPARENT = "grandparent", _("ông bà")
    RELATIVE = "relative", _("họ hàng")
    GUARDIAN = "guardian", _("người giám hộ")
    FOSTER = "foster", _("người nhận chăm sóc")
    OTHER = "other", _("người khác")


class Carer(Record):
    """Who looks after a child. Vietnamese: người chăm sóc. The phone number never leaves in a folder."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="carers")
    full_name = models.TextField(_("họ và tên"))
    relation = models.CharField(_("quan hệ"), max_length=11, choices=Relation.choices)
    from_on = models.DateField(_("từ ngày"), null=True, blank=True)
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)
    phone = models.TextField(_("điện thoại"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "full_name", "relation"],
                                               name="registry_carer_key")]

    def __str__(self) -> str:
        return self.full_name


class RegistrationKind(models.TextChoices):
    PERMANENT = "permanent", _("thường trú")
    TEMPORARY = "temporary", _("tạm trú")


class Registration(Record):
    """What the police have registered; where the child really lives is a Residence."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="registrations")
    kind = models.CharField(_("loại"), max_length=9, choices=RegistrationKind.choices)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "kind", "from_on"],
                                               name="registry_registration_key")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Attachment(Record):
    """A child belongs to a facility while it lasts; what a teacher may see starts here.

    Kept by education from the enrolments, so that the registry knows no school matters.
    """

    child = models.ForeignKey(Child, models.CASCADE, related_name="attachments")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    source = models.UUIDField()
    """The row this was made from."""

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["source"], name="registry_attachment_source")]

    def __str__(self) -> str:
        return f"{self.facility}"


from .card_models import InsuranceCard, WorkStep  # noqa: E402, F401 - they hang on Child by its name
from .merge_models import Merge, MergedRow  # noqa: E402, F401 - they speak of Child by its name and live in this room
from .monthly_models import MonthlyReport  # noqa: E402, F401 - what a thôn says of a month
from .review_models import HouseholdReview  # noqa: E402, F401 - it hangs on Household by its name
from .sheet_models import WorkSheet  # noqa: E402, F401 - what a thôn takes along on paper
from .task_models import Arrival, ChildTask, Contact, MissedVisit  # noqa: E402, F401 - it hangs on Child by its name
