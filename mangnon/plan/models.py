"""What was promised: the plan, and what the commune has decided about its lines."""
from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.fields import TypedDecimalField
from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Unit

from .document import PlanDocument, parse


class Revision(CoreRevision):
    """What rows of this room held before."""


@lru_cache(maxsize=8)
def _parsed(text: str) -> PlanDocument:
    return parse(text)


class Plan(Record):
    """An action programme for children as it was issued; ``text`` is the whole plan file (TOML)."""

    title = models.TextField(_("tên kế hoạch"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("địa bàn"))
    text = models.TextField(_("tệp kế hoạch"))
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> PlanDocument:
        """The plan file, parsed."""
        return _parsed(self.text)


class Line(Record):
    """What the commune filled in beside a measure of its plan: baseline and who answers for it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    measure = models.CharField(_("dòng"), max_length=8)
    baseline = TypedDecimalField(_("số liệu gốc"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("năm gốc"), null=True, blank=True)
    baseline_source = models.TextField(_("nguồn số liệu gốc"), blank=True)
    office = models.TextField(_("đơn vị chịu trách nhiệm"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["plan", "measure"], name="plan_line_key")]

    def __str__(self) -> str:
        return self.measure


class Milestone(Record):
    """The year's own value for a line, set by the chairman; without one the path to 2030 holds."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    measure = models.CharField(_("dòng"), max_length=8)
    year = models.PositiveSmallIntegerField(_("năm"))
    value = TypedDecimalField(_("mức của năm"))
    decision = models.TextField(_("số quyết định"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["plan", "measure", "year"], name="plan_milestone_key")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"


class Reading(Record):
    """A reading the commune has taken where the plan is silent: a named setting and who decided it."""

    name = models.CharField(_("cách hiểu"), max_length=60)
    value = models.JSONField(_("giá trị"))
    decided_by = models.TextField(_("người quyết định"), blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decision = models.TextField(_("số văn bản"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "name"], name="plan_reading_key")]

    def __str__(self) -> str:
        return self.name


class Declared(Record):
    """A figure a unit declares by a document (measures 1 and 6); nothing is summed from the units below."""

    measure = models.CharField(_("dòng"), max_length=8)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    numerator = models.BigIntegerField(_("tử số"))
    denominator = models.BigIntegerField(_("mẫu số"))
    document = models.TextField(_("văn bản"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["measure", "unit", "year"], name="plan_declared_key")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"


from .days_off_models import DaysOff  # noqa: E402, F401 - they live in this room
from .scorecard_models import CriterionScore, Evidence  # noqa: E402, F401 - they live in this room
