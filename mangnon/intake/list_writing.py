"""Write the items of a list's rows: compared first, then written in one short transaction, kept for undoing."""
from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mangnon.core import audit, bulk, outbox, sequence
from mangnon.core.models import plain
from mangnon.education.actions import attach_new, attach_these
from mangnon.education.models import Enrolment
from mangnon.registry.exchange import TABLES, Table

from . import cells
from .folder import Row
from .items import Item
from .models import ListChange, ListImport
from .writing import Ids, Writer

MADE_BY_LISTS = ("children", "households", "activities")
"""Tables whose rows a list may make with an id of its own."""
CHANGE = ("batch_id", "model", "record_id", "made", "old", "new", "seq", "undone")
EMPTY = (None, "")
"""What a new row says where nothing was told; undoing holds the two for one."""
Change = tuple[uuid.UUID, str, uuid.UUID, bool, dict[str, Any], dict[str, Any], Any, bool]
"""A row of ``ListChange``, in the order of ``CHANGE``."""


@dataclass
class Work:
    """Rows of one table that speak of the same columns. keys, new: of the new ones and their values.

    ready: as the database takes them.
    """

    writer: Writer
    keys: list[uuid.UUID]
    new: list[dict[str, Any]]
    ready: list[tuple[Any, ...]]
    altered: list[tuple[uuid.UUID, dict[str, Any]]]


@dataclass
class Portion:
    """What some rows write, ready."""

    works: list[Work] = field(default_factory=list)
    new: int = 0
    altered: int = 0

    @property
    def count(self) -> int:
        return self.new + self.altered


def prepare(items: Iterable[Item], ids: Ids, mark: int) -> Portion:
    """Make items ready; writes nothing. mark: the last number of the server sequence.

    Items of one row of the register are written together. Raises BadCell where an item does not fit the register.
    """
    portion = Portion()
    ids.made.clear()
    told = _by_table(items)
    for table in TABLES:
        for columns, rows in _by_columns(table, told.get(table.name, ())).items():
            if table.name in MADE_BY_LISTS:
                ids.make(table.name, (row.values[table.own_id] for row in rows))
            writer = Writer(table, list(columns), ids)
            new, altered = writer.compare(rows, few=True)
            keys = writer.keys(new)
            portion.works.append(Work(writer, keys, new, writer.ready(new, keys, mark + 1 + portion.new), altered))
            portion.new += len(new)
            portion.altered += len(altered)
    return portion


def _by_table(items: Iterable[Item]) -> dict[str, list[tuple[dict[str, str], bool]]]:
    """What items say of each table: (values, whether the row is new)."""
    told: dict[str, list[tuple[dict[str, str], bool]]] = defaultdict(list)
    for found in items:
        told[found["table"]].append((found["values"], found["add"]))
        for name, values, add in found["also"]:
            told[name].append((values, add))
    return told


def _by_columns(table: Table, told: Iterable[tuple[dict[str, str], bool]]) -> dict[tuple[str, ...], list[Row]]:
    """The table's rows by the columns that they speak of; a new row speaks of all, what is not told is unknown."""
    merged: dict[tuple[str, ...], dict[str, str]] = {}
    blank = {column.name: "" for column in table.columns}
    must = {column.name for column in table.columns if column.filled}
    for values, add in told:
        key = tuple([values.get(part, "") for part in table.key])
        merged[key] = {**(blank if add else {}), **merged.get(key, {}), **values}
    grouped: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for values in merged.values():
        columns = tuple([column.name for column in table.columns if column.name in values])
        grouped[columns].append(Row(0, {
            name: cells.read(table.by_name[name], cell) if (cell := values[name]) or name in must else None
            for name in columns}))
    return grouped


def write(portion: Portion, batch: ListImport, by: Any) -> None:
    """Write what is ready and keep what undoing needs; call inside a transaction that holds the sequence.

    Derived tables follow when the whole list is written, not after every portion.
    """
    actor = audit.actor_of(by)[0]
    sequence.take(portion.new)
    changes: list[Change] = []
    for work in portion.works:
        work.writer.insert(work.ready)
        label = work.writer.model._meta.label
        changes += [(batch.pk, label, key, True, {},
                     {name: plain(value) for name, value in values.items() if value not in EMPTY}, row[1], False)
                    for key, values, row in zip(work.keys, work.new, work.ready, strict=True)]
        changes += _alterations(work.writer, work.altered, batch, actor)
    bulk.insert(ListChange, CHANGE, bulk.ready(ListChange, CHANGE, changes))
    if portion.count:
        for work in portion.works:
            if work.writer.model is Enrolment:
                attach_new(zip(work.keys, work.new, strict=True))
                attach_these([pk for pk, _ in work.altered])
        outbox.add("*", later=True)


def _alterations(writer: Writer, altered: list[tuple[uuid.UUID, dict[str, Any]]], batch: ListImport, actor: str,
                 ) -> list[Change]:
    if not altered:
        return []
    standing = writer.model.objects.in_bulk([pk for pk, _ in altered])
    kept = {pk: {name: plain(getattr(standing[pk], name)) for name, new in values.items()
                 if getattr(standing[pk], name) != new} for pk, values in altered}
    writer.alter(altered, actor)
    seqs = dict(writer.model.objects.filter(pk__in=kept).values_list("pk", "seq"))
    return [(batch.pk, writer.model._meta.label, pk, False, kept[pk], {name: plain(values[name]) for name in kept[pk]},
             seqs[pk], False) for pk, values in altered]
