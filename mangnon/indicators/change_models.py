"""What moved a figure, kept as it happened: facts hold only what is known now."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Why a figure moved. START is no move: the figure as it was when keeping began."""

    START = "start", _("bắt đầu ghi lại")
    EDIT = "edit", _("ghi, sửa hoặc gỡ")
    DAY = "day", _("chỉ vì ngày trôi qua")
    LIST = "list", _("nhập danh sách hoặc thư mục")
    UNDO = "undo", _("hoàn tác một lần nhập")
    BORDERS = "borders", _("đổi địa giới")
    RECOUNT = "recount", _("đếm lại cả năm: đổi cách hiểu, địa giới, hoặc cả sổ")


class FactChange(models.Model):
    """One subject's move within the plan's commune, or a move of the whole figure. Rows are added, never changed.

    year, measure: the figure.  numerator, denominator, unknown: what was added to it (negative: taken away); the sum
    over all rows of a figure is the figure.  on: the day it was learned.  since: of DAY, the day counted up to before.
    subject: a child, an incident or a facility; none where the line speaks of no single one (sealed lines, line 15) or
    too many moved at once.  child: whose page tells more.  was, now: the list the subject was and is on ("" = none).
    sources: [[model label, row id], ...] of an edit, to be looked up in the trail.
    """

    commune_id = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    measure = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=8, choices=Cause.choices)
    since = models.DateField(null=True)
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    unknown = models.IntegerField()
    subject = models.UUIDField(null=True)
    child = models.UUIDField(null=True)
    was = models.CharField(max_length=8, blank=True)
    now = models.CharField(max_length=8, blank=True)
    sources: Any = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["year", "measure"], name="indicators_change_line"),
                   models.Index(fields=["on"], name="indicators_change_on")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.on}"
