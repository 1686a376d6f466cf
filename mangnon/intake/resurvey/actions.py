"""Keep what the sheets say; a row with a cell that cannot be meant is not kept, the others are."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mangnon.core import audit, sequence

from .agreement import Values
from .models import Resurvey, ResurveyRow
from .reading import classes_on, read


def drop(resurvey: Resurvey, *, by: Any) -> None:
    """Put away a sample drawn by mistake. Raises ValueError where a sheet of it was typed: then it is a finding."""
    with transaction.atomic():
        it = Resurvey.objects.select_for_update().get(pk=resurvey.pk)
        if any(row.said for row in it.rows.select_for_update()):
            raise ValueError(it.pk)
        audit.record(by, "remove", "intake.Resurvey", it.pk, fields=[f"seed={it.seed}"])
        it.delete()


def keep(resurvey: Resurvey, typed: Iterable[tuple[ResurveyRow, Values]], today: dt.date, *,
         by: Any) -> dict[str, dict[str, str]]:
    """Keep the rows that can be read; returns what cannot, by code and field. The same sheet twice is kept once.

    A row in which nothing stands is kept as one that was never typed.
    """
    wrong: dict[str, dict[str, str]] = {}
    changed, classes = [], classes_on(resurvey.day)
    for row, cells in typed:
        found, faults = read(cells, today, classes)
        said = cells if any(cells.values()) else {}
        if faults:
            wrong[row.code] = faults
        elif row.typed != said:
            row.typed, row.found = said, found if said else {}
            changed.append(row)
    with transaction.atomic():
        for row in changed:
            row.commune_id, row.seq = resurvey.commune_id, sequence.take()
            row.save()
        if changed:
            audit.record(by, "record", "intake.Resurvey", resurvey.pk, fields=[f"rows={len(changed)}"])
    return wrong
