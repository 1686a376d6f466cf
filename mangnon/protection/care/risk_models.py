"""Children at risk are visited, and a sign comes to an end: gone, special circumstances, or a case."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class RiskVisit(Record):
    """Somebody visited a child because of a sign. Vietnamese: lần thăm em có nguy cơ."""

    risk = models.ForeignKey("protection.AtRisk", models.CASCADE, related_name="visits")
    visited_on = models.DateField(_("ngày thăm"))
    visitor = models.TextField(_("ai thăm"), blank=True)
    note = models.TextField(_("thấy gì, đã làm gì"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["risk", "visited_on"], name="protection_riskvisit_key")]
        verbose_name = _("lần thăm em có nguy cơ")

    def __str__(self) -> str:
        return f"{self.visited_on:%d/%m/%Y}"

    @property
    def child_id(self) -> uuid.UUID:
        """Whom it speaks of."""
        return self.risk.child_id


class Ending(models.TextChoices):
    """What became of a sign."""

    GONE = "gone", _("dấu hiệu đã hết")
    GROUP = "group", _("đã thành hoàn cảnh đặc biệt")
    CASE = "case", _("đã mở vụ việc")


class RiskOutcomeQuerySet(models.QuerySet[Any]):
    def open_to(self, user: Any) -> RiskOutcomeQuerySet:
        """That a sign led to a group or a case is read like these: others know only that it ended."""
        from ..scope import reads_sealed, without_unseen

        if not reads_sealed(user):
            return self.filter(ending=Ending.GONE)
        return without_unseen(
            self, user, "risk__child", "risk__to_on", ending__in=(Ending.GROUP, Ending.CASE))


class RiskOutcome(Record):
    """How a sign ended, apart from the sign itself, which more people read. Vietnamese: kết quả theo dõi nguy cơ."""

    risk = models.OneToOneField("protection.AtRisk", models.CASCADE, related_name="outcome")
    ending = models.CharField(_("kết quả"), max_length=5, choices=Ending.choices)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = RiskOutcomeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("kết quả theo dõi nguy cơ")

    def __str__(self) -> str:
        return self.get_ending_display()

    @property
    def child_id(self) -> uuid.UUID:
        """Whom it speaks of."""
        return self.risk.child_id
