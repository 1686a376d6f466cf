"""The paper a thôn takes along: which children, for what, under which short codes."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit


class WorkSheet(Record):
    """A printed sheet of a thôn's work. Vietnamese: phiếu việc của thôn.

    number: counts from 1 in a commune; printed on the paper, so that it is found again.
    rows: [{"code": "01", "child": id, "what": "task" or "step", "ref": the task's id or the step's code}], and of a
    dose "part": its series and number, "vaccine": what the row names; as they were
    on the day of print; whether something is still to be done is asked when the sheet is opened.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("số phiếu"))
    made_on = models.DateField(_("ngày lập"))
    made_by = models.CharField(max_length=80)
    rows: Any = models.JSONField(default=list)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "number"], name="registry_worksheet_key")]
        verbose_name = _("phiếu việc của thôn")

    def __str__(self) -> str:
        return f"{self.number}"
