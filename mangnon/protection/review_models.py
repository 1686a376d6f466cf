"""That a child's circumstances were looked at again, and stood."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.registry.models import Child


class CircumstanceReviewQuerySet(models.QuerySet[Any]):
    def open_to(self, user: Any) -> CircumstanceReviewQuerySet:
        """Leave out what speaks of sealed groups for whoever may not read them."""
        from .scope import reads_sealed

        return self if reads_sealed(user) else self.filter(sealed=False)


class CircumstanceReview(Record):
    """A child's special circumstances were reviewed and nothing changed. Vietnamese: lần rà soát hoàn cảnh.

    sealed: it speaks of her sealed groups, and is read like them; else of all others.  reviewed_by: who recorded it.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="circumstance_reviews")
    sealed = models.BooleanField()
    reviewed_on = models.DateField(_("ngày rà soát"))
    reviewed_by = models.CharField(max_length=80)

    objects = CircumstanceReviewQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "sealed", "reviewed_on"],
                                               name="protection_review_key")]
        verbose_name = _("lần rà soát hoàn cảnh")

    def __str__(self) -> str:
        return f"{self.reviewed_on:%d/%m/%Y}"
