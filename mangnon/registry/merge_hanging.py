"""What hangs on a row that joining folds away goes to the row that stands for it: nothing is dropped by a cascade.

A cause hangs on an injury, a line of a disaster on its incident. Where only one may hang there and one does already,
that one stays and is filled by the other, which is kept in the merge's own table. Sealed text is bound to its row and
stays there.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from mangnon.core.models import plain
from mangnon.core.sealed import SealedTextField

from .merge_models import Merge, MergedRow, Step
from .merge_plan import HOUSE, Fold, empty, values_of

Write = Callable[[Any, dict[str, Any]], None]
Remove = Callable[[Any, list[Any]], None]


def hanging_on(model: Any) -> Iterator[tuple[Any, str, bool]]:
    """(model, its column, whether only one may) of everything that hangs on a model, hidden relations included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not MergedRow:
            yield relation.related_model, relation.field.attname, isinstance(relation, models.OneToOneRel)


def carry(joined: Merge, fold: Fold, write: Write, remove: Remove) -> list[MergedRow]:
    """Hang what hangs on a folded row on the one that stands; the steps to take it back, in their order."""
    steps: list[MergedRow] = []
    for model, column, single in hanging_on(type(fold.gone)):
        rows = model._default_manager
        for row in rows.filter(**{column: fold.gone.pk}).order_by("pk"):
            twin = rows.filter(**{column: fold.into.pk}).first() if single else None
            if twin is None:
                steps.append(_filled(joined, row, {column: fold.into.pk}, write))
                continue
            fill = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields
                    if f.attname not in HOUSE | {column} and empty(getattr(twin, f.attname))
                    and not empty(getattr(row, f.attname)) and not isinstance(f, SealedTextField)}
            if fill:
                steps.append(_filled(joined, twin, fill, write))
            steps.append(MergedRow(merge=joined, model=model._meta.label, record_id=row.pk, step=Step.FOLDED,
                                   other=twin.pk, old=values_of(row)))
            remove(model, [row])
    return steps


def _filled(joined: Merge, row: Any, values: dict[str, Any], write: Write) -> MergedRow:
    old = {column: plain(getattr(row, column)) for column in values}
    write(row, values)
    return MergedRow(merge=joined, model=row._meta.label, record_id=row.pk, step=Step.FILLED, old=old,
                     new={column: plain(value) for column, value in values.items()})
