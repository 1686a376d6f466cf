"""The outbox: how what is derived (projection, facts, tasks) follows a change without being called by it."""
from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import transaction

from . import hooks
from .models import Outbox

log = logging.getLogger(__name__)


def add(what: str, subject: uuid.UUID | None = None, *, later: bool = False, **detail: Any) -> None:
    """Note a change, in the transaction of the change; derived tables follow right after the commit.

    later: the caller brings them up to date itself, after several such transactions.
    """
    Outbox.objects.create(what=what, subject=subject, detail=detail)
    if not later:
        transaction.on_commit(process_quietly)


def process() -> int:
    """Bring every derived table up to date with the pending rows; returns how many there were.

    A handler's work and the removal of the rows are one transaction: a crash leaves both or neither.
    """
    if not Outbox.objects.exists():
        return 0
    with transaction.atomic():
        rows = list(Outbox.objects.select_for_update().order_by("seq"))
        for handler in hooks.outbox_handlers:
            handler(rows)
        Outbox.objects.filter(seq__in=[row.seq for row in rows]).delete()
    return len(rows)


def process_quietly() -> None:
    """Like process(), but a busy database leaves the rows to the worker instead of failing a saved change."""
    from django.db import OperationalError

    try:
        process()
    except OperationalError:
        log.warning("outbox left to the worker: database busy")
