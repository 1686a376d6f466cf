"""What people said of findings, and the letters that asked a source to correct its list."""
from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class FindingVerdict(Record):
    """A finding that a person has looked at and accepts as it is. key, digest: as ``Finding`` has them.

    Where what both sides say changes, the digest differs and the finding is asked about again.
    """

    key = models.CharField(max_length=32)
    digest = models.CharField(max_length=32)
    why = models.TextField(_("lý do"), blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "key"], name="intake_findingverdict_key")]
        verbose_name = _("chỗ khác nhau đã xem")

    def __str__(self) -> str:
        return self.key


class CorrectionLetter(Record):
    """A letter to a source with what it has to correct. Vietnamese: công văn đề nghị rà soát.

    source: key of the source.  receiver: as the letter addresses it.  sources: keys of what was compared.
    items: what the annex lists, as it was sent; by their keys it is told later what is still open.
    answer_by: the day by which an answer is asked for; None in letters of before there was one.
    """

    source = models.TextField()
    receiver = models.TextField(_("nơi nhận"))
    label = models.TextField(_("danh sách"))
    sources = models.JSONField(default=list)
    day = models.DateField(_("ngày đối chiếu"))
    answer_by = models.DateField(_("đề nghị trả lời trước ngày"), null=True)
    items = models.JSONField(default=list)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Record.Meta):
        verbose_name = _("công văn đề nghị rà soát danh sách")

    def __str__(self) -> str:
        return self.receiver

    def get_absolute_url(self) -> str:
        return reverse("intake:letter", args=[self.pk])
