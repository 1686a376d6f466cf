"""Measures of one's own: what the commune counts beside the plan's lines, and every version it was counted by."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record

UNITS = [("%", _("phần trăm (%)")), ("per 1000", _("phần nghìn (‰)")), ("per 10000", _("trên 10.000 trẻ")),
         ("count", _("số đếm"))]
OPERATORS = [(">=", _("ít nhất (≥)")), ("<=", _("nhiều nhất (≤)")), ("<", _("dưới (<)")), (">", _("trên (>)")),
             ("=", _("đúng bằng (=)"))]


class OwnMeasure(Record):
    """A measure the commune made from a line of the plan. text: its definition, as the person wrote it.

    goals: year to value, as text.  based_on: the line it was copied from, whose lists decide who may see names.
    """

    code = models.CharField(_("mã"), max_length=8)
    label = models.TextField(_("tên"))
    noun = models.TextField(_("đếm gì"))
    unit = models.CharField(_("đơn vị"), max_length=10, choices=UNITS)
    operator = models.CharField(_("so với mức"), max_length=2, choices=OPERATORS)
    goals = models.JSONField(_("mức từng năm"), default=dict, blank=True)
    based_on = models.CharField(_("sao từ dòng"), max_length=8)
    text = models.TextField(_("định nghĩa"))
    archived_on = models.DateField(_("cất từ ngày"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "code"], name="indicators_own_code")]

    def __str__(self) -> str:
        return self.code


class OwnVersion(Record):
    """How an own measure was counted from a day on. definition_hash: names the text."""

    measure = models.ForeignKey(OwnMeasure, models.CASCADE, related_name="versions")
    definition_hash = models.CharField(_("dấu của định nghĩa"), max_length=16)
    text = models.TextField(_("định nghĩa"))
    unit = models.CharField(_("đơn vị"), max_length=10)
    operator = models.CharField(_("so với mức"), max_length=2)
    goals = models.JSONField(_("mức từng năm"), default=dict, blank=True)
    from_on = models.DateField(_("từ ngày"))

    def __str__(self) -> str:
        return f"{self.measure_id} {self.definition_hash}"
