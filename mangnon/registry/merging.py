"""Make two records of one child one, and part them again: nothing is lost, everything is written down.

Joining moves every row to the record that lives on; a row that it has already is folded into it and kept in the
merge's own table, as is the record that went. Parting goes by content: what nobody touched since goes back, what
somebody edited stays where it is and is named.
"""
from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from mangnon.core import audit, outbox, records, sequence
from mangnon.core.models import Owner, plain

from .merge_hanging import carry
from .merge_models import Merge, MergedRow, Step
from .merge_plan import HOUSE, by_label, key_of, plan, values_of
from .models import Attachment, Child

TOGETHER = {"born_on": ("born_precision",), "died_on": ("death_cause",)}
"""Columns that are nothing without another."""
CHOICES = ("full_name", "born_on", "sex", "personal_id", "mother_name", "father_name", "ethnicity",
           "birth_registered_on", "died_on")
"""Columns of a child of which a person chooses whose hold where two records differ."""


class MergeError(ValueError):
    """Two records cannot be joined or parted now; the text is a code: same, gone, later."""


def choices(kept: Child, dropped: Child) -> dict[str, str]:
    """Column to whose value holds unless a person says otherwise: the kept record's, where it has one."""
    found = {}
    for name in CHOICES:
        mine, theirs = getattr(kept, name), getattr(dropped, name)
        better = name == "born_on" and _rank(dropped) > _rank(kept)
        if mine != theirs or (name == "born_on" and kept.born_precision != dropped.born_precision):
            found[name] = "dropped" if mine in (None, "", "unknown") or better else "kept"
    return found


def _rank(child: Child) -> int:
    return ("year", "month", "day").index(child.born_precision)


def merge(kept: Child, dropped: Child, *, take: Mapping[str, str], home: str = "kept", by: Any) -> Merge:
    """Join two records. take: column to "kept" or "dropped", what is not named is as ``choices`` says.

    home: whose present home holds where they differ. Raises MergeError where one of them is gone or they are one.
    """
    with transaction.atomic():
        seq = sequence.take()
        pair = {row.pk: row for row in Child.objects.select_for_update().filter(pk__in=[kept.pk, dropped.pk])}
        if kept.pk == dropped.pk:
            raise MergeError("same")
        if len(pair) < 2:
            raise MergeError("gone")
        kept, dropped = pair[kept.pk], pair[dropped.pk]
        # Whom it is about is noted while both stand: what each is counted in is looked at again.
        outbox.add("registry.Child", dropped.pk, record=str(dropped.pk))
        outbox.add("registry.Child", kept.pk, record=str(kept.pk))
        joined = Merge.objects.create(
            commune_id=Owner.current().id, seq=seq, kept=kept, kept_was=kept.pk, dropped=dropped.pk,
            dropped_exchange_id=dropped.exchange_id, dropped_values=values_of(dropped), by=audit.actor_of(by)[0])
        went: dict[Any, uuid.UUID] = {}
        for rows in plan(kept, dropped, home=home):
            _join_rows(joined, rows, kept, went, by)
        _drop(joined, dropped, by)
        _take(joined, kept, dropped, {**choices(kept, dropped), **take}, by)
        audit.record(by, "merge", "registry.Child", kept.pk, fields=sorted(joined.new),
                     digest=audit.digest_of({"dropped": str(dropped.pk)}))
    return joined


def _join_rows(joined: Merge, rows: Any, kept: Child, went: dict[Any, uuid.UUID], by: Any) -> None:
    """Fold and move the rows of one model; what a folded one fills is written last, when it is gone.

    went: rows folded so far to those that stand for them, so that nothing is filled with what is gone.
    """
    name, steps = key_of(rows.model), []
    filled: dict[Any, dict[str, Any]] = {}
    for fold in rows.folded:
        went[fold.gone.pk] = fold.into.pk
        # Taken back in the opposite order: first the folded row stands again, then what hung on it.
        steps += carry(joined, fold, partial(_set, by=by, verb="merge"), partial(_remove, by=by))
        steps.append(MergedRow(merge=joined, model=rows.model._meta.label, record_id=fold.gone.pk, step=Step.FOLDED,
                               other=fold.into.pk, old=_stored(fold.gone)))
        filled.setdefault(fold.into.pk, {}).update(fold.fill)
    # A school's hold on a child hangs on its enrolment by its key alone; it has moved with the others by now.
    gone = [fold.gone for fold in rows.folded]
    held = Attachment.objects.filter(source__in=[row.pk for row in gone])
    steps += [MergedRow(merge=joined, model=Attachment._meta.label, record_id=row.pk, step=Step.FOLDED,
                        old=values_of(row)) for row in held]
    held.delete()
    _remove(rows.model, gone, by)
    for row in rows.moved:
        steps.append(MergedRow(merge=joined, model=rows.model._meta.label, record_id=row.pk, step=Step.MOVED,
                               old={name: str(joined.dropped)}))
    moving = [row.pk for row in rows.moved]
    if moving:
        rows.model._default_manager.filter(pk__in=moving).update(**{name: kept, "seq": sequence.take()})
    for pk, values in filled.items():
        values = {column: went.get(value, value) for column, value in values.items()}
        if values:
            row = rows.model._default_manager.get(pk=pk)
            old = {column: plain(getattr(row, column)) for column in values}
            _set(row, values, by, "merge")
            steps.append(MergedRow(merge=joined, model=rows.model._meta.label, record_id=pk, step=Step.FILLED, old=old,
                                   new={column: plain(value) for column, value in values.items()}))
    MergedRow.objects.bulk_create(steps)


