"""What is done with the year's numbers of HIV from mother to child: they are written and corrected together."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from mangnon.core import records
from mangnon.places.models import Unit
from mangnon.plan.models import Declared

from .hiv_models import HivPending

LINE = "6"


def declare(unit: Unit, row: Declared | None, *, by: Any, new_id: uuid.UUID, waiting: int | None,
            **values: Any) -> Declared:
    """Write a year's numbers: line 6 takes the known ones, beside it stands how many are waited for."""
    with transaction.atomic():
        before = row.year if row else values["year"]
        written = records.correct(row, by=by, **values) if row else records.create(
            Declared, by=by, id=new_id, measure=LINE, unit=unit, **values)
        pending = HivPending.objects.filter(unit=unit, year=before).first()
        if pending is not None:
            records.correct(pending, by=by, waiting=waiting, year=written.year)
        elif waiting is not None:
            records.create(HivPending, by=by, unit=unit, year=written.year, waiting=waiting)
    return written
