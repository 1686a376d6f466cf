"""What joining two records does to every row that hangs on them: decided here, written elsewhere.

Rows are found through the models themselves, so that a room that is built tomorrow is joined as well. A row moves to
the record that lives on, unless that has the same one already: then it is folded into it, which fills what that lacks.
A model may name in ``same_when`` the columns by which two of its rows are one event although their keys differ.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from mangnon.core.models import plain

from .models import Child, HouseholdMember, Residence

HOUSE = {"id", "commune_id", "seq"}


@dataclass
class Fold:
    """A row that goes because another stands for it. fill: columns of the other that it fills or widens."""

    gone: Any
    into: Any
    fill: dict[str, Any] = field(default_factory=dict)


@dataclass
class RowPlan:
    """One model's rows. moved: rows that get the kept child."""

    model: Any
    moved: list[Any] = field(default_factory=list)
    folded: list[Fold] = field(default_factory=list)


def relations() -> list[tuple[Any, str]]:
    """(model, name of its key to the child) of everything that hangs on a child."""
    return [(relation.related_model, relation.field.name) for relation in Child._meta.related_objects
            if isinstance(relation.field, models.ForeignKey)]


def plan(kept: Child, dropped: Child, *, home: str) -> list[RowPlan]:
    """What happens to every row. home: whose present home and household hold where they differ, kept or dropped."""
    return [_Planner(model, name, kept, dropped, home).plan() for model, name in relations()]


class _Planner:
    def __init__(self, model: Any, name: str, kept: Child, dropped: Child, home: str) -> None:
        self.model, self.name, self.home = model, name, home
        rows = model._default_manager.order_by("pk")
        self.kept, self.dropped = list(rows.filter(**{name: kept})), list(rows.filter(**{name: dropped}))
        fields = [f for f in model._meta.concrete_fields if f.attname not in HOUSE and f.name != name]
        self.columns = [f.attname for f in fields]
        self.keys = [[model._meta.get_field(one).attname for one in rule.fields if one not in (name, "commune_id")]
                     for rule in model._meta.constraints
                     if isinstance(rule, models.UniqueConstraint) and name in rule.fields]
        self.loose = {column for key in self.keys for column in key} | {"exchange_id", "source"}

    def plan(self) -> RowPlan:
        found = RowPlan(self.model)
        self._homes(found)
        for row in self.dropped:
            twin = next((other for other in self.kept if self._same_key(row, other)), None)
            twin = twin or next((other for other in self.kept if self._same_event(row, other)), None)
            if twin is None:
                found.moved.append(row)
            else:
                found.folded.append(Fold(row, twin, self._fill(row, twin)))
        return found

    def _homes(self, found: RowPlan) -> None:
        """Somebody lives in one place: of two present homes the one that was chosen stays."""
        if self.model not in (Residence, HouseholdMember):
            return
        place = "unit_id" if self.model is Residence else "household_id"
        for mine, theirs in [(mine, theirs) for mine in _open(self.kept) for theirs in _open(self.dropped)]:
            if getattr(mine, place) == getattr(theirs, place):
                continue
            right, wrong, rows = (mine, theirs, self.dropped) if self.home == "kept" else (theirs, mine, self.kept)
            # An older home needs no folding: where two overlap the one that begins later holds.
            if (self.model is HouseholdMember or wrong.from_on >= right.from_on) and wrong in rows:
                found.folded.append(Fold(wrong, right))
                rows.remove(wrong)

    def _same_key(self, row: Any, other: Any) -> bool:
        return any(all(getattr(row, column) == getattr(other, column) for column in key) for key in self.keys)

    def _same_event(self, row: Any, other: Any) -> bool:
        """Two rows of one event that do not contradict each other."""
        same = getattr(self.model, "same_when", ())
        if same:
            return all(not empty(getattr(row, column)) and getattr(row, column) == getattr(other, column)
                       for column in same) and all(
                empty(getattr(row, column)) or empty(getattr(other, column))
                or getattr(row, column) == getattr(other, column) for column in self.columns
                if column not in self.loose)
        if "to_on" in self.columns and "from_on" in self.columns and row.to_on is None and other.to_on is None:
            return all(getattr(row, column) == getattr(other, column) for column in self.columns
                       if column not in ("from_on", "to_on"))
        return False

    def _fill(self, row: Any, twin: Any) -> dict[str, Any]:
        """What a folded row knows that its twin does not; an earlier beginning widens it."""
        fill = {column: getattr(row, column) for column in self.columns
                if empty(getattr(twin, column)) and not empty(getattr(row, column)) and column != "to_on"}
        if "from_on" in self.columns and row.from_on and twin.from_on and row.from_on < twin.from_on and not any(
                other.from_on == row.from_on for other in self.kept):
            fill["from_on"] = row.from_on
        for column, value in fill.items():
            # The next row that is folded into the same one meets it as it will be.
            setattr(twin, column, value)
        return fill


def _open(rows: list[Any]) -> list[Any]:
    return [row for row in rows if row.to_on is None]


def empty(value: Any) -> bool:
    """Whether a column says nothing."""
    return value is None or value == ""


def values_of(row: Any) -> dict[str, Any]:
    """A whole row as JSON holds it."""
    return {f.attname: plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}


def hanging(child: Child) -> Iterator[tuple[Any, int]]:
    """(model, number of rows) of what hangs on a child."""
    for model, name in relations():
        yield model, model._default_manager.filter(**{name: child}).count()


def key_of(model: Any) -> str:
    """The name of a model's key to the child."""
    return next(name for one, name in relations() if one is model)


def by_label(label: str) -> Any:
    """The model of a row that joining wrote down; of one that hangs on another's as well."""
    return apps.get_model(label)
