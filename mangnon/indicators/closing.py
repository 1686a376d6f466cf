"""Tasks follow the figure: a child who is no longer missing is no longer work, whoever recorded what was done.

Every rule here asks the compiled definition about the running year, the same rows as the figure's.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps

from mangnon.core import clock
from mangnon.core.models import Outbox
from mangnon.registry import tasks
from mangnon.registry.models import Child, ChildTask, Residence
from mangnon.registry.task_models import Result

from .answers import subjects, territory_of
from .compiler import Scope
from .following import EVERYTHING, children_of
from .live import ask_live, plan_in_use, settings_in_use
from .period import Period
from .vocabulary import definitions

PROGRAM = "program"
OURS = "registry.ChildTask"


def follow(rows: list[Outbox]) -> None:
    """Close what is done, and open again what was closed by a record that was taken back."""
    told = [row for row in rows if row.what != OURS]
    if not told:
        return
    day, whats = clock.today(), {row.what for row in told}
    if whats & EVERYTHING or "plan.Reading" in whats:
        settle(ChildTask.objects.open(), day)
        if any(row.detail.get("taken_back") for row in told):
            _reopen(_closed_by_us(day), day)
        return
    children = children_of(told)
    if children:
        settle(ChildTask.objects.open().filter(child__in=children), day)
        gone = children_of(_removed(told))
        if gone:
            _reopen(_closed_by_us(day).filter(child__in=gone), day)
        moved = children_of([row for row in told if row.what in ("registry.Child", "registry.Residence")])
        if moved:
            # Who was said to have left, or died, by mistake, or came back by another thôn's door, takes her work along.
            _reopen(_closed_by_us(day, Result.MOVED, Result.OUTSIDE).filter(child__in=moved), day)


def new_day(day: dt.date) -> None:
    """Time alone takes children out of a line: they grow, a year ends."""
    settle(ChildTask.objects.open(), day)


def settle(open_tasks: Any, day: dt.date) -> int:
    """Close those of these tasks whose child has left the list she was on. Returns how many."""
    plan = plan_in_use()
    if plan is None or plan.unit_id is None:
        return 0
    closed = 0
    for task, now in _now(list(open_tasks.select_related("child")), day):
        result = _result(task, now, day)
        if result:
            try:
                tasks.close(task, by=PROGRAM, result=result, on=day)
                closed += 1
            except tasks.TaskClosed:
                # Somebody answered at this very moment: what she said stands.
                continue
    return closed


def where_now(code: str, children: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, str]:
    """Which list of a line each child is on today: counted, missing or unknown; a child on none is not in it."""
    plan = plan_in_use()
    if plan is None or plan.unit_id is None:
        return {}
    units = territory_of(ask_live).below(str(plan.unit_id), day)
    scope = Scope(units=units, subjects=frozenset(str(child) for child in children))
    rows = subjects(ask_live, definitions()[code], Period.of(day.year, day), scope, settings_in_use())
    return {uuid.UUID(subject): "counted" if num else "unknown" if unk else "missing"
            for _kind, subject, _sex, den, num, unk in rows if den or num or unk}


def _now(found: list[ChildTask], day: dt.date) -> Iterable[tuple[ChildTask, str]]:
    by_measure: dict[str, list[ChildTask]] = defaultdict(list)
    for task in found:
        if task.measure in definitions():
            by_measure[task.measure].append(task)
    for code, group in by_measure.items():
        now = where_now(code, [task.child_id for task in group], day)
        for task in group:
            yield task, now.get(task.child_id, "")


def _result(task: ChildTask, now: str, day: dt.date) -> str:
    """How a task has ended, "" while it has not."""
    if now in (task.part, "unknown"):
        # What was known and is so no longer is work still.
        return ""
    if now:
        return Result.DONE
    child = task.child
    if child.died_on and child.died_on <= day:
        return Result.OUTSIDE
    return Result.OUTSIDE if _lives_here(child, day) else Result.MOVED


def _lives_here(child: Child, day: dt.date) -> bool:
    plan = plan_in_use()
    home = Residence.objects.on(day).filter(child=child).order_by("from_on").last()
    if plan is None or home is None:
        return False
    return str(home.unit_id) in territory_of(ask_live).below(str(plan.unit_id), day)


def _closed_by_us(day: dt.date, *results: Result) -> Any:
    return ChildTask.objects.filter(closed_by=PROGRAM, result__in=results or (Result.DONE,), closed_on__year=day.year)


def _removed(rows: list[Outbox]) -> list[Outbox]:
    """Changes whose row is there no more."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.detail.get("record"):
            asked[row.what].add(row.detail["record"])
    there: dict[str, set[str]] = {}
    for what, ids in asked.items():
        model: Any = apps.get_model(what)
        there[what] = {str(pk) for pk in model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)}
    return [row for row in rows if row.detail.get("record") and row.detail["record"] not in there[row.what]]


def _reopen(closed: Any, day: dt.date) -> None:
    """Open again what stands on its list as it did before."""
    for task, now in _now(list(closed.select_related("child").order_by("-closed_on", "-seq")), day):
        if now == task.part:
            tasks.reopen(task, by=PROGRAM)
