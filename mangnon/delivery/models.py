"""The commune's own work for children: activities and who took part."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
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


class ActivityQuerySet(models.QuerySet["Activity"]):
    def open_to(self, user: Any) -> ActivityQuerySet:
        """All of them for who works with all children; for a department or mass organisation only its own."""
        if user.scope(Permission.IDENTITY_READ).everything:
            return self
        return self.filter(recorded_by=user)


class Activity(Record):
    """Something held for or with children on a day. Plan targets 22 to 24.

    recorded_by: whose it is; a department sees and writes its own, those read in from a folder are the officer's.
    """

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), default=uuid.uuid4)
    kind = models.CharField(_("loại"), max_length=19, choices=ActivityKind.choices)
    held_on = models.DateField(_("ngày"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("địa bàn"))
    title = models.TextField(_("tên hoạt động"), blank=True)
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
                                    verbose_name=_("người ghi"))

    objects = ActivityQuerySet.as_manager()

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
