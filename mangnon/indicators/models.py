"""Facts: what was counted; and the projection's tables, which this room owns and can make anew at any time."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Unit

from .tables import TABLES, ProjectionTable


class Revision(CoreRevision):
    """What rows of this room held before."""


class Fact(models.Model):
    """One counted cell: integers only; percentages, intervals, states and heads to go are computed when read.

    place: the unit that the rows themselves name, so that a remainder of a commune has a cell of its own; cells sum
    upward, except measures of distinct persons, which are counted anew at each level (``whole``).
    """

    commune_id = models.UUIDField()
    measure = models.CharField(max_length=8)
    definition_hash = models.CharField(max_length=16)
    place = models.UUIDField()
    sex = models.CharField(max_length=7, blank=True)
    period = models.PositiveSmallIntegerField(_("năm"))
    ends_on = models.DateField()
    borders_on = models.DateField()
    whole = models.BooleanField(default=False)
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    unknown = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(
            fields=["measure", "period", "place", "sex", "whole"], name="indicators_fact_key")]
        indexes = [models.Index(fields=["period", "measure"])]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"


class Counted(models.Model):
    """Which years stand as facts, counted up to which day, with which definitions and settings.

    fingerprint: of definitions and settings; another one means counting anew.
    """

    period = models.PositiveSmallIntegerField(primary_key=True)
    ends_on = models.DateField()
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.period}"


class SilenceNote(Record):
    """Why a thôn has reported nothing for long, as the officer learned it; holds until a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("thôn"))
    reason = models.TextField(_("đã hỏi và biết được gì"))
    noted_on = models.DateField(_("ngày ghi"))
    until = models.DateField(_("hỏi lại từ ngày"))

    def __str__(self) -> str:
        return f"{self.unit} {self.noted_on}"


def _field(table: ProjectionTable, column: str) -> models.Field:
    null = column not in table.filled
    return models.BigIntegerField(null=null) if table.columns[column] == "int" else models.TextField(null=null)


def _model(name: str, table: ProjectionTable) -> type[models.Model]:
    meta = type("Meta", (), {
        "db_table": table.name, "app_label": "indicators",
        "indexes": [models.Index(fields=list(index), name=f"p_{name}_{n}") for n, index in enumerate(table.indexes)]})
    columns = {column: _field(table, column) for column in table.columns}
    title = "P" + "".join(word.capitalize() for word in name.split("_"))
    return type(title, (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


PROJECTION: dict[str, type[models.Model]] = {name: _model(name, table) for name, table in TABLES.items()}
globals().update({model.__name__: model for model in PROJECTION.values()})

from .change_models import Cause, FactChange  # noqa: E402, F401 - they live in this room as well
from .own_models import OwnMeasure, OwnVersion  # noqa: E402, F401 - they live in this room as well
