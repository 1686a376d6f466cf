"""Checked rows of a folder made ready and written: what is new, what stands there with other values."""
from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from mangnon.core import bulk, sequence
from mangnon.core.models import Owner, Record, plain
from mangnon.registry.exchange import TABLES, TEXT, Table

from .folder import Reading, Row

BATCH = 1000


def model_of(table: Table) -> Any:
    return apps.get_model(table.model)


class Ids:
    """The key behind each exchange id, asked for once a table; new ids get theirs before anything is written."""

    def __init__(self, claims: dict[str, dict[str, uuid.UUID]]) -> None:
        self._of: dict[str, dict[str, uuid.UUID]] = {}
        self.claims = claims
        self.made: set[Any] = set()
        """Ids and keys given since this was emptied."""

    def forget(self) -> None:
        """Ask anew: what was made ready was not written."""
        self._of.clear()
        self.made.clear()

    def make(self, table: str, exchange_ids: Iterable[str]) -> None:
        """Give a key to those whom the register lacks: nothing can stand under what is made now."""
        known = self.of(table)
        lacking = [exchange_id for exchange_id in dict.fromkeys(exchange_ids) if exchange_id not in known]
        made = dict(zip(lacking, bulk.keys(len(lacking)), strict=True))
        known |= made
        self.made.update(made, made.values())

    def of(self, table: str) -> dict[str, uuid.UUID]:
        if table not in self._of:
            model = apps.get_model(next(t.model for t in TABLES if t.name == table))
            standing = dict(model.objects.values_list("exchange_id", "pk"))
            self._of[table] = {**standing, **self.claims.get(table, {})}
        return self._of[table]


@dataclass
class Work:
    """One table's rows, ready to be written. altered: (key of the row that stands, new values).

    new: rows as the database takes them, so that nothing is reckoned while the lock is held.
    """

    writer: Writer
    new: list[tuple[Any, ...]]
    altered: list[tuple[uuid.UUID, dict[str, Any]]]

    @property
    def count(self) -> int:
        return len(self.new) + len(self.altered)


def prepare(table: Table, reading: Reading, ids: Ids, seq: int) -> Work:
    """Compare a table's rows with what stands; writes nothing. seq: the number of its first new row.

    The rows leave the reading, so that a big folder is not held twice.
    """
    writer, rows = Writer(table, reading.columns[table.name], ids), reading.rows.pop(table.name)
    if table.own_id:
        ids.make(table.name, (row.values[table.own_id] for row in rows))
    new, altered = writer.compare(rows)
    del rows
    return Work(writer, writer.ready(new, writer.keys(new), seq), altered)


