"""What intake keeps: lists as they came, what each row says and what was decided of it, and what an import wrote."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision

from .tabs import settle


class Revision(CoreRevision):
    """What rows of this room held before."""


class State(models.TextChoices):
    READING = "reading", _("đang đọc")
    REFUSED = "refused", _("không đọc được")
    PREVIEWED = "previewed", _("đang xem trước, chưa ghi gì")
    APPLIED = "applied", _("đã ghi vào sổ")
    UNDOING = "undoing", _("đang hoàn tác")
    UNDONE = "undone", _("đã hoàn tác")
    DROPPED = "dropped", _("đã bỏ, chưa ghi gì")


class ListImport(Record):
    """One list from its preview to its undoing. Vietnamese: một lần nhập danh sách.

    source: exchange id of the facility or unit that sent it, or "".  on: the day it speaks of, where it was said.
    columns: sheet name to field to positions of its columns, as understood or corrected.
    skipped: [sheet, why], also what a person should know of one that was read.
    digest: SHA-256 of the file, by which the same file is known again.
    mark: last number of the server sequence when the register was read for the preview, 0 where it has moved since.
    note: what a person should know of its reading.  outcome: what writing or undoing it did, in numbers, and what was
    kept: [model, record id, child id or "", why].
    """

    kind = models.CharField(_("loại danh sách"), max_length=40)
    file_name = models.TextField(_("tên tệp"))
    digest = models.CharField(max_length=64, db_index=True)
    source = models.TextField(_("nơi gửi"), blank=True)
    on = models.DateField(_("ngày của danh sách"), null=True, blank=True)
    school_year = models.CharField(_("năm học"), max_length=9, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    sheets = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    mark = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("intake:list", args=[self.pk])


class ListFile(models.Model):
    """The file as it was sent; it goes when the import is dropped."""

    batch = models.OneToOneField(ListImport, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class ListRow(models.Model):
    """A row that speaks of a person. number: as the spreadsheet shows it.

    result: as the reader decided.  child: exchange id of the child it is of (matched, decided, or made by us).
    told: what it says.  items: what would be written, see ``items``.  candidates: [exchange id, score] and why.
    decision: of a person: "same", "new", "skip" or "".  state: "" (nothing written), "all", "some" (the
    items say which), "left" (the register changed in between, a person looks again).
    tab: where the preview shows it.  due: "new" or "changed" where something of it waits to be written.
    """

    batch = models.ForeignKey(ListImport, models.CASCADE, related_name="rows")
    sheet = models.TextField()
    number = models.PositiveIntegerField()
    result = models.CharField(max_length=8)
    child = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    why = models.CharField(max_length=20, blank=True)
    problems = models.JSONField(default=list)
    decision = models.CharField(max_length=4, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=4, blank=True)
    tab = models.CharField(max_length=8, blank=True)
    due = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "number"], name="intake_row_key")]
        # By the key of its import alone as well: a long list is written in the order of its rows.
        indexes = [models.Index(fields=["batch", "tab", "id"])]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        settle(self)
        super().save(*args, **kwargs)


class ListChange(models.Model):
    """One row of the register that an import wrote; what undoing it needs.

    made: the row is new.  old, new: the values of the fields that changed, by attribute; new: all of a row that was
    made, but those that are empty.  seq: of our writing.  undone: undoing has looked at it.
    """

    batch = models.ForeignKey(ListImport, models.CASCADE, related_name="changes", db_index=False)
    model = models.CharField(max_length=60)
    record_id = models.UUIDField(db_index=True)
    made = models.BooleanField()
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    seq = models.BigIntegerField()
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["batch", "undone", "model", "id"], name="intake_change_due")]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"


class Understanding(Record):
    """How a source words its columns, as a person once chose; used when the same heading comes again.

    headings: digest of the sheet's heading.  fields: field to the headings of its columns, "" fields are left out.
    """

    kind = models.CharField(max_length=40)
    source = models.TextField(blank=True)
    headings = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(
            fields=["commune_id", "kind", "source", "headings"], name="intake_understanding_key")]


from .duplicates.models import PairDecision  # noqa: E402, F401 - a part of this room with a folder of its own
from .gateway.models import Inquiry, InquiryRow  # noqa: E402, F401 - as above
from .mending.models import CorrectionRequest, QualityDay, RuleVerdict  # noqa: E402, F401 - as above
from .reconciling.models import CorrectionLetter, FindingVerdict  # noqa: E402, F401 - as above
from .resurvey.models import Resurvey, ResurveyRow  # noqa: E402, F401 - as above
