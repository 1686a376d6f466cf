"""Keep which children belong to which school, so that a teacher's pages start from her own school."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mangnon.core import bulk, sequence
from mangnon.core.models import Owner
from mangnon.registry.models import Attachment

from .models import Enrolment

FOLLOWED = ("child_id", "facility_id", "school_year", "entered_on", "left_on", "outcome")
"""What an attachment takes from its enrolment."""


def school_year_ends(school_year: str) -> dt.date:
    """The first day that no longer belongs to a school year: 1 September of its second year."""
    return dt.date(int(school_year[5:]), 9, 1)


def _until(school_year: str, left_on: dt.date | None, outcome: str, entered_on: dt.date) -> dt.date:
    """The first day on which the school no longer has to do with the child."""
    ends = school_year_ends(school_year)
    until = left_on or ends if outcome != "studying" else max(ends, left_on or ends)
    return max(until, entered_on)


def attach_all() -> None:
    """Make every attachment anew from the enrolments; after a bulk import."""
    with transaction.atomic():
        Attachment.objects.all().delete()
        _insert(Enrolment.objects.all())


def attach_these(enrolments: Collection[uuid.UUID]) -> None:
    """Follow many enrolments that were recorded, corrected or taken away; at most some thousands at once."""
    if not enrolments:
        return
    with transaction.atomic():
        Attachment.objects.filter(source__in=enrolments).delete()
        _insert(Enrolment.objects.filter(pk__in=enrolments))


def attach_new(enrolments: Iterable[tuple[uuid.UUID, Mapping[str, Any]]]) -> None:
    """Follow enrolments that were inserted just now: their keys and values by attribute; call in their transaction."""
    _attach([(pk, *(values[name] for name in FOLLOWED)) for pk, values in enrolments if values["facility_id"]])


def _insert(enrolments: QuerySet[Enrolment]) -> None:
    _attach(list(enrolments.exclude(facility=None).values_list("pk", *FOLLOWED)))


def _attach(rows: list[tuple[Any, ...]]) -> None:
    """rows: key of an enrolment and its values in the order of ``FOLLOWED``."""
    if not rows:
        return
    owner, seq = Owner.current().id, sequence.take(len(rows))
    names = ["id", "commune_id", "seq", "child_id", "facility_id", "from_on", "to_on", "source"]
    bulk.insert(Attachment, names, bulk.ready(Attachment, names, (
        (key, owner, seq + n, child, facility, entered, _until(year, left, outcome, entered), pk)
        for n, (key, (pk, child, facility, year, entered, left, outcome)) in enumerate(
            zip(bulk.keys(len(rows)), rows, strict=True)))))


def attach(row: Enrolment) -> None:
    """Follow one enrolment that was recorded or corrected."""
    Attachment.objects.filter(source=row.pk).delete()
    if row.facility_id:
        Attachment.objects.create(
            commune_id=row.commune_id, seq=sequence.take(), child_id=row.child_id, facility_id=row.facility_id,
            from_on=row.entered_on, to_on=_until(row.school_year, row.left_on, row.outcome, row.entered_on),
            source=row.pk)


def detach(row: Enrolment) -> None:
    """An enrolment goes: its school has nothing to do with the child by it any more."""
    Attachment.objects.filter(source=row.pk).delete()
