"""Papers of a child that run out."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class InsuranceCard(Record):
    """A child's health insurance card, from a day until before another. Vietnamese: thẻ bảo hiểm y tế.

    Until when a card holds is what is printed on it. The number is not kept: nothing here is counted by it.
    """

    child = models.ForeignKey("registry.Child", models.PROTECT, related_name="insurance_cards")
    from_on = models.DateField(_("có giá trị từ ngày"))
    to_on = models.DateField(_("hết giá trị ngày"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "from_on"], name="registry_insurancecard_key")]
        verbose_name = _("thẻ bảo hiểm y tế")

    def __str__(self) -> str:
        return f"{self.from_on:%d/%m/%Y}"


class WorkStep(Record):
    """What the commune decided about a step of its calendar of work with children; without it the file's values hold.

    step: the step's code.  held: whether it is shown at all.  due_days, ahead_days, late_days: see the calendar's file.
    """

    step = models.CharField(_("bước"), max_length=30)
    held = models.BooleanField(_("có làm"), default=True)
    due_days = models.IntegerField(_("hạn, số ngày"))
    ahead_days = models.PositiveIntegerField(_("báo trước, số ngày"))
    late_days = models.PositiveIntegerField(_("còn nhắc sau hạn, số ngày"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "step"], name="registry_workstep_key")]
        verbose_name = _("lịch làm việc với trẻ")

    def __str__(self) -> str:
        return self.step
