"""What every room's rows have in common, and the tables that belong to the house itself."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Owner(models.Model):
    """The commune (or tenant) that this data folder belongs to; there is one row.

    demo: the folder holds invented children and says so on every page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def current(cls) -> Owner:
        """Return the folder's owner, made on first use."""
        return cls.objects.order_by("created_at").first() or cls.objects.create()


class Counter(models.Model):
    """A number that only grows: the server sequence and the length of the audit chain."""

    name = models.CharField(primary_key=True, max_length=20)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Record(models.Model):
    """A row of the register: our own key, its owner, and the server sequence of its last change.

    seq orders changes for whoever pages through them; device clocks never do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commune_id = models.UUIDField(editable=False)
    seq = models.BigIntegerField(editable=False, db_index=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["commune_id", "id"], name="%(app_label)s_%(class)s_owner_id"),
        ]


class Revision(models.Model):
    """What a row held before it was corrected or removed; each room keeps its own table of these.

    values: field name to old value, as JSON. Here the law can have old values erased; the audit has only digests.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model = models.CharField(max_length=40)
    record_id = models.UUIDField(db_index=True)
    child_id = models.UUIDField(null=True, db_index=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        abstract = True


class AuditEvent(models.Model):
    """One link of the audit chain: who did what to which row, never with the values themselves.

    Without foreign keys, so that the trail never stands in the way of the data it speaks of.
    digest: SHA-256 of the new values.  mac: HMAC over the previous mac and this row.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=30)
    what = models.CharField(max_length=60, blank=True)
    record_id = models.CharField(max_length=64, blank=True)
    fields = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    purpose = models.TextField(blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["what", "record_id"]), models.Index(fields=["actor"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.what}"


class Outbox(models.Model):
    """A change that derived tables have not followed yet; written in the same transaction as the change.

    what: model label, or "*" for a bulk import.  subject: the child (or facility, unit) it is about.
    detail: {"units": [...], "days": [first, last]} as far as known.
    """

    seq = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thay đổi chờ tính")

    def __str__(self) -> str:
        return f"{self.seq} {self.what}"


class JobState(models.TextChoices):
    WAITING = "waiting", _("đang chờ")
    RUNNING = "running", _("đang làm")
    DONE = "done", _("xong")
    FAILED = "failed", _("không làm được")
    CANCELLED = "cancelled", _("đã dừng")


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        """Waiting or at work."""
        return self.filter(state__in=(JobState.WAITING, JobState.RUNNING))


class Job(models.Model):
    """A piece of long work for the worker. Vietnamese: việc chạy nền.

    kind: as registered in ``hooks.jobs``.  subject: what it is about.  by, role: who asked, as the audit names people.
    done, total: how far it is.  note: a sentence for the person.  seen_at: when its worker was last heard of.
    """

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(db_index=True)
    detail = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    role = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    worker = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="core_job_due")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)


def plain(value: Any) -> Any:
    """Return a JSON-ready form of a field's value."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
