"""Keep which children belong to which school, so that a teacher's pages start from her own school."""
from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from mangnon.core import sequence
from mangnon.core.models import Owner
from mangnon.registry.models import Attachment

from .models import Enrolment

BATCH = 2000


def school_year_ends(school_year: str) -> dt.date:
    """The first day that no longer belongs to a school year: 1 September of its second year."""
    return dt.date(int(school_year[5:]), 9, 1)


def _attachment(row: Enrolment, owner: uuid.UUID, seq: int) -> Attachment:
    ends = school_year_ends(row.school_year)
    to_on = row.left_on or ends if row.outcome != "studying" else max(ends, row.left_on or ends)
    return Attachment(commune_id=owner, seq=seq, child_id=row.child_id, facility_id=row.facility_id or uuid.UUID(int=0),
                      from_on=row.entered_on, to_on=max(to_on, row.entered_on), source=row.pk)


def attach_all() -> None:
    """Make every attachment anew from the enrolments; after a bulk import."""
    with transaction.atomic():
        Attachment.objects.all().delete()
        rows = Enrolment.objects.exclude(facility=None).only(
            "child_id", "facility_id", "school_year", "entered_on", "left_on", "outcome")
        owner = Owner.current().id
        seq = sequence.take(max(rows.count(), 1))
        made = [_attachment(row, owner, seq + n) for n, row in enumerate(rows.iterator(chunk_size=BATCH))]
        Attachment.objects.bulk_create(made, batch_size=BATCH)


def attach(row: Enrolment) -> None:
    """Follow one enrolment that was recorded or corrected."""
    Attachment.objects.filter(source=row.pk).delete()
    if row.facility_id:
        _attachment(row, row.commune_id, sequence.take()).save(force_insert=True)
