"""The directory of services: who helps children and parents, inside and beyond the commune."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class ProviderKind(models.TextChoices):
    HEALTH = "health", _("y tế")
    EDUCATION = "education", _("giáo dục")
    LEGAL_AID = "legal_aid", _("trợ giúp pháp lý")
    JUSTICE = "justice", _("tư pháp, tòa án, viện kiểm sát")
    POLICE = "police", _("công an")
    WELFARE = "welfare", _("bảo trợ, phúc lợi xã hội")
    SOCIAL = "social", _("tổ chức xã hội, đoàn thể")
    OTHER = "other", _("nơi khác")


class Reach(models.TextChoices):
    COMMUNE = "commune", _("trong xã")
    PROVINCE = "province", _("trong tỉnh")
    NATION = "nation", _("ngoài tỉnh, cả nước")


class ProviderQuerySet(models.QuerySet[Any]):
    def active_on(self, day: dt.date) -> ProviderQuerySet:
        """Begun by the day, or nobody knows when, and not ended by it; an end is exclusive."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gt=day))


class Provider(Record):
    """A place or organisation that helps. Vietnamese: nơi cung cấp dịch vụ, danh bạ dịch vụ bảo vệ trẻ em.

    area: whom it serves.  contact: whom to call.  round_the_clock: day and night; None where nobody asked.
    call_first: it stands among the numbers to call first.  confirmed_on: when somebody last found the entry right.
    """

    name = models.TextField(_("tên nơi giúp"))
    kind = models.CharField(_("loại"), max_length=10, choices=ProviderKind.choices)
    reach = models.CharField(_("ở đâu"), max_length=8, choices=Reach.choices, default=Reach.COMMUNE)
    area = models.TextField(_("phục vụ địa bàn nào"), blank=True)
    contact = models.TextField(_("gọi ai"), blank=True)
    phone = models.TextField(_("điện thoại"), blank=True)
    round_the_clock = models.BooleanField(_("trực cả ngày đêm"), null=True, blank=True)
    hours = models.TextField(_("giờ làm việc"), blank=True)
    address = models.TextField(_("địa chỉ"), blank=True)
    call_first = models.BooleanField(_("gọi trước tiên khi khẩn cấp"), default=False)
    from_on = models.DateField(_("hoạt động từ ngày"), null=True, blank=True)
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)
    confirmed_on = models.DateField(_("gọi lại thấy đúng ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "name", "kind"], name="protection_provider_key"),
                       models.CheckConstraint(condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
                                              name="protection_provider_order")]
        verbose_name = _("nơi cung cấp dịch vụ")

    def __str__(self) -> str:
        return self.name

    def stale(self, day: dt.date, within: int) -> bool:
        """Whether nobody has found the entry right for so many days."""
        return self.confirmed_on is None or self.confirmed_on < day - dt.timedelta(days=within)


class Offer(Record):
    """That a provider gives a package. package: a code of the catalogue."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offers")
    package = models.CharField(_("gói hỗ trợ"), max_length=40)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["provider", "package"], name="protection_offer_key")]
        verbose_name = _("gói hỗ trợ của một nơi")

    def __str__(self) -> str:
        from .catalogue import package_name

        return package_name(self.package)
