"""What the commune wrote into its calendar of working days, before the file of the program."""
from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class DaysOff(Record):
    """Days off that the file does not have, or days worked instead. last_on: the last of them, included.

    Vietnamese: ngày nghỉ, ngày làm bù. works: they are worked, whatever weekday or holiday they are.
    """

    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))
    works = models.BooleanField(_("làm việc"), default=False)
    name = models.TextField(_("tên"), blank=True)
    document = models.TextField(_("văn bản"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="plan_daysoff_order")]
        verbose_name = _("ngày nghỉ, ngày làm bù xã ghi")

    def __str__(self) -> str:
        return self.name or f"{self.first_on:%d/%m/%Y}"