class Writer:
    """Turns checked rows of one table into rows of its model."""

    def __init__(self, table: Table, columns: list[str], ids: Ids) -> None:
        self.table, self.ids = table, ids
        self.model = model_of(table)
        self.columns = [table.by_name[name] for name in columns]
        self.owner = Owner.current().id
        self.attnames = [table.attname_of(column) for column in self.columns]
        self.key = [table.attname_of(table.by_name[name]) for name in table.key]

    def _values(self, row: Row) -> dict[str, Any]:
        """A row's values by model attribute: ids become keys, an empty text is "" and never None."""
        values = {}
        for column, name in zip(self.columns, self.attnames, strict=True):
            value = row.values[column.name]
            if column.refers and value is not None:
                value = self.ids.of(column.refers)[value]
            elif value is None and not column.refers and column.form in (TEXT, "school_year"):
                value = ""
            values[name] = value
        return values

    def compare(self, rows: list[Row], *, few: bool = False,
                ) -> tuple[list[dict[str, Any]], list[tuple[uuid.UUID, dict[str, Any]]]]:
        """Split into rows the register lacks and rows that stand there with other values.

        few: look only at what stands under the first part of these rows' keys, not at the whole table.
        """
        told = [self._values(row) for row in rows]
        only = {values[self.key[0]] for values in told} - self.ids.made if few else None
        standing = {tuple(values[: len(self.key)]): values[len(self.key):] for values in self._standing(only)}
        claimed = self._claimed(standing)
        new, altered = [], []
        for values in told:
            key = tuple([values[name] for name in self.key])
            found = standing.get(key) or claimed.get(key)
            if found is None:
                new.append(values)
            elif any(values[name] != old for name, old in zip(self.attnames, found[1:], strict=True)):
                altered.append((found[0], values))
        return new, altered

    def _standing(self, only: set[Any] | None) -> Iterator[tuple[Any, ...]]:
        if only is not None and not only:
            return iter(())
        rows = self.model.objects.all() if only is None else self.model.objects.filter(**{f"{self.key[0]}__in": only})
        return rows.values_list(*self.key, "pk", *self.attnames).iterator(chunk_size=5000)

    def _claimed(self, standing: dict[tuple[Any, ...], Any]) -> dict[tuple[Any, ...], Any]:
        """Places of ours under the id by which the folder knows them."""
        claims = self.ids.claims.get(self.table.name)
        if not claims:
            return {}
        by_pk = {values[0]: values for values in standing.values()}
        return {(exchange_id,): by_pk[pk] for exchange_id, pk in claims.items()}

    def keys(self, new: list[dict[str, Any]]) -> list[uuid.UUID]:
        """The key of each new row."""
        own = self.ids.of(self.table.name) if self.table.own_id else {}
        return [own[values["exchange_id"]] for values in new] if own else list(bulk.keys(len(new)))

    def ready(self, new: list[dict[str, Any]], keys: list[uuid.UUID], seq: int) -> list[tuple[Any, ...]]:
        """New rows as the database takes them; their numbers in the server sequence follow the file's order."""
        names, fixed = self._columns()
        forms = self.model.name_forms if "name_fold" in names else None
        return bulk.ready(self.model, names, (
            (key, seq + n, self.owner, *values.values(), *(forms(values.get("full_name", "")) if forms else ()), *fixed)
            for n, (key, values) in enumerate(zip(keys, new, strict=True))))

    def _columns(self) -> tuple[list[str], list[Any]]:
        """Every column of the model in the order of ready(), and the values of those that the file does not name."""
        forms = ["name_fold", "name_sort"] if hasattr(self.model, "name_forms") else []
        fixed = bulk.others(self.model, ["id", "seq", "commune_id", *self.attnames, *forms])
        return ["id", "seq", "commune_id", *self.attnames, *forms, *fixed], list(fixed.values())

    def insert(self, ready: list[tuple[Any, ...]]) -> None:
        """Write new rows that were made ready."""
        if ready:
            bulk.insert(self.model, self._columns()[0], ready)

    def alter(self, altered: list[tuple[uuid.UUID, dict[str, Any]]], actor: str) -> None:
        """Change rows that stand, keeping what they held before."""
        seq = sequence.take(len(altered)) if altered else 0
        for start in range(0, len(altered), BATCH):
            batch = altered[start:start + BATCH]
            standing = self.model.objects.in_bulk([pk for pk, _ in batch])
            rows, revisions = [], []
            for n, (pk, values) in enumerate(batch):
                row = standing[pk]
                # Of the change, as every other door keeps it: a form drawn before it looks for what came after.
                revisions.append(self._revision(row, values, actor, seq + start + n))
                for name, value in values.items():
                    setattr(row, name, value)
                row.seq = seq + start + n
                if hasattr(row, "set_name_forms"):
                    row.set_name_forms()
                rows.append(row)
            apps.get_model(self.model._meta.app_label, "Revision").objects.bulk_create(revisions)
            self.model.objects.bulk_update(rows, self._fields(), batch_size=100)

    def _fields(self) -> list[str]:
        extra = ["name_fold", "name_sort"] if self.table.name == "children" else []
        names = [f.name for f in self.model._meta.concrete_fields if f.attname in self.attnames]
        return [*names, *extra, "seq"]

    def _revision(self, row: Record, values: dict[str, Any], actor: str, seq: int) -> models.Model:
        old = {name: plain(getattr(row, name)) for name, new in values.items() if getattr(row, name) != new}
        child = row.pk if self.table.name == "children" else getattr(row, "child_id", None)
        revisions = apps.get_model(self.model._meta.app_label, "Revision")
        return revisions(model=row._meta.model_name, record_id=row.pk, child_id=child, seq=seq, actor=actor,
                         verb="import", values=old)
