"""A re-survey, the children drawn for it with what the register said of them then, and what was found at home."""
from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit
from mangnon.registry.models import Child


class Resurvey(Record):
    """One drawing. Vietnamese: phúc tra. seed: the same seed on the same register draws the same households again.

    households: how many each thôn had when drawn, by its key: what a drawn one stands for.
    """

    seed = models.PositiveIntegerField(_("số rút"))
    day = models.DateField(_("ngày rút"))
    per_village = models.PositiveSmallIntegerField(_("số hộ mỗi thôn"))
    households = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Record.Meta):
        verbose_name = _("phúc tra")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("intake:resurvey", args=[self.pk])


class ResurveyRow(Record):
    """A child of the sample, or one found at home whom the register lacks (no child, code of the household).

    code: short enough to be written by hand.  was: what the register said when drawn.  typed: cells as typed from the
    sheet.  found: the same as they are compared; a cell left empty says nothing, a row without any has neither.
    """

    resurvey = models.ForeignKey(Resurvey, models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="resurvey_rows")
    head = models.TextField(blank=True)
    was = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    found = models.JSONField(default=dict)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["resurvey", "code"], name="intake_resurveyrow_code")]
        ordering = ["code"]
        verbose_name = _("phiếu phúc tra")

    def __str__(self) -> str:
        return self.code

    @property
    def said(self) -> bool:
        """Whether the sheet says anything of her: only then the row is typed."""
        return any(self.found.values())
