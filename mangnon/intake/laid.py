"""A row of a list while it is laid out or written: the columns of ``ListRow`` that are worked on, nothing else.

A hundred thousand rows made as models take a minute to come and go. Pure.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

COLUMNS = ("batch_id", "sheet", "number", "result", "child", "told", "items", "candidates", "why", "problems",
           "decision", "decided_by", "decided_at", "state", "tab", "due")
"""What a new row is inserted with."""


@dataclass(slots=True)
class LaidRow:
    """See ``ListRow`` for what each says. pk: 0 before it is kept."""

    batch_id: uuid.UUID
    sheet: str
    number: int
    result: str
    child: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[Any] = field(default_factory=list)
    why: str = ""
    problems: list[Any] = field(default_factory=list)
    decision: str = ""
    decided_by: str = ""
    decided_at: dt.datetime | None = None
    state: str = ""
    tab: str = ""
    due: str = ""
    pk: int = 0


values_of: Callable[[LaidRow], tuple[Any, ...]] = attrgetter(*COLUMNS)
"""A row's values in the order of ``COLUMNS``."""
