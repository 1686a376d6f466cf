"""What was asked for, answered and shown for a child's entitlements."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.registry.models import Child


class Given(models.TextChoices):
    """How a request was answered."""

    GRANTED = "granted", _("được duyệt")
    REFUSED = "refused", _("bị từ chối")


class ClaimQuerySet(models.QuerySet[Any]):
    def open_to(self, user: Any) -> ClaimQuerySet:
        """Leave out what tells a sealed group for whoever may not read them, or of a case kept from her."""
        from ..scope import reads_sealed, without_unseen

        if not reads_sealed(user):
            return self.filter(sealed=False)
        return without_unseen(self, user, "child", self.model.told_on, sealed=True)


class Claim(Record):
    """A request for what a child is entitled to, and its answer. Vietnamese: hồ sơ đề nghị hưởng chính sách.

    policy: code in the policies' file.  sealed: that it was made tells a sealed group.  due_on: by when it is to be
    answered.  applied_on is empty where the family receives already and nobody knows since when it had asked.
    """

    told_on = "applied_on"
    """The column of the day from which the row tells something."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="claims")
    policy = models.TextField(_("chính sách"))
    sealed = models.BooleanField(default=False, editable=False)
    applied_on = models.DateField(_("ngày nộp hồ sơ"), null=True, blank=True)
    due_on = models.DateField(_("hạn trả lời"), null=True, blank=True, editable=False)
    answer = models.CharField(_("kết quả"), max_length=7, choices=Given.choices, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    decision = models.TextField(_("số, ký hiệu quyết định"), blank=True)
    refusal = models.TextField(_("lý do từ chối"), blank=True)
    receives_from = models.DateField(_("hưởng từ ngày"), null=True, blank=True)
    support = models.ForeignKey("protection.Support", models.SET_NULL, null=True, blank=True, related_name="+",
                                verbose_name=_("khoản trợ giúp trong sổ"))

    objects = ClaimQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "policy", "applied_on"], name="protection_claim_key")]
        verbose_name = _("hồ sơ đề nghị hưởng chính sách")

    def __str__(self) -> str:
        return f"{self.applied_on or self.receives_from:%d/%m/%Y}" if self.applied_on or self.receives_from else "–"


class ChildPaper(Record):
    """A paper of a child that the officer has seen; it serves every policy that asks for it. Vietnamese: giấy tờ đã có.

    sealed: only sealed policies ask for it.
    """

    told_on = "seen_on"

    child = models.ForeignKey(Child, models.PROTECT, related_name="papers")
    paper = models.TextField(_("giấy tờ"))
    seen_on = models.DateField(_("thấy ngày"))
    sealed = models.BooleanField(default=False, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "paper"], name="protection_paper_key")]
        verbose_name = _("giấy tờ đã có của trẻ")

    def __str__(self) -> str:
        return f"{self.seen_on:%d/%m/%Y}"
