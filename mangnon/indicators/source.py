"""The register's rows in the exchange format's shape, as the projection reads them; ids are the rows' uuids as text."""
from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from mangnon.delivery.models import Attendance
from mangnon.registry.exchange import BY_NAME, Table
from mangnon.registry.models import Child, HouseholdMember, HouseholdStatus

from .projection import with_households

PLACES = ("units", "unit_successions", "facilities", "facility_checks", "declared")
PERSONAL = ("residences", "measurements", "doses", "enrolments", "circumstances", "disabilities", "supports",
            "services", "incidents", "assessments", "registrations", "at_risk")
Rows = dict[str, Iterable[dict[str, Any]]]


class _IdTexts(dict[str | None, str | None]):
    """Ids as the database gives them (32 digits, or with dashes) to the text of a uuid; each is made once.

    A register names each child some thirty times: making a UUID of every one took a third of the projection's time.
    """

    def __missing__(self, raw: str | None) -> str | None:
        self[raw] = text = None if raw is None else str(uuid.UUID(raw))
        return text


def _texts(rows: QuerySet[Any], names: dict[str, str], ids: set[str]) -> list[dict[str, Any]]:
    """Rows as dicts by exchange column; uuids become text."""
    columns, texts = list(names), _IdTexts()
    places = [n for n, column in enumerate(columns) if column in ids]
    raw = {f"raw_{n}": Cast(F(names[columns[n]]), TextField()) for n in places}
    fetched = rows.annotate(**raw).values_list(*(
        f"raw_{n}" if n in places else field for n, field in enumerate(names.values())))
    made = []
    for values in fetched.iterator(chunk_size=5000):
        row = dict(zip(columns, values, strict=True))
        for n in places:
            row[columns[n]] = texts[values[n]]
        made.append(row)
    return made


def _names(table: Table) -> tuple[dict[str, str], set[str]]:
    names, ids = {}, set()
    for column in table.columns:
        if column.name == table.own_id:
            names[column.name] = "pk"
            ids.add(column.name)
        elif column.refers:
            names[column.name] = f"{column.field}_id"
            ids.add(column.name)
        else:
            names[column.name] = table.field_of(column)
    return names, ids


def table_rows(name: str, **where: Any) -> list[dict[str, Any]]:
    """One table's rows, in the exchange format's shape."""
    table = BY_NAME[name]
    return _texts(apps.get_model(table.model).objects.filter(**where), *_names(table))


def place_rows(names: Iterable[str] = PLACES) -> Rows:
    return {name: table_rows(name) for name in names}


def portions(size: int) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """The first and the last id of so many children at a time, in the order of their ids."""
    ids = list(Child.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), size):
        yield ids[start], ids[min(start + size, len(ids)) - 1]


def child_rows(ids: set[uuid.UUID] | None = None, *, between: tuple[uuid.UUID, uuid.UUID] | None = None) -> Rows:
    """Children and all that hangs on them: everyone, these children, or all between two ids (both included)."""
    own: dict[str, Any] = {} if ids is None else {"pk__in": ids}
    theirs: dict[str, Any] = {} if ids is None else {"child__in": ids}
    if between:
        own = {"pk__gte": between[0], "pk__lte": between[1]}
        theirs = {"child__gte": between[0], "child__lte": between[1]}
    rows: Rows = {"children": table_rows("children", **own)}
    for name in PERSONAL:
        rows[name] = table_rows(name, **theirs)
    attendance = Attendance.objects.filter(**theirs)
    rows["attendance"] = _texts(attendance.annotate(kind=F("activity__kind"), held_on=F("activity__held_on")), {
        "child_id": "child_id", "activity_id": "activity_id", "kind": "kind", "held_on": "held_on"},
        {"child_id", "activity_id"})
    rows["poverty"] = _poverty(theirs)
    return rows


def _poverty(theirs: dict[str, Any]) -> list[dict[str, Any]]:
    members = _texts(HouseholdMember.objects.filter(**theirs), {
        "household_id": "household_id", "child_id": "child_id", "from_on": "from_on", "to_on": "to_on"},
        {"household_id", "child_id"})
    statuses = _texts(HouseholdStatus.objects.all(), {
        "household_id": "household_id", "status": "status", "from_on": "from_on", "to_on": "to_on"},
        {"household_id"})
    return with_households(members, statuses)
