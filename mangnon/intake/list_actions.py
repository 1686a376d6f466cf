"""What a person does with a list: receive, decide, apply, undo, drop."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from mangnon.core import audit, sequence

from .applying import ALL, Applied, apply
from .items import own_id
from .models import ListFile, ListImport, ListRow, State
from .previewing import occasion_of, propose, said_by_others
from .receiving import look, read_again, receive
from .standing import Standing
from .undoing import undo

__all__ = ["Applied", "apply", "decide", "drop", "homes_of", "look", "occasion_of", "read_again", "receive", "undo"]


def decide(row: ListRow, decision: str, child: str, *, by: Any) -> None:
    """A person says whose a row is: "same" with a child of the register, "new", or "skip"; until it is written.

    "" takes a decision back. Raises ValueError for anything else, and for a row that was written.
    """
    if decision not in ("same", "new", "skip", "") or row.state in (ALL, "some"):
        raise ValueError(decision)
    batch = row.batch
    row.decision, row.decided_by, row.decided_at = decision, audit.actor_of(by)[0], timezone.now()
    row.child = child if decision == "same" else own_id(batch.pk, "row", row.sheet, str(row.number)) \
        if decision == "new" else ""
    with transaction.atomic():
        propose(batch, [row], occasion_of(batch, row.sheet), said_by_others(row))
        row.save()
        audit.record(by, "decide", "intake.ListRow", row.pk, fields=[decision or "later"])


def homes_of(row: ListRow) -> dict[str, str]:
    """Where the children whom a row may be live, by exchange id."""
    standing = Standing([exchange_id for exchange_id, _score in row.candidates], occasion_of(row.batch, row.sheet).on)
    return {child: home.name for child, home in standing.homes.items()}


def drop(batch: ListImport, *, by: Any) -> None:
    """Put a list away that was never applied; its file and rows go. Raises ValueError for one that was."""
    if batch.state not in (State.PREVIEWED, State.READING, State.REFUSED):
        raise ValueError(batch.state)
    with transaction.atomic():
        ListFile.objects.filter(batch=batch).delete()
        batch.rows.all().delete()
        batch.state, batch.seq = State.DROPPED, sequence.take()
        batch.save(update_fields=["state", "seq"])
        audit.record(by, "drop", "intake.ListImport", batch.pk)
