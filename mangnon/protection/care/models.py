"""Alternative care: families who are willing, children placed, visits. Vietnamese: chăm sóc thay thế."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Facility, Unit
from mangnon.registry.models import Child, DatedQuerySet

COUNT = [MinValueValidator(1), MaxValueValidator(20)]
AGE = [MaxValueValidator(18)]


class Wish(models.TextChoices):
    """Whom a family would take in."""

    BOY = "male", _("con trai")
    GIRL = "female", _("con gái")


class CareFamily(Record):
    """A family that would take a child in. Vietnamese: gia đình đăng ký nhận chăm sóc thay thế.

    requested_on: the day of its request (Mẫu 08).  from_on, to_on: while it stands on the list.
    from_age, to_age: completed years it wishes, both included; empty = any.
    """

    head_name = models.TextField(_("chủ hộ"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("thôn"))
    phone = models.TextField(_("điện thoại"), blank=True)
    capacity = models.PositiveSmallIntegerField(_("nhận được mấy em"), default=1, validators=COUNT)
    sex = models.CharField(_("muốn nhận"), max_length=6, choices=Wish.choices, blank=True)
    from_age = models.PositiveSmallIntegerField(_("từ mấy tuổi"), null=True, blank=True, validators=AGE)
    to_age = models.PositiveSmallIntegerField(_("đến mấy tuổi"), null=True, blank=True, validators=AGE)
    wishes = models.TextField(_("điều khác gia đình mong muốn"), blank=True)
    requested_on = models.DateField(_("ngày đề nghị (Mẫu 08)"), null=True, blank=True)
    checked_on = models.DateField(_("xã xác minh ngày"), null=True, blank=True)
    decision = models.TextField(_("số, ký hiệu văn bản ghi vào danh sách"), blank=True)
    from_on = models.DateField(_("vào danh sách ngày"))
    to_on = models.DateField(_("ra khỏi danh sách ngày"), null=True, blank=True)
    end_reason = models.TextField(_("vì sao ra"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("gia đình nhận chăm sóc thay thế")

    def __str__(self) -> str:
        return self.head_name


class FamilyConfirmation(Record):
    """That a family was asked again and is still willing. Vietnamese: lần rà soát danh sách."""

    family = models.ForeignKey(CareFamily, models.CASCADE, related_name="confirmations")
    confirmed_on = models.DateField(_("hỏi lại ngày"))
    confirmed_by = models.CharField(max_length=80)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["family", "confirmed_on"], name="protection_confirmation_key")]
        verbose_name = _("lần hỏi lại gia đình nhận chăm sóc")

    def __str__(self) -> str:
        return f"{self.confirmed_on:%d/%m/%Y}"


class FamilyKin(Record):
    """A family is related to a child. Vietnamese: họ hàng của em."""

    family = models.ForeignKey(CareFamily, models.CASCADE, related_name="kin")
    child = models.ForeignKey(Child, models.PROTECT, related_name="kin_families")
    relation = models.TextField(_("là gì của em"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["family", "child"], name="protection_kin_key")]
        verbose_name = _("họ hàng nhận chăm sóc")

    def __str__(self) -> str:
        return self.relation


class PlacementQuerySet(models.QuerySet[Any]):
    def running(self, day: dt.date) -> PlacementQuerySet:
        """Decided and not ended by the day; handed over or not yet."""
        return self.filter(decided_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


class Placement(Record):
    """A child is given into the care of a family or a facility. Vietnamese: giao, nhận chăm sóc thay thế.

    handover_due_on: by when she is to be handed over, as the rules were on the day of writing.  support: the row of
    help that it became when she was handed over.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="placements")
    family = models.ForeignKey(CareFamily, models.PROTECT, null=True, blank=True, related_name="placements",
                               verbose_name=_("gia đình"))
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name=_("hoặc cơ sở"))
    decision = models.TextField(_("số, ký hiệu quyết định"), blank=True)
    decided_on = models.DateField(_("quyết định ngày"))
    handover_due_on = models.DateField(_("hạn bàn giao"), editable=False)
    handed_over_on = models.DateField(_("bàn giao ngày"), null=True, blank=True)
    ended_on = models.DateField(_("thôi chăm sóc ngày"), null=True, blank=True)
    end_reason = models.TextField(_("vì sao thôi"), blank=True)
    support = models.ForeignKey("protection.Support", models.SET_NULL, null=True, blank=True, editable=False,
                                related_name="+")

    objects = PlacementQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "decided_on"], name="protection_placement_key"),
                       models.CheckConstraint(condition=Q(family=None) ^ Q(facility=None),
                                              name="protection_placement_where")]
        verbose_name = _("chăm sóc thay thế")

    def __str__(self) -> str:
        return str(self.family or self.facility)


class CareVisit(Record):
    """The commune visited a child where she is cared for. Vietnamese: lần thăm em ở nơi chăm sóc."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="visits")
    visited_on = models.DateField(_("ngày thăm"))
    visitor = models.TextField(_("ai thăm"), blank=True)
    note = models.TextField(_("thấy gì, cần làm gì"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["placement", "visited_on"], name="protection_carevisit_key")]
        verbose_name = _("lần thăm nơi chăm sóc thay thế")

    def __str__(self) -> str:
        return f"{self.visited_on:%d/%m/%Y}"

    @property
    def child_id(self) -> uuid.UUID:
        """Whom it speaks of."""
        return self.placement.child.pk
