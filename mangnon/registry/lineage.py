"""Who a record is today: ids of records that went into another go on leading to her."""
from __future__ import annotations

import uuid
from collections.abc import Iterable

from .merge_models import Merge, MergedRow, Step

CHUNK = 5000


def survivors(exchange_ids: Iterable[str]) -> dict[str, str]:
    """Exchange id of a record that went into another, to that of the record that lives on; the others are left out."""
    wanted = list(exchange_ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        found |= dict(Merge.objects.filter(
            parted_at=None, dropped_exchange_id__in=wanted[start:start + CHUNK]).values_list(
                "dropped_exchange_id", "kept__exchange_id"))
    return found


def survivor(pk: uuid.UUID) -> uuid.UUID | None:
    """The record into which a record went, None where it did not."""
    return Merge.objects.filter(parted_at=None, dropped=pk).values_list("kept_id", flat=True).first()


def survivors_of(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Each record that went into another to the record that lives on; the others are left out."""
    return dict(Merge.objects.filter(parted_at=None, dropped__in=list(keys)).values_list("dropped", "kept_id"))


def standing_for(label: str, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Each row of a model that a joining folded away to the row that stands for it today; the others are left out."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    asked = {key: key for key in keys}
    while asked:
        # The row it went into may have gone into a third when that child was joined once more.
        steps = dict(MergedRow.objects.filter(
            merge__parted_at=None, step=Step.FOLDED, model=label, record_id__in=set(asked.values())).exclude(
            other=None).values_list("record_id", "other"))
        asked = {key: into for key, now in asked.items() if (into := steps.get(now)) is not None}
        found |= asked
    return found


def everyone(pk: uuid.UUID) -> list[uuid.UUID]:
    """A record and all that went into it: whose histories are hers."""
    return [pk, *Merge.objects.filter(parted_at=None, kept=pk).values_list("dropped", flat=True)]
