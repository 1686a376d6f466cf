"""That a household's status was looked at again, and stood."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class HouseholdReview(Record):
    """A poor or near-poor household was reviewed and nothing changed. Vietnamese: lần rà soát diện của hộ.

    What changed is written as a status; this row says only that somebody looked.  reviewed_by: who recorded it.
    """

    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("ngày rà soát"))
    reviewed_by = models.CharField(max_length=80)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["household", "reviewed_on"], name="registry_review_key")]
        verbose_name = _("lần rà soát diện của hộ")

    def __str__(self) -> str:
        return f"{self.reviewed_on:%d/%m/%Y}"
