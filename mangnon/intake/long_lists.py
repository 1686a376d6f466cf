"""Lists so long that no page waits for them: the worker reads, writes and takes them back, and tells how far it is."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from mangnon.core import collector, jobs
from mangnon.core.models import Job

from . import applying, receiving, undoing
from .folder import FolderError
from .list_forms import senders
from .models import ListFile, ListImport, State
from .safety import FileRefused

READ, APPLY, UNDO = "intake.read", "intake.apply", "intake.undo"
APPLIES = {"": APPLY, "new": f"{APPLY}.new", "changed": f"{APPLY}.changed"}
"""The work for each group of a list, as ``applying.apply`` has them."""
LONG_FILE = 400_000
"""Bytes from which on reading is the worker's: about three thousand rows, more than a second."""
LONG_LIST = 3000
"""Rows to be written from which on writing is the worker's."""
LONG_UNDOING = 10_000
"""Rows of the register from which on taking back is the worker's."""
AGAIN = 20.0


def received(content: bytes, name: str, kind: str, *, source: str, by: Any, on: dt.date | None,
             school_year: str) -> ListImport:
    """Keep a file that was sent with its preview; what was left open is read from it. A long one is the worker's.

    kind, source: "" where the file has to tell.  Raises FileRefused.
    """
    said: dict[str, Any] = {"by": by, "on": on, "school_year": school_year}
    if len(content) > LONG_FILE:
        with transaction.atomic():
            batch = receiving.keep(content, name, kind, source=source, **said)
            read_later(batch, by=by)
        return batch
    kind, source = receiving.guessed(content, name, kind, source, senders())
    batch = receiving.receive(content, name, kind or receiving.UNSURE, source=source, **said)
    if not kind:
        batch.note = receiving.no_kind()
        batch.save(update_fields=["note"])
    return batch


def read_later(batch: ListImport, *, by: Any) -> Job:
    """Have a kept file read, or read again."""
    with transaction.atomic():
        batch.rows.all().delete()
        batch.state = State.READING
        batch.save()
        return jobs.ask(READ, batch.pk, by=by)


def apply_later(batch: ListImport, *, by: Any, only: str = "") -> Job:
    waiting = batch.rows.filter(due=only) if only else batch.rows.exclude(due="")
    return jobs.ask(APPLIES[only], batch.pk, by=by, total=waiting.count())


def undo_later(batch: ListImport, *, by: Any) -> Job:
    return jobs.ask(UNDO, batch.pk, by=by, total=batch.changes.count())


def _read(told: jobs.Told) -> None:
    batch = ListImport.objects.get(pk=told.subject)
    if batch.state != State.READING:
        return
    content = bytes(batch.file.content)
    try:
        kind, batch.source = receiving.guessed(content, batch.file_name, batch.kind, batch.source, senders())
        batch.note = "" if kind else receiving.no_kind()
        batch.kind = kind or receiving.UNSURE
        with collector.at_rest():
            receiving.read_again(batch, told.step)
    except FileRefused as refused:
        with transaction.atomic():
            ListFile.objects.filter(batch=batch).delete()
            batch.rows.all().delete()
            ListImport.objects.filter(pk=batch.pk).update(state=State.REFUSED)
        raise jobs.Failed(str(refused)) from None


def _apply(told: jobs.Told, only: str = "") -> None:
    try:
        with collector.at_rest():
            applying.apply(ListImport.objects.get(pk=told.subject), by=told.by, only=only, progress=told.step)
    except FolderError as busy:
        raise jobs.Later(str(busy), AGAIN) from None
    except ValueError:
        # It was dropped or undone in the meantime: nothing is left to be written.
        return


def _undo(told: jobs.Told) -> None:
    try:
        undoing.undo(ListImport.objects.get(pk=told.subject), by=told.by, progress=told.step)
    except ValueError:
        return


KINDS: dict[str, Callable[[jobs.Told], None]] = {
    READ: _read, UNDO: _undo, **{name: partial(_apply, only=only) for only, name in APPLIES.items()}}