def _stored(row: Any) -> dict[str, Any]:
    """The row as the database holds it: planning may have filled the one at hand."""
    return values_of(type(row)._default_manager.get(pk=row.pk))


def _remove(model: Any, rows: list[Any], by: Any) -> None:
    for row in rows:
        row.seq = sequence.take()
        records.keep_revision(row, {k: v for k, v in _stored(row).items() if k not in HOUSE}, by=by, verb="merge")
    model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _set(row: Any, values: Mapping[str, Any], by: Any, verb: str) -> None:
    old = {column: getattr(row, column) for column in values}
    for column, value in values.items():
        setattr(row, column, value)
    row.seq = sequence.take()
    records.keep_revision(row, old, by=by, verb=verb)
    row.save()


def _drop(joined: Merge, dropped: Child, by: Any) -> None:
    dropped.seq = sequence.take()
    records.keep_revision(dropped, {k: v for k, v in joined.dropped_values.items() if k not in HOUSE}, by=by,
                          verb="merge")
    dropped.delete()


def _take(joined: Merge, kept: Child, dropped: Child, chosen: Mapping[str, str], by: Any) -> None:
    """Give the kept record the values that were chosen from the other."""
    values: dict[str, Any] = {}
    for name, whose in chosen.items():
        if whose == "dropped" and name in CHOICES:
            values |= {column: getattr(dropped, column) for column in (name, *TOGETHER.get(name, ()))}
    values = {column: value for column, value in values.items() if getattr(kept, column) != value}
    if values:
        joined.old = {column: plain(getattr(kept, column)) for column in values}
        joined.new = {column: plain(value) for column, value in values.items()}
        _set(kept, values, by, "merge")
    joined.save(update_fields=["old", "new"])


@dataclass
class Stayed:
    """A row that could not go back as it was. why: edited, gone."""

    model: Any
    record_id: uuid.UUID
    why: str


@dataclass
class Parted:
    """What parting did. child: the record that stands again."""

    child: Child
    back: int = 0
    stayed: list[Stayed] = field(default_factory=list)


def part(joined: Merge, *, by: Any) -> Parted:
    """Take a joining back. Raises MergeError: gone (it is parted already), later (a later joining comes first)."""
    with transaction.atomic():
        seq = sequence.take()
        joined = Merge.objects.select_for_update().select_related("kept").get(pk=joined.pk)
        if joined.parted_at:
            raise MergeError("gone")
        if joined.kept_id != joined.kept_was:
            raise MergeError("later")
        outbox.add("registry.Child", joined.kept_id, record=str(joined.kept_id))
        child = _stands_again(Child, joined.dropped_values, seq)
        found = Parted(child)
        for row in joined.rows.order_by("-pk"):
            _back(row, found, joined, by)
        _give_back(joined, by, found)
        outbox.add("registry.Child", child.pk, record=str(child.pk))
        joined.parted_by, joined.parted_at, joined.seq = audit.actor_of(by)[0], timezone.now(), sequence.take()
        joined.save(update_fields=["parted_by", "parted_at", "seq"])
        audit.record(by, "part", "registry.Child", joined.kept_id, fields=[f"back={found.back}",
                                                                           f"stayed={len(found.stayed)}"])
    return found


def _stands_again(model: Any, values: Mapping[str, Any], seq: int) -> Any:
    row = model(**{name: model._meta.get_field(_name(model, name)).to_python(value) for name, value in values.items()})
    row.seq = seq
    row.save(force_insert=True)
    return row


def _name(model: Any, attname: str) -> str:
    return next(f.name for f in model._meta.concrete_fields if f.attname == attname)


def _back(step: MergedRow, found: Parted, joined: Merge, by: Any) -> None:
    model = by_label(step.model)
    if step.step == Step.FOLDED:
        _unfold(model, step, found)
        return
    row = model._default_manager.filter(pk=step.record_id).first()
    if row is None:
        found.stayed.append(Stayed(model, step.record_id, "gone"))
    elif step.step == Step.MOVED:
        name = model._meta.get_field(key_of(model)).attname
        if getattr(row, name) != joined.kept_id:
            found.stayed.append(Stayed(model, step.record_id, "edited"))
            return
        model._default_manager.filter(pk=row.pk).update(**{name: found.child.pk, "seq": sequence.take()})
        found.back += 1
    else:
        mine = _unedited(row, step.old, step.new)
        if mine:
            _set(row, mine, by, "part")
        if len(mine) < len(step.new):
            found.stayed.append(Stayed(model, step.record_id, "edited"))


def _unedited(row: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old values of the columns that still hold what joining put there."""
    model = type(row)
    return {column: model._meta.get_field(_name(model, column)).to_python(old[column])
            for column, value in new.items() if plain(getattr(row, column)) == value}


def _unfold(model: Any, step: MergedRow, found: Parted) -> None:
    """A folded row stands again, unless somebody has written the same one since."""
    row = model(**{name: model._meta.get_field(_name(model, name)).to_python(value)
                   for name, value in step.old.items()})
    row.seq = sequence.take()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found.stayed.append(Stayed(model, step.record_id, "edited"))
        return
    found.back += 1


def _give_back(joined: Merge, by: Any, found: Parted) -> None:
    """The kept record's own columns, where they are still what joining made of them."""
    kept = joined.kept
    mine = _unedited(kept, joined.old, joined.new)
    if mine:
        _set(kept, mine, by, "part")
    if len(mine) < len(joined.new):
        found.stayed.append(Stayed(Child, kept.pk, "edited"))
