"""Bring a checked register folder into the register: all of it in one transaction, safe to repeat."""
from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from mangnon.core import audit, outbox, sequence
from mangnon.core.models import Owner, Record, plain
from mangnon.education.actions import attach_all
from mangnon.places.models import Succession, Unit
from mangnon.registry.exchange import TABLES, TEXT, Table

from .folder import Reading, Register, Row, read_folder

BATCH = 1000
Progress = Callable[[str], None]


@dataclass
class Outcome:
    """What an import did. changed: rows inserted or altered."""

    reading: Reading
    changed: int = 0
    changed_by_file: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``mangnon import folder``."""
        return {"read": self.reading.read, "changed": self.changed,
                "refused": [vars(refusal) for refusal in self.reading.refused],
                "warnings": [vars(warning) for warning in self.reading.warnings]}


def import_folder(folder: Path, *, by: Any, progress: Progress = lambda text: None) -> Outcome:
    """Read, check and apply a register folder. Raises FolderError when it cannot be read.

    A row with a known key replaces what stands under that key; a column the file does not have is left as it is
    (the file says nothing of it). No row is ever deleted.
    """
    with transaction.atomic():
        reading = read_folder(folder, _register(), progress)
        outcome = Outcome(reading)
        ids = _Ids()
        for table in TABLES:
            if table.name in reading.rows:
                progress(f"Ghi {table.file}: {len(reading.rows[table.name])} dòng")
                _apply(table, reading, outcome, ids, by)
        _say(folder, outcome, by)
        if outcome.changed:
            attach_all()
            outbox.add("*")
    return outcome


def _register() -> Register:
    """What the register already holds, as checking a folder needs it."""
    known = {t.name: set(_model(t).objects.values_list("exchange_id", flat=True)) for t in TABLES if t.own_id}
    return Register(
        known,
        dict(Unit.objects.values_list("exchange_id", "parent__exchange_id")),
        set(Succession.objects.values_list("predecessor__exchange_id", "successor__exchange_id")))


def _model(table: Table) -> Any:
    return apps.get_model(table.model)


class _Ids:
    """The uuid behind each exchange id, asked for once a table."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, uuid.UUID]] = {}

    def of(self, table: str) -> dict[str, uuid.UUID]:
        if table not in self._of:
            model = apps.get_model(next(t.model for t in TABLES if t.name == table))
            self._of[table] = dict(model.objects.values_list("exchange_id", "pk"))
        return self._of[table]


def _apply(table: Table, reading: Reading, outcome: Outcome, ids: _Ids, by: Any) -> None:
    """Insert or alter one table's rows in batches."""
    writer = _Writer(table, reading.columns[table.name], ids)
    rows = reading.rows[table.name]
    if table.own_id:
        known = ids.of(table.name)
        for row in rows:
            known.setdefault(row.values[table.own_id], uuid.uuid4())
    new, altered = writer.compare(rows)
    writer.insert(new)
    writer.alter(altered, audit.actor_of(by)[0])
    count = len(new) + len(altered)
    outcome.changed += count
    outcome.changed_by_file[table.file] = count


class _Writer:
    """Turns checked rows of one table into model rows."""

    def __init__(self, table: Table, columns: list[str], ids: _Ids) -> None:
        self.table, self.ids = table, ids
        self.model = _model(table)
        self.columns = [table.by_name[name] for name in columns]
        self.owner = Owner.current().id
        self.attnames = [self._attname(c) for c in self.columns]
        self.key = [self._attname(table.by_name[name]) for name in table.key]

    def _attname(self, column: Any) -> str:
        return column.field + "_id" if column.refers else self.table.field_of(column)

    def _values(self, row: Row) -> dict[str, Any]:
        """A row's values by model attribute: ids become uuids, an empty text is "" and never None."""
        values = {}
        for column, name in zip(self.columns, self.attnames, strict=True):
            value = row.values[column.name]
            if column.refers and value is not None:
                value = self.ids.of(column.refers)[value]
            elif value is None and not column.refers and column.form in (TEXT, "school_year"):
                value = ""
            values[name] = value
        return values

    def compare(self, rows: list[Row]) -> tuple[list[dict[str, Any]], list[tuple[Any, dict[str, Any]]]]:
        """Split into rows the register lacks and rows that stand there with other values."""
        standing = {tuple(values[: len(self.key)]): values[len(self.key):] for values in self._standing()}
        new, altered = [], []
        for row in rows:
            values = self._values(row)
            found = standing.get(tuple(values[name] for name in self.key))
            if found is None:
                new.append(values)
            elif any(values[name] != old for name, old in zip(self.attnames, found[1:], strict=True)):
                altered.append((found[0], values))
        return new, altered

    def _standing(self) -> Iterator[tuple[Any, ...]]:
        return self.model.objects.values_list(*self.key, "pk", *self.attnames).iterator(chunk_size=5000)

    def insert(self, new: list[dict[str, Any]]) -> None:
        seq = sequence.take(len(new)) if new else 0
        for start in range(0, len(new), BATCH):
            batch = [self._row(values, seq + start + n) for n, values in enumerate(new[start:start + BATCH])]
            self.model.objects.bulk_create(batch)

    def _row(self, values: dict[str, Any], seq: int) -> Record:
        row = self.model(commune_id=self.owner, seq=seq, **values)
        if self.table.own_id:
            row.pk = self.ids.of(self.table.name)[values["exchange_id"]]
        if hasattr(row, "set_name_forms"):
            row.set_name_forms()
        return row

    def alter(self, altered: list[tuple[Any, dict[str, Any]]], actor: str) -> None:
        seq = sequence.take(len(altered)) if altered else 0
        for start in range(0, len(altered), BATCH):
            batch = altered[start:start + BATCH]
            standing = self.model.objects.in_bulk([pk for pk, _ in batch])
            rows, revisions = [], []
            for n, (pk, values) in enumerate(batch):
                row = standing[pk]
                revisions.append(self._revision(row, values, actor))
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

    def _revision(self, row: Record, values: dict[str, Any], actor: str) -> models.Model:
        old = {name: plain(getattr(row, name)) for name, new in values.items() if getattr(row, name) != new}
        child = row.pk if self.table.name == "children" else getattr(row, "child_id", None)
        revisions = apps.get_model(self.model._meta.app_label, "Revision")
        return revisions(model=row._meta.model_name, record_id=row.pk, child_id=child, seq=row.seq, actor=actor,
                         verb="import", values=old)


def _say(folder: Path, outcome: Outcome, by: Any) -> None:
    """One audit row a file: how many rows were read, changed and refused, and the file's digest."""
    for file, count in outcome.reading.read.items():
        refused = sum(1 for refusal in outcome.reading.refused if refusal.file == file)
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        audit.record(by, "import", file, digest=digest, fields=[
            f"read={count}", f"changed={outcome.changed_by_file.get(file, 0)}", f"refused={refused}"])
