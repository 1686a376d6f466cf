"""Take an import back, also after other edits: what nobody touched since goes, what somebody edited stays, named.

A row whose other fields were edited since loses ours only: that edit stays too, and is named as well.
"""
from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from mangnon.core import audit, bulk, outbox, sequence
from mangnon.core.models import plain
from mangnon.core.records import child_of
from mangnon.education.actions import attach_these
from mangnon.education.models import Enrolment
from mangnon.registry.exchange import TABLES
from mangnon.registry.models import Attachment, Child, ChildTask, Residence
from mangnon.registry.task_models import SAID

from .models import ListChange, ListImport, State
from .receiving import Progress, quiet

ORDER = [table.model for table in TABLES]
CHUNK = 4000
"""Rows of the register that are taken back in one transaction."""
REVISION = ("id", "at", "model", "record_id", "child_id", "seq", "actor", "verb", "values")
DERIVED = {Attachment}
"""Rows that follow others by themselves and keep nobody."""
ANSWERED = Q(result__in=SAID) & ~Q(closed_by="program") | ~Q(later="")
"""Work of which somebody said something."""
WITHDRAWN = "bản nhập đã hoàn tác"
"""Why work goes with its child, as the history keeps it."""


@dataclass
class Kept:
    """A row that was edited since. child: whose it is, if anybody's.  what: label of its model.

    why: "edited" (in a field of ours), "used" (others speak of it), "home" (of a child who stays), "gone", or
    "beside" (in other fields only).
    """

    what: str
    record_id: uuid.UUID
    child: uuid.UUID | None
    why: str

    def as_json(self) -> list[str]:
        return [self.what, str(self.record_id), str(self.child or ""), self.why]

    @classmethod
    def from_json(cls, what: str, record: str, child: str, why: str) -> Kept:
        return cls(what, uuid.UUID(record), uuid.UUID(child) if child else None, why)


@dataclass
class Undone:
    """What undoing did, in rows of the register. beside: taken back whole, with an edit of other fields that stays.

    tasks: work that had been given out with children who went, and went with them.
    """

    removed: int = 0
    restored: int = 0
    tasks: int = 0
    kept: list[Kept] = field(default_factory=list)
    beside: list[Kept] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"removed": self.removed, "restored": self.restored, "tasks": self.tasks,
                "kept": [one.as_json() for one in self.kept], "beside": [one.as_json() for one in self.beside]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Undone:
        return cls(data["removed"], data["restored"], data.get("tasks", 0),
                   *([Kept.from_json(*one) for one in data.get(name, [])] for name in ("kept", "beside")))


def undo(batch: ListImport, *, by: Any, progress: Progress = quiet) -> Undone:
    """Take a whole import back; what was edited since is kept and named. A long one goes in portions; safe to repeat.

    Raises ValueError for a list that was not applied.
    """
    if batch.state not in (State.APPLIED, State.UNDOING):
        raise ValueError(batch.state)
    found = Undone.from_json(batch.outcome) if batch.state == State.UNDOING else Undone()
    actor, total, done = audit.actor_of(by)[0], batch.changes.count(), 0
    for label in reversed(ORDER):
        while True:
            with transaction.atomic():
                changes = _next(batch, label)
                had = found.tasks
                _take_back(batch, label, changes, found, actor)
                if found.tasks > had:
                    audit.record(by, "withdraw", "registry.ChildTask", batch.pk, fields=[f"rows={found.tasks - had}"],
                                 purpose=WITHDRAWN)
                batch.changes.filter(pk__in=[change.pk for change in changes]).update(undone=True)
                last = not batch.changes.filter(undone=False).exists()
                _note(batch, found, by, last=last)
            done += len(changes)
            progress(done, total)
            if last:
                outbox.process_quietly()
                return found
            if not changes:
                break
    raise AssertionError("changes of a model that no list writes")


def _next(batch: ListImport, label: str) -> list[ListChange]:
    """The next portion of one table, the newest first: alterations go back before the rows that were made go."""
    # "in": SQLite looks for a number in its index, and for "not undone" through all rows.
    waiting = batch.changes.filter(model=label, undone__in=[False]).order_by("-pk")
    return list(waiting.filter(made=False)[:CHUNK]) or list(waiting.filter(made=True)[:CHUNK])


def _take_back(batch: ListImport, label: str, changes: list[ListChange], found: Undone, actor: str) -> None:
    """A portion of one table: first values are given back, then rows that were made go."""
    model = apps.get_model(label)
    if changes:
        stay = _staying(batch, changes) if model is Residence else set()
        _restore(batch, model, [c for c in changes if not c.made], found, actor)
        _remove(model, [c for c in changes if c.made], found, actor, stay)
        if model is Enrolment:
            attach_these([change.record_id for change in changes])


def _note(batch: ListImport, found: Undone, by: Any, *, last: bool) -> None:
    """How far undoing is, in the transaction of each portion."""
    batch.state, batch.seq, batch.outcome = State.UNDOING, sequence.take(), found.as_json()
    if last:
        batch.state, batch.undone_at = State.UNDONE, timezone.now()
        audit.record(by, "undo", "intake.ListImport", batch.pk, fields=[
            f"removed={found.removed}", f"restored={found.restored}", f"kept={len(found.kept)}",
            f"tasks={found.tasks}"])
        if found.removed or found.restored:
            outbox.add("*", later=True, taken_back=True)
    batch.save(update_fields=["state", "undone_at", "seq", "outcome"])


