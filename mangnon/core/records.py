"""Write, correct and remove rows: one place where sequence, revision, audit and outbox are never forgotten.

Rooms' actions call these with their own nouns. Everything happens in one transaction.
"""
from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction

from . import audit, outbox, sequence
from .models import Owner, Record, plain

R = TypeVar("R", bound=Record)


class ChangedMeanwhile(Exception):
    """Somebody changed, or took out, the row that was to be written; nothing was written.

    row: as it stands now, None where it was taken out.  seen: the sequence number the writer knew it by.
    """

    def __init__(self, row: Record | None, seen: int) -> None:
        super().__init__(seen)
        self.row, self.seen = row, seen


def held(row: R, expect: int | None = None) -> R:
    """A row as it stands, locked until the transaction ends; call inside one.

    expect: the sequence number it must still have. It is compared here, where nobody else can write between the
    comparing and the writing. Raises ChangedMeanwhile; DoesNotExist of a row that is gone, where nothing is expected.
    """
    rows = type(row)._default_manager.select_for_update()
    if expect is None:
        return rows.get(pk=row.pk)
    fresh = rows.filter(pk=row.pk).first()
    if fresh is None or fresh.seq != expect:
        raise ChangedMeanwhile(fresh, expect)
    return fresh


def create(model: type[R], *, by: Any, purpose: str = "", **values: Any) -> R:
    """Insert a row and say so in the audit. Raises ValidationError where the row's own rules are broken."""
    with transaction.atomic():
        row = model(commune_id=Owner.current().id, seq=sequence.take(), **values)
        row.full_clean(validate_unique=True)
        row.save(force_insert=True)
        _say(by, "create", row, values, purpose)
    return row


def correct(row: R, *, by: Any, reason: str = "", expect: int | None = None, **values: Any) -> R:
    """Change a row, keeping what it held before; nothing is written where nothing differs.

    expect: the sequence number the writer saw. Raises ChangedMeanwhile where the row has another by now.
    """
    with transaction.atomic():
        fresh = held(row, expect)
        old = {name: getattr(fresh, name) for name, new in values.items() if getattr(fresh, name) != new}
        if not old:
            return fresh
        outbox_before(fresh)
        for name in old:
            setattr(fresh, name, values[name])
        fresh.seq = sequence.take()
        fresh.full_clean(validate_unique=True)
        keep_revision(fresh, old, by=by, verb="correct", reason=reason)
        fresh.save()
        _say(by, "correct", fresh, {name: values[name] for name in old}, reason)
    return fresh


def remove(row: Record, *, by: Any, reason: str, expect: int | None = None) -> None:
    """Take a row out of the register; what it held stays in the room's revision table.

    expect: the sequence number the writer saw. Raises ChangedMeanwhile where the row has another by now.
    """
    with transaction.atomic():
        row = held(row, expect)
        old = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        # A removal is a change as well: who pages by the sequence must meet it.
        row.seq = sequence.take()
        keep_revision(row, old, by=by, verb="remove", reason=reason)
        outbox_before(row)
        audit.record(by, "remove", row._meta.label, row.pk, fields=sorted(old), purpose=reason)
        row.delete()


def touch(row: R, *, by: Any, was: dict[str, Any], reason: str = "") -> R:
    """Say that a row's parts changed, rows of their own that its page shows as one box: a page drawn before is old.

    was: the parts as they stood, by the name of the box, for who walks back.
    """
    with transaction.atomic():
        fresh = held(row)
        outbox_before(fresh)
        fresh.seq = sequence.take()
        keep_revision(fresh, was, by=by, verb="correct", reason=reason)
        fresh.save(update_fields=["seq"])
        _say(by, "correct", fresh, was, reason)
    return fresh


def keep_revision(row: Record, old: dict[str, Any], *, by: Any, verb: str, reason: str = "") -> None:
    """Put a row's old values into its room's revision table."""
    revisions = apps.get_model(row._meta.app_label, "Revision")
    revisions.objects.create(
        model=row._meta.model_name, record_id=row.pk, child_id=child_of(row), seq=row.seq,
        actor=audit.actor_of(by)[0], verb=verb, reason=reason,
        values={name: plain(value.pk if isinstance(value, models.Model) else value) for name, value in old.items()})


def child_of(row: Record) -> uuid.UUID | None:
    """Return the child a row speaks of: itself, its child_id, or nobody."""
    if row._meta.label == "registry.Child":
        return row.pk
    return getattr(row, "child_id", None)


def subject_of(row: Record) -> uuid.UUID | None:
    """Return what the derived tables must look at again: a child, else a facility, a household, the row itself."""
    for name in ("facility_id", "household_id", "activity_id"):
        if child_of(row) is None and getattr(row, name, None):
            return getattr(row, name)
    return child_of(row) or row.pk


def outbox_before(row: Record) -> None:
    """Note the row as it stands before a change, so that cells it leaves are counted anew as well."""
    outbox.add(row._meta.label, subject_of(row), record=str(row.pk))


def _say(by: Any, verb: str, row: Record, values: dict[str, Any], purpose: str) -> None:
    flat = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    audit.record(by, verb, row._meta.label, row.pk, fields=sorted(flat), digest=audit.digest_of(flat),
                 purpose=purpose)
    outbox.add(row._meta.label, subject_of(row), record=str(row.pk))
