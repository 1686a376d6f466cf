"""Packages of help planned for and given to a child, or to her parents and carers, one by one or at a session."""
from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit
from mangnon.registry.models import Child

from .models import Provider


class Receiver(models.TextChoices):
    """Who is given a package: the child herself, or who brings her up."""

    CHILD = "child", _("chính em")
    MOTHER = "mother", _("mẹ")
    FATHER = "father", _("cha")
    PARENTS = "parents", _("cả cha và mẹ")
    CARER = "carer", _("người chăm sóc khác")


class Outcome(models.TextChoices):
    DONE = "done", _("đã xong, đạt điều mong muốn")
    GOING = "going", _("có tiến triển, cần làm tiếp")
    SAME = "same", _("chưa chuyển biến")
    ABSENT = "absent", _("không gặp được")
    DECLINED = "declined", _("gia đình không nhận")


NOT_RECEIVED = (Outcome.ABSENT, Outcome.DECLINED)
"""After these nothing was received on that day."""
LENGTH = (MinValueValidator(1), MaxValueValidator(1440))


class PackageSession(Record):
    """A package given to many at once. Vietnamese: buổi sinh hoạt, buổi hướng dẫn cha mẹ.

    package: a code of the catalogue.  held_on: its day, which may lie ahead while it is planned.  unit: None for the
    whole commune.
    """

    package = models.CharField(_("gói hỗ trợ"), max_length=40)
    held_on = models.DateField(_("ngày"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thôn"))
    place = models.TextField(_("họp ở đâu"), blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="sessions",
                                 verbose_name=_("nơi giúp"))
    led_by = models.TextField(_("ai hướng dẫn"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("bao nhiêu phút"), null=True, blank=True, validators=LENGTH)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("buổi cho nhiều người")

    def __str__(self) -> str:
        from .catalogue import package_name

        return package_name(self.package)


class PackageQuerySet(models.QuerySet[Any]):
    def given(self) -> PackageQuerySet:
        """Received on its day, not only planned, missed or declined."""
        return self.exclude(given_on=None).exclude(result__in=NOT_RECEIVED)

    def to_child(self) -> PackageQuerySet:
        return self.filter(receiver=Receiver.CHILD)

    def to_carers(self) -> PackageQuerySet:
        return self.exclude(receiver=Receiver.CHILD)


class PackageGiven(Record):
    """A package for one child, or for those who bring her up. Vietnamese: gói hỗ trợ của một em.

    planned_on: when it is to be given.  given_on: when it was, or was tried.  session: where many were given it.
    service: the row of the six fields that it made; other packages of that day and field share it.
    """

    same_when = ("session_id",)

    child = models.ForeignKey(Child, models.PROTECT, related_name="packages")
    package = models.CharField(_("gói hỗ trợ"), max_length=40)
    receiver = models.CharField(_("ai nhận"), max_length=7, choices=Receiver.choices)
    planned_on = models.DateField(_("hẹn ngày"), null=True, blank=True)
    given_on = models.DateField(_("đã làm ngày"), null=True, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, related_name="packages",
                                 verbose_name=_("nơi giúp"))
    given_by = models.TextField(_("ai làm"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("bao nhiêu phút"), null=True, blank=True, validators=LENGTH)
    result = models.CharField(_("kết quả"), max_length=8, choices=Outcome.choices, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    session = models.ForeignKey(PackageSession, models.PROTECT, null=True, blank=True, editable=False,
                                related_name="attendance")
    service = models.ForeignKey("protection.Service", models.SET_NULL, null=True, blank=True, editable=False,
                                related_name="packages")

    objects = PackageQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.CheckConstraint(condition=Q(planned_on__isnull=False) | Q(given_on__isnull=False),
                                              name="protection_package_day")]
        verbose_name = _("gói hỗ trợ của một em")

    def __str__(self) -> str:
        from .catalogue import package_name

        return package_name(self.package)