def _restore(batch: ListImport, model: Any, changes: list[ListChange], found: Undone, actor: str) -> None:
    """Give altered rows their old values back, field by field, where ours still stands.

    changes: the newest first.
    """
    rows = model.objects.in_bulk({change.record_id for change in changes})
    touched: dict[uuid.UUID, dict[str, Any]] = defaultdict(dict)
    edited = _edited_since(batch, rows)
    for change in changes:
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
    named = {one.record_id for one in found.kept}
    found.beside += [Kept(model._meta.label, pk, child_of(rows[pk]), "beside") for pk in touched
                     if pk in edited and pk not in named]
    _save(model, {pk: rows[pk] for pk in touched}, touched, actor)
    found.restored += len(touched)


def _edited_since(batch: ListImport, rows: dict[uuid.UUID, Any]) -> set[uuid.UUID]:
    """Those of the rows that somebody else wrote after this import did; what undoing wrote is not counted."""
    ours = batch.changes.filter(record_id__in=rows).values_list("record_id").annotate(
        last=Max("seq"), begun=Count("pk", filter=Q(undone=True))).order_by()
    return {pk for pk, last, begun in ours if not begun and rows[pk].seq > last}


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


def _revise(model: Any, rows: Any, old: dict[uuid.UUID, dict[str, Any]], actor: str, verb: str, reason: str = "",
            ) -> None:
    revisions, name, now = apps.get_model(model._meta.app_label, "Revision"), model._meta.model_name, timezone.now()
    rest = bulk.others(revisions, REVISION) | {"reason": reason}
    columns = [*REVISION, *rest]
    bulk.insert(revisions, columns, bulk.ready(revisions, columns, (
        (uuid.uuid4(), now, name, row.pk, child_of(row), row.seq, actor, verb, old[row.pk], *rest.values())
        for row in rows)))


def _staying(batch: ListImport, changes: list[ListChange]) -> set[uuid.UUID]:
    """Children whom the import made and undoing keeps: without the home it gave them they would be nowhere.

    Somebody edited such a child since, or recorded something of her that is not of this import.
    """
    made = {change.record_id: change for change in batch.changes.filter(
        model=Child._meta.label, made=True, undone__in=[False],
        record_id__in={uuid.UUID(str(change.new["child_id"])) for change in changes if change.made})}
    children = Child.objects.in_bulk(made)
    edited = {pk for pk, child in children.items() if _differs(child, made[pk])}
    # Tables go back before those they speak of: what still stands of a child besides her homes is not ours.
    homes = Residence.objects.filter(child__in=children).values_list("pk", flat=True)
    ours = set(batch.changes.filter(model=Residence._meta.label, made=True, record_id__in=list(homes)).values_list(
        "record_id", flat=True))
    return edited | _used(Child, set(children) - edited, ours)


def _differs(row: Any, change: ListChange) -> bool:
    """Whether a row that was made holds anything else by now."""
    table = next(table for table in TABLES if table.model == row._meta.label)
    names = [table.attname_of(column) for column in table.columns]
    return any(_said(plain(getattr(row, name))) != _said(change.new.get(name)) for name in names)


def _remove(model: Any, changes: list[ListChange], found: Undone, actor: str, stay: set[uuid.UUID]) -> None:
    """Remove rows that this import made and nobody edited or built upon since. stay: children who keep their home."""
    made = {change.record_id: change for change in changes if change.made}
    # Whoever answers a task or writes on a child at this moment waits here, or is seen below.
    sequence.take()
    rows = model.objects.in_bulk(made)
    used = _used(model, set(rows))
    going = []
    for row in rows.values():
        if _differs(row, made[row.pk]):
            found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "edited"))
        elif child_of(row) in stay:
            found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "home"))
        elif row.pk in used:
            found.kept.append(Kept(model._meta.label, row.pk, child_of(row), "used"))
        else:
            going.append(row)
    if model is Child:
        found.tasks += _withdraw_work([row.pk for row in going], actor)
    _take_out(model, going, actor)
    found.removed += len(going)


def _take_out(model: Any, going: list[Any], actor: str, reason: str = "") -> None:
    """Delete rows; what they held stays in the history."""
    if not going:
        return
    seq = sequence.take(len(going))
    for n, row in enumerate(going):
        row.seq = seq + n
    _revise(model, going, {row.pk: {f.attname: plain(getattr(row, f.attname)) for f in model._meta.concrete_fields}
                           for row in going}, actor, "undo", reason)
    for start in range(0, len(going), 500):
        model.objects.filter(pk__in=[row.pk for row in going[start:start + 500]]).delete()


def _withdraw_work(children: list[uuid.UUID], actor: str) -> int:
    """Take work with children who go out with them; returns how much. They have no other than mere work (``_used``)."""
    work = [task for start in range(0, len(children), CHUNK)
            for task in ChildTask.objects.filter(child__in=children[start:start + CHUNK])]
    _take_out(ChildTask, work, actor, WITHDRAWN)
    return len(work)


def _said(value: Any) -> Any:
    """A plain value; what was not told is empty, however the database keeps that."""
    return "" if value is None else value


def _used(model: Any, pks: set[uuid.UUID], ours: Collection[uuid.UUID] = ()) -> set[uuid.UUID]:
    """Those of the rows that rows of others still speak of. ours: rows that do not count.

    Work that was given out with a child says nothing of her, until somebody answered it or put it off.
    """
    found: set[uuid.UUID] = set()
    keys = list(pks)
    for relation in model._meta.related_objects:
        if relation.related_model in DERIVED or not isinstance(relation.field, models.ForeignKey):
            continue
        name = relation.field.attname
        for start in range(0, len(keys), 5000):
            rows = relation.related_model._default_manager.filter(**{f"{name}__in": keys[start:start + 5000]})
            if relation.related_model is ChildTask:
                rows = rows.filter(ANSWERED)
            found |= {key for pk, key in rows.values_list("pk", name) if pk not in ours}
    return found
