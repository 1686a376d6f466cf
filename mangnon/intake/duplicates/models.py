"""What people said of two records that look alike."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class Verdict(models.TextChoices):
    DIFFERENT = "different", _("hai em khác nhau")
    LATER = "later", _("để sau")


class PairDecision(Record):
    """Two records and what a person said of them. one, other: ids of children, the smaller first.

    digest: of what both said of themselves then; where that changes the pair is asked about again.
    """

    one = models.UUIDField()
    other = models.UUIDField()
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["one", "other"], name="intake_pairdecision_pair")]
        verbose_name = _("ý kiến về hai hồ sơ giống nhau")

    def __str__(self) -> str:
        return self.get_verdict_display()
