"""Why and where children are hurt, and the places to be made safe; no child is named by a place."""
from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit


class Cause(models.TextChoices):
    """Causes of injury as the commune counts them. Vietnamese: nguyên nhân tai nạn thương tích."""

    DROWNING = "drowning", _("đuối nước")
    TRAFFIC = "traffic", _("giao thông")
    FALL = "fall", _("ngã")
    BURN = "burn", _("bỏng")
    POISON = "poison", _("ngộ độc")
    ELECTRIC = "electric", _("điện giật")
    ANIMAL = "animal", _("động vật cắn, húc")
    SHARP = "sharp", _("vật sắc nhọn")
    CHOKING = "choking", _("hóc, ngạt")
    OTHER = "other", _("nguyên nhân khác")


class Spot(models.TextChoices):
    HOME = "home", _("ở nhà")
    SCHOOL = "school", _("ở trường")
    ROAD = "road", _("trên đường")
    WATER = "water", _("ao, hồ, sông, kênh")
    FIELD = "field", _("ruộng, rừng")
    PUBLIC = "public", _("nơi công cộng")
    OTHER = "other", _("nơi khác")


class InjuryDetail(Record):
    """Cause and kind of place of one injury, and whether it is one that counts; empty is not known.

    needed_care, lost_day: the two questions of the bar (``incidents/rules.toml``).
    """

    incident = models.OneToOneField("protection.Incident", models.CASCADE, related_name="injury_detail")
    cause = models.CharField(_("nguyên nhân"), max_length=10, choices=Cause.choices, blank=True)
    spot = models.CharField(_("xảy ra ở đâu"), max_length=10, choices=Spot.choices, blank=True)
    needed_care = models.BooleanField(_("phải chăm sóc y tế"), null=True, blank=True)
    lost_day = models.BooleanField(_("mất ít nhất một ngày học, làm, sinh hoạt"), null=True, blank=True)

    @property
    def child_id(self) -> uuid.UUID | None:
        return self.incident.child_id if self.incident_id else None

    def __str__(self) -> str:
        return self.get_cause_display()


class Hazard(Record):
    """A place where children may come to harm, and what is done about it. Vietnamese: điểm nguy hiểm cần xử lý.

    before, after: notes; the photographs are files of the data folder, named there by us.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("thôn"))
    place = models.TextField(_("chỗ nào"))
    danger = models.CharField(_("dễ gây"), max_length=10, choices=Cause.choices)
    work = models.TextField(_("việc phải làm"))
    owner = models.TextField(_("ai làm"), blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    before = models.TextField(_("trước khi làm"), blank=True)
    before_file = models.CharField(max_length=40, blank=True, editable=False)
    after = models.TextField(_("sau khi làm"), blank=True)
    after_file = models.CharField(max_length=40, blank=True, editable=False)
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)

    def __str__(self) -> str:
        return self.place
