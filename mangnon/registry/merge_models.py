"""Two records of one child made one: what was joined, and everything that parting them again needs."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class Merge(Record):
    """A record that went into another. Vietnamese: gộp hai hồ sơ của một em.

    kept: the record that lives on.  kept_was: the same at the time, also where that was joined to a third later.
    dropped, dropped_values: the record that went, whole; its exchange id goes on leading to the kept one.
    old, new: columns of the kept record that the joining changed.
    """

    kept = models.ForeignKey("registry.Child", models.PROTECT, related_name="merges")
    kept_was = models.UUIDField()
    dropped = models.UUIDField(db_index=True)
    dropped_exchange_id = models.TextField(db_index=True)
    dropped_values = models.JSONField()
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    parted_by = models.CharField(max_length=80, blank=True)
    parted_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        verbose_name = _("lần gộp hồ sơ")

    def __str__(self) -> str:
        return f"{self.dropped_exchange_id} → {self.kept_id}"


class Step(models.TextChoices):
    MOVED = "moved", _("chuyển sang")
    FOLDED = "folded", _("trùng, đã gộp")
    FILLED = "filled", _("bổ sung")


class MergedRow(models.Model):
    """What joining did to one row. model: label.  old: MOVED the child's key, FOLDED the whole row, FILLED columns.

    other: the row that stands for a folded one.  Protected rows are kept here like all others and shown to nobody.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=60)
    record_id = models.UUIDField()
    step = models.CharField(max_length=6, choices=Step.choices)
    other = models.UUIDField(null=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.model} {self.step}"
