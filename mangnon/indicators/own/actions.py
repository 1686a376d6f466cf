"""What is done with an own measure: saved, each time as a version of its own where it counts otherwise; put away."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import records

from ..models import OwnMeasure, OwnVersion
from .definition import digest

COUNTS = ("text", "unit", "operator", "goals")
"""What makes a version: how it is counted and what it is held against."""


def save(row: OwnMeasure | None, *, by: Any, on: dt.date, **values: Any) -> OwnMeasure:
    """Write a measure, new or standing. Raises ValidationError where its code is taken."""
    with transaction.atomic():
        before = None if row is None else {name: getattr(row, name) for name in COUNTS}
        saved = records.create(OwnMeasure, by=by, **values) if row is None else records.correct(row, by=by, **values)
        if before != {name: getattr(saved, name) for name in COUNTS}:
            records.create(OwnVersion, by=by, measure=saved, definition_hash=digest(saved.text), from_on=on,
                           **{name: getattr(saved, name) for name in COUNTS})
    return saved


def put_away(row: OwnMeasure, *, by: Any, on: dt.date | None) -> OwnMeasure:
    """Put a measure away, or take it out again (on: None); what it counted can still be read."""
    return records.correct(row, by=by, archived_on=on)
