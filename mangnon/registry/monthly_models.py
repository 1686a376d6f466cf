"""What a thôn says each month about who was born, died, came or left, or that nothing changed."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit


class MonthlyReport(Record):
    """A thôn's word about a month. Vietnamese: phiếu biến động tháng.

    month: its first day.  nothing: "không biến động", said by a person, never taken from silence.
    counts: how many births, deaths, arrivals and departures the register held when it was sent.
    note: what the register has no place for; nothing private.  approved_on, reply: the officer's answer.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField(_("tháng"))
    nothing = models.BooleanField(_("không biến động"), default=False)
    counts: Any = models.JSONField(default=dict)
    note = models.TextField(_("nói thêm"), blank=True)
    sent_on = models.DateField(_("ngày gửi"))
    sent_by = models.CharField(max_length=80)
    approved_on = models.DateField(_("ngày duyệt"), null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    reply = models.TextField(_("hỏi lại"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["unit", "month"], name="registry_monthlyreport_key")]
        verbose_name = _("phiếu biến động tháng")

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"
