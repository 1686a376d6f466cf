"""HIV from mother to child, in numbers only: what line 6's declared figure does not hold. Nobody is ever named."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit


class HivPending(Record):
    """Children born to mothers with HIV whose result is not known yet, of a year. waiting: empty is not known."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    waiting = models.PositiveIntegerField(_("trẻ chưa có kết quả"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("số trẻ chờ kết quả HIV")
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["unit", "year"], name="protection_hivpending_key")]

    def __str__(self) -> str:
        return str(self.year)
