"""Work with one child that somebody was asked to do, and what became of it; visits, and that she came."""
from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.roles import CHOICES
from mangnon.core.models import Record
from mangnon.places.models import Unit

OPEN = "open"
"""What ``slot`` holds while a task is open, so that nobody is given the same twice."""


class Result(models.TextChoices):
    """How a task ended. DONE is found in the register; everything else is what somebody said."""

    DONE = "done", _("đã có trong sổ")
    SAID = "said", _("báo đã xong")
    REFUSED = "refused", _("gia đình từ chối")
    MOVED = "moved", _("đã chuyển đi")
    DATA_MISSING = "data_missing", _("đã làm, thiếu giấy tờ")
    OUTSIDE = "outside", _("không còn thuộc diện")
    WITHDRAWN = "withdrawn", _("thu lại")


SAID = (Result.SAID, Result.REFUSED, Result.MOVED, Result.DATA_MISSING)
"""What whoever does the work may answer."""


class Later(models.TextChoices):
    """Why a task waits."""

    AWAY = "away", _("gia đình đi vắng")
    ILL = "ill", _("em ốm, phải hoãn")
    OUT_OF_STOCK = "out_of_stock", _("trạm hết vắc xin")
    NOT_YET = "not_yet", _("chưa tới đợt")
    OTHER = "other", _("lý do khác")


class Missed(models.TextChoices):
    """Why a family was not met."""

    NOBODY = "nobody", _("không có ai ở nhà")
    AWAY = "away", _("gia đình đi vắng dài ngày")
    NOT_FOUND = "not_found", _("không tìm thấy nhà")
    OTHER = "other", _("lý do khác")


class ChildTaskQuerySet(models.QuerySet["ChildTask"]):
    def open(self) -> ChildTaskQuerySet:
        return self.filter(slot=OPEN)

    def overdue(self, day: dt.date) -> ChildTaskQuerySet:
        """Open, and their day has passed."""
        return self.open().filter(due_on__lt=day)


class ChildTask(Record):
    """A child who is missing from a line of the plan, given to whoever works at her place. Vietnamese: việc với trẻ.

    measure: the line.  part: why she is on its list: missing, unknown, or counted (of lines that should be low).
    role: who is to do it; *where* is never kept: it is where the child lives (or goes to school) today, so a child who
    moves takes her tasks along.  slot: "open", or the task's own id once it is closed.
    later, later_note: why it was put off last.  result, result_note, closed_on, closed_by: how it ended.
    Plan section III.3 and III.8 (each child followed up by name); design, "The spine", 5.
    """

    child = models.ForeignKey("registry.Child", models.PROTECT, related_name="tasks")
    measure = models.CharField(_("dòng"), max_length=8)
    part = models.CharField(_("vì sao"), max_length=8)
    role = models.CharField(_("người làm"), max_length=20, choices=CHOICES)
    due_on = models.DateField(_("hạn"))
    note = models.TextField(_("lời nhắn"), blank=True)
    given_on = models.DateField(_("ngày giao"))
    given_by = models.CharField(max_length=80)
    later = models.CharField(_("lý do hẹn lại"), max_length=12, choices=Later.choices, blank=True)
    later_note = models.TextField(_("ghi thêm"), blank=True)
    result = models.CharField(_("kết quả"), max_length=12, choices=Result.choices, blank=True)
    result_note = models.TextField(_("ghi thêm về kết quả"), blank=True)
    closed_on = models.DateField(_("ngày xong"), null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    slot = models.CharField(max_length=36, default=OPEN, editable=False)

    objects = ChildTaskQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "measure", "slot"], name="registry_childtask_key")]
        indexes = [models.Index(fields=["slot", "due_on"], name="registry_childtask_due")]
        verbose_name = _("việc với trẻ")

    def __str__(self) -> str:
        return f"{self.measure} {self.child_id}"

    @property
    def is_open(self) -> bool:
        return self.slot == OPEN

    def late_by(self, day: dt.date) -> int:
        """Days past its day; 0 where it is in time or closed."""
        return max((day - self.due_on).days, 0) if self.is_open else 0


class Contact(Record):
    """Somebody met the child or her family, with nothing else to record. Vietnamese: đã gặp gia đình.

    note: a few words, nothing private. It ends a silence (no contact from any sector for long).
    """

    child = models.ForeignKey("registry.Child", models.PROTECT, related_name="contacts")
    met_on = models.DateField(_("ngày gặp"))
    note = models.TextField(_("ghi thêm"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "met_on"], name="registry_contact_key")]
        verbose_name = _("lần gặp gia đình")

    def __str__(self) -> str:
        return f"{self.met_on:%d/%m/%Y}"


class MissedVisit(Record):
    """Somebody went to see a family and met nobody. Vietnamese: đến mà chưa gặp gia đình.

    It is no contact: it ends no silence. why: as for a task that waits.  note: a few words, nothing private.
    """

    child = models.ForeignKey("registry.Child", models.PROTECT, related_name="missed_visits")
    tried_on = models.DateField(_("ngày đến"))
    why = models.CharField(_("vì sao"), max_length=10, choices=Missed.choices)
    note = models.TextField(_("ghi thêm"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "tried_on"], name="registry_missedvisit_key")]
        verbose_name = _("lần đến chưa gặp gia đình")

    def __str__(self) -> str:
        return f"{self.tried_on:%d/%m/%Y}"


class Arrival(Record):
    """Somebody else moved a child here; whoever works here is told until she says so. Vietnamese: em mới chuyển đến.

    unit: where to.  came_on: from when on the child lives there.  seen_on, seen_by: who took note, and when.
    """

    child = models.ForeignKey("registry.Child", models.PROTECT, related_name="arrivals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("nơi ở"))
    came_on = models.DateField(_("từ ngày"))
    seen_on = models.DateField(_("ngày nhận tin"), null=True, blank=True)
    seen_by = models.CharField(max_length=80, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "unit", "came_on"], name="registry_arrival_key")]
        verbose_name = _("tin em mới chuyển đến")

    def __str__(self) -> str:
        return f"{self.unit} {self.came_on:%d/%m/%Y}"


def open_of(measure: str, children: set[uuid.UUID]) -> dict[uuid.UUID, ChildTask]:
    """The open task of each child in a line."""
    found = ChildTask.objects.open().filter(measure=measure, child__in=children)
    return {task.child_id: task for task in found}
