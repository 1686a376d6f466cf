"""The commune's own work for children: activities and who took part."""
from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Unit
from mangnon.registry.models import Child


class Revision(CoreRevision):
    """What rows of this room held before."""


class ActivityKind(models.TextChoices):
    CONSULTATION = "consultation", _("hỏi ý kiến trẻ em")
    AWARENESS = "awareness", _("nâng cao nhận thức về quyền tham gia")
    PARTICIPATION_MODEL = "participation_model", _("mô hình, hoạt động thúc đẩy quyền tham gia")
    CAMPAIGN = "campaign", _("chiến dịch truyền thông")
    TRAINING = "training", _("tập huấn")


class Activity(Record):
    """Something held for or with children on a day. Plan targets 22 to 24."""

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), default=uuid.uuid4)
    kind = models.CharField(_("loại"), max_length=19, choices=ActivityKind.choices)
    held_on = models.DateField(_("ngày"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("địa bàn"))
    title = models.TextField(_("tên hoạt động"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"],
                                               name="delivery_activity_exchange")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Attendance(Record):
    """A child took part in an activity. Counted by child, never by answer."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="attendance")
    child = models.ForeignKey(Child, models.PROTECT, related_name="attendance")

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["activity", "child"], name="delivery_attendance_key")]

    def __str__(self) -> str:
        return f"{self.activity}"
