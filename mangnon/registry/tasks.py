"""Verbs about work with a child: give, put off, answer, close; each audited, none twice."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from mangnon.core import audit, records, sequence

from .models import Child
from .task_models import OPEN, SAID, ChildTask, Later, Result

REOPEN = "reopen"
"""The reason of a task opened again where nobody typed one."""


class TaskClosed(Exception):
    """The task was closed meanwhile; nothing was written."""


@dataclass
class Given:
    """What giving out did. stood: children who had an open task in this line already; they keep it."""

    made: list[ChildTask] = field(default_factory=list)
    stood: list[uuid.UUID] = field(default_factory=list)


def give(measure: str, children: Mapping[uuid.UUID, tuple[str, str]], *, by: Any, due_on: dt.date, on: dt.date,
         note: str = "") -> Given:
    """Give a line's children out. children: id to (why she is on the list, who is to do it).

    Nobody is given the same twice: who has an open task in this line keeps it as it is.
    """
    given, actor = Given(), audit.actor_of(by)[0]
    with transaction.atomic():
        # Whoever gives out at the same moment waits here, and then finds these taken.
        sequence.take()
        taken = set(ChildTask.objects.open().filter(measure=measure, child__in=children).values_list(
            "child_id", flat=True))
        for child in Child.objects.filter(pk__in=children).in_name_order():
            part, role = children[child.pk]
            if child.pk in taken:
                given.stood.append(child.pk)
                continue
            given.made.append(records.create(
                ChildTask, by=by, child=child, measure=measure, part=part, role=role, due_on=due_on, note=note,
                given_on=on, given_by=actor))
    return given


def _held(task: ChildTask) -> ChildTask:
    """The task as it stands, locked; raises TaskClosed."""
    fresh = ChildTask.objects.select_for_update().get(pk=task.pk)
    if not fresh.is_open:
        raise TaskClosed
    return fresh


def put_off(task: ChildTask, *, by: Any, until: dt.date, why: str, note: str = "") -> ChildTask:
    """Set another day, and say why. Raises ValueError for a reason that is none, TaskClosed."""
    if why not in Later.values:
        raise ValueError(why)
    with transaction.atomic():
        return records.correct(_held(task), by=by, reason=why, due_on=until, later=why, later_note=note)


def answer(task: ChildTask, *, by: Any, result: str, on: dt.date, note: str = "") -> ChildTask:
    """Say how it ended. Raises ValueError for an answer that is none, TaskClosed."""
    if result not in SAID:
        raise ValueError(result)
    return close(task, by=by, result=result, on=on, note=note)


def close(task: ChildTask, *, by: Any, result: str, on: dt.date, note: str = "") -> ChildTask:
    """End a task. Raises TaskClosed where it has ended already."""
    with transaction.atomic():
        return records.correct(_held(task), by=by, reason=result, result=result, result_note=note, closed_on=on,
                               closed_by=audit.actor_of(by)[0], slot=str(task.pk))


def reopen(task: ChildTask, *, by: Any, reason: str = "") -> ChildTask | None:
    """Open a task again: the record that closed it was taken back, or it was ended by mistake (reason: why).

    None where she has an open one in this line.
    """
    with transaction.atomic():
        # Whoever gives out at the same moment waits here.
        sequence.take()
        if ChildTask.objects.open().filter(child=task.child_id, measure=task.measure).exists():
            return None
        return records.correct(task, by=by, reason=reason or REOPEN, result="", result_note="", closed_on=None,
                               closed_by="", slot=OPEN)


def change(task: ChildTask, *, by: Any, due_on: dt.date, role: str, note: str) -> ChildTask:
    """Another day, another person or other words for an open task. Raises TaskClosed."""
    with transaction.atomic():
        return records.correct(_held(task), by=by, due_on=due_on, role=role, note=note)


def withdraw(task: ChildTask, *, by: Any, on: dt.date) -> ChildTask:
    """Take an open task back. Raises TaskClosed."""
    return close(task, by=by, result=Result.WITHDRAWN, on=on)
