"""What the commune has scored and gathered for the standard of a commune fit for children. Plan target 1."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class CriterionScore(Record):
    """Points of a criterion in a year, on trial. from_register: taken from the register's own figure.

    Vietnamese: điểm chấm thử. It declares nothing: the commune's answer to line 1 is its ``Declared`` row.
    """

    year = models.PositiveSmallIntegerField(_("năm"))
    criterion = models.PositiveSmallIntegerField(_("tiêu chí"))
    points = models.PositiveSmallIntegerField(_("điểm"), null=True, blank=True)
    from_register = models.BooleanField(_("lấy từ sổ"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["year", "criterion"], name="plan_score_key")]

    def __str__(self) -> str:
        return f"{self.criterion} ({self.year})"


class Evidence(Record):
    """A file that proves a criterion in a year. file: its name in the data folder. Vietnamese: minh chứng."""

    year = models.PositiveSmallIntegerField(_("năm"))
    criterion = models.PositiveSmallIntegerField(_("tiêu chí"))
    title = models.TextField(_("tên minh chứng"))
    file = models.CharField(max_length=40, editable=False)

    def __str__(self) -> str:
        return self.title
