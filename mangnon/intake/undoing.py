"""Take an import back, also after other edits: what nobody touched since goes, what somebody edited stays, named."""
from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from mangnon.core import audit, outbox, sequence
from mangnon.core.models import plain
from mangnon.core.records import child_of
from mangnon.education.actions import attach_all
from mangnon.registry.exchange import TABLES
from mangnon.registry.models import Attachment

from .models import ListChange, ListImport

ORDER = [table.model for table in TABLES]
DERIVED = {Attachment}
"""Rows that follow others by themselves and keep nobody."""


@dataclass
class Kept:
    """A row that was edited since. child: whose it is, if anybody's.  what: label of its model.  why: edited, used."""

    what: str
    record_id: uuid.UUID
    child: uuid.UUID | None
    why: str


@dataclass
class Undone:
    """What undoing did, in rows of the register."""

    removed: int = 0
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)


def undo(batch: ListImport, *, by: Any) -> Undone:
    """Take back what an import wrote, the newest tables first; call inside a transaction."""
    found, actor = Undone(), audit.actor_of(by)[0]
    changes = list(batch.changes.order_by("pk"))
    by_model: dict[str, list[ListChange]] = defaultdict(list)
    for change in changes:
        by_model[change.model].append(change)
    for label in sorted(by_model, key=ORDER.index, reverse=True):
        model = apps.get_model(label)
        _restore(model, [c for c in by_model[label] if not c.made], found, actor)
        _remove(model, by_model[label], found, actor)
    if found.removed or found.restored:
        attach_all()
        outbox.add("*")
    return found


def _restore(model: Any, changes: list[ListChange], found: Undone, actor: str) -> None:
    """Give altered rows their old values back, field by field, where ours still stands; the newest change first."""
    rows = model.objects.in_bulk({change.record_id for change in changes})
    touched: dict[uuid.UUID, dict[str, Any]] = defaultdict(dict)
    for change in reversed(changes):
        row = rows.get(change.record_id)
        if row is None:
            found.kept.append(Kept(model._meta.label, change.record_id, None, "gone"))
            continue
        for name, new in change.new.items():
            if plain(getattr(row, name)) != new:
                found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "edited"))
                continue
            touched[row.pk].setdefault(name, plain(getattr(row, name)))
            setattr(row, name, model._meta.get_field(_field(model, name)).to_python(change.old[name]))
    _save(model, {pk: rows[pk] for pk in touched}, touched, actor)
    found.restored += len(touched)


def _field(model: Any, attname: str) -> str:
    return next(f.name for f in model._meta.concrete_fields if f.attname == attname)


def _save(model: Any, rows: dict[uuid.UUID, Any], old: dict[uuid.UUID, dict[str, Any]], actor: str) -> None:
    if not rows:
        return
    seq = sequence.take(len(rows))
    _revise(model, rows.values(), old, actor, "undo")
    names = {_field(model, name) for values in old.values() for name in values}
    for n, row in enumerate(rows.values()):
        row.seq = seq + n
        if hasattr(row, "set_name_forms"):
            row.set_name_forms()
            names |= {"name_fold", "name_sort"}
    model.objects.bulk_update(rows.values(), [*sorted(names), "seq"], batch_size=100)


def _revise(model: Any, rows: Any, old: dict[uuid.UUID, dict[str, Any]], actor: str, verb: str) -> None:
    revisions = apps.get_model(model._meta.app_label, "Revision")
    revisions.objects.bulk_create([revisions(
        model=model._meta.model_name, record_id=row.pk, child_id=child_of(row), seq=row.seq, actor=actor, verb=verb,
        values=old[row.pk]) for row in rows], batch_size=500)


def _remove(model: Any, changes: list[ListChange], found: Undone, actor: str) -> None:
    """Remove rows that this import made and nobody edited or built upon since."""
    made = {change.record_id: change for change in changes if change.made}
    rows = model.objects.in_bulk(made)
    used = _used(model, set(rows))
    going = []
    for row in rows.values():
        if any(plain(getattr(row, name)) != value for name, value in made[row.pk].new.items()):
            found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "edited"))
        elif row.pk in used:
            found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "used"))
        else:
            going.append(row)
    if going:
        seq = sequence.take(len(going))
        for n, row in enumerate(going):
            row.seq = seq + n
        _revise(model, going, {row.pk: {f.attname: plain(getattr(row, f.attname)) for f in model._meta.concrete_fields}
                               for row in going}, actor, "undo")
        for start in range(0, len(going), 500):
            model.objects.filter(pk__in=[row.pk for row in going[start:start + 500]]).delete()
    found.removed += len(going)


def _used(model: Any, pks: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the rows that rows of others still speak of."""
    found: set[uuid.UUID] = set()
    keys = list(pks)
    for relation in model._meta.related_objects:
        if relation.related_model in DERIVED or not isinstance(relation.field, models.ForeignKey):
            continue
        name = relation.field.attname
        for start in range(0, len(keys), 5000):
            found |= set(relation.related_model._default_manager.filter(
                **{f"{name}__in": keys[start:start + 5000]}).values_list(name, flat=True))
    return found
