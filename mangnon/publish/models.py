"""Reports: drafts with editable sentences, and frozen snapshots that never change."""
from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Unit


class Revision(CoreRevision):
    """What rows of this room held before."""


class ReportQuerySet(models.QuerySet["Report"]):
    def open_to(self, user: Any) -> ReportQuerySet:
        """All of them for who works on them or signs them; only frozen ones for who reads what is published."""
        if user.can(Permission.REPORT_READ) or user.can(Permission.REPORT_WRITE):
            return self
        return self.exclude(frozen_on=None)


class Report(Record):
    """A report of a kind for a year and a place. Vietnamese: báo cáo.

    sentences: key to text as edited.  snapshot: figures, definitions' digest and day, set when frozen; a later change
    is a new report with the next revision number, beside it.  deputy: who signs for the chairman (KT.), or nobody.
    """

    kind = models.CharField(_("loại"), max_length=20, default="annual")
    year = models.PositiveSmallIntegerField(_("năm"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("địa bàn số liệu"))
    revision = models.PositiveSmallIntegerField(_("bản"), default=1)
    sentences = models.JSONField(default=dict, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name=_("ký thay Chủ tịch"))
    frozen_on = models.DateField(_("chốt ngày"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(
            fields=["kind", "year", "unit", "revision"], name="publish_report_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} ({self.revision})"
