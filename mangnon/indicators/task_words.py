"""Tasks as pages show them: a row of somebody's day, a word beside a child's name, a thôn's sum."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mangnon.accounts import trail_words
from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.places.models import Unit
from mangnon.places.naming import told_apart
from mangnon.plan.models import Plan
from mangnon.registry.models import ChildTask, Residence, Revision
from mangnon.registry.task_models import OPEN, Result
from mangnon.registry.tasks import REOPEN
from mangnon.web import formats

from .words import english, told
from .work import why_words

SOON = 7
"""Days: what is due within them is this week's."""


@dataclass(frozen=True)
class TaskRow:
    """One task of somebody's list. late: days past its day.  code: the line.  place: the child's thôn."""

    task: ChildTask
    title: str
    url: str
    detail: str
    due: str
    late: bool
    mark: str = "cho"
    place: str = ""


@dataclass
class Urgent:
    """Tasks of one urgency."""

    title: str
    rows: list[TaskRow] = field(default_factory=list)


def labels_of(plan: Plan) -> dict[str, str]:
    """What each line is called."""
    return {measure.code: told(measure, "label") for measure in plan.document.measures}


def rows_of(tasks: Iterable[ChildTask], plan: Plan, today: dt.date) -> list[TaskRow]:
    """Tasks with their words. Tasks come with their child."""
    found, labels = list(tasks), labels_of(plan)
    homes = homes_of({task.child_id for task in found}, today)
    return [_row(task, labels.get(task.measure, ""), homes.get(task.child_id, ""), today) for task in found]


def units_of(children: set[uuid.UUID], today: dt.date) -> dict[uuid.UUID, Unit]:
    """The unit each child lives in today."""
    rows = Residence.objects.on(today).filter(child__in=children).select_related("unit").order_by("from_on")
    return {row.child_id: row.unit for row in rows}


def homes_of(children: set[uuid.UUID], today: dt.date) -> dict[uuid.UUID, str]:
    """What the thôn each child lives in today is called, two of one name told apart."""
    homes = units_of(children, today)
    names = told_apart(homes.values())
    return {child: names[unit.pk] for child, unit in homes.items()}


def _row(task: ChildTask, label: str, home: str, today: dt.date) -> TaskRow:
    late = task.late_by(today)
    if task.measure in NEEDS_PROTECTION_LIST:
        # Such a row stands on the page one begins the day with: whoever looks over a shoulder reads no name there.
        return TaskRow(task, _("Một em của dòng %(code)s") % {"code": task.measure}, reverse(
            "indicators:task", args=[task.pk]), "", due_words(task, today), bool(late))
    parts = [f"{task.measure}. {label}", why_words(task.part)]
    if task.later and task.is_open:
        parts.append(_("đã hẹn lại: %(why)s") % {"why": task.get_later_display()})
    if task.note:
        parts.append(f"“{task.note}”")
    return TaskRow(task, str(task.child), reverse("indicators:task", args=[task.pk]), "; ".join(parts),
                   due_words(task, today), bool(late), place=home)


def due_words(task: ChildTask, today: dt.date) -> str:
    """quá 12 ngày; hôm nay; 30/11."""
    late = task.late_by(today)
    if late:
        return _("quá %(n)s ngày") % {"n": late}
    if task.due_on == today:
        return _("hôm nay")
    return formats.date_short(task.due_on, today, english=english())


def by_urgency(rows: list[TaskRow], today: dt.date) -> list[Urgent]:
    """What is late, what is this week's, and the rest; empty ones are left out."""
    late, week, after = (Urgent(title) for title in (_("Quá hẹn"), _("Trong 7 ngày tới"), _("Sau đó")))
    for row in rows:
        ahead = (row.task.due_on - today).days
        (late if ahead < 0 else week if ahead <= SOON else after).rows.append(row)
    return [part for part in (late, week, after) if part.rows]


def standing(code: str, children: Iterable[uuid.UUID], today: dt.date,
             ) -> tuple[dict[str, tuple[str, str]], set[uuid.UUID]]:
    """(state mark, words) of each child's work in a line: the open task, else how this year's last one ended; and those
    who have an open one."""
    tasks = ChildTask.objects.filter(measure=code, child__in=list(children)).order_by("closed_on", "seq")
    said: dict[str, tuple[str, str]] = {}
    for task in tasks:
        if task.is_open or task.closed_on and task.closed_on.year == today.year:
            said[str(task.child_id)] = _standing(task, today)
    # An open one holds, whatever was closed before or on the same day.
    open_ = [task for task in tasks if task.is_open]
    return said | {str(task.child_id): _standing(task, today) for task in open_}, {task.child_id for task in open_}


def _standing(task: ChildTask, today: dt.date) -> tuple[str, str]:
    words = {"who": task.get_role_display(), "due": due_words(task, today)}
    if task.is_open:
        late = task.late_by(today)
        return ("qua", _("%(who)s, %(due)s") % words) if late else ("cho", _("%(who)s, hạn %(due)s") % words)
    day = formats.date_short(task.closed_on, today, english=english())
    if task.result == Result.SAID:
        return "chuaro", _("báo xong %(day)s, sổ chưa có") % {"day": day}
    mark = "tuchoi" if task.result == Result.REFUSED else "khong"
    return mark, _("%(result)s, %(day)s") % {"result": task.get_result_display(), "day": day}


def actor_words(actor: str, names: dict[str, str]) -> str:
    """Who did something, as rows keep it."""
    return names.get(actor, "") or trail_words.actor_words("system" if actor == "program" else actor)


def reopened(task: ChildTask) -> list[Revision]:
    """What the task held each time it was opened again, the newest last."""
    found = Revision.objects.filter(model=ChildTask._meta.model_name, record_id=task.pk).order_by("seq")
    return [row for row in found if row.values.get("slot", OPEN) != OPEN]


def history(task: ChildTask, again: list[Revision], names: dict[str, str]) -> list[tuple[str, Any]]:
    """(what, day) of a task's life, the newest last. again: when it was opened again."""
    told_: list[tuple[str, Any]] = [(_("Giao bởi %(who)s") % {"who": actor_words(task.given_by, names)}, task.given_on)]
    for row in again:
        ended = Result(row.values["result"]).label if row.values.get("result") else ""
        words = {"who": actor_words(row.actor, names), "was": ended}
        line = _("Mở lại bởi %(who)s (trước đó: %(was)s)") % words
        told_.append((line if row.reason in ("", REOPEN) else f"{line}; {row.reason}", timezone.localdate(row.at)))
    if task.later and task.is_open:
        why = "; ".join(filter(None, (task.get_later_display(), task.later_note)))
        told_.append((_("Hẹn lại: %(why)s") % {"why": why}, None))
    if not task.is_open:
        what = "; ".join(filter(None, (task.get_result_display(), task.result_note)))
        told_.append((_("%(what)s (%(who)s)") % {"what": what[:1].upper() + what[1:],
                                                 "who": actor_words(task.closed_by, names)}, task.closed_on))
    return told_


REFUSED_DAYS = 90
"""Days in which a family that said no is not asked again without somebody deciding so."""


def refused_lately(code: str, children: set[uuid.UUID], today: dt.date) -> dict[uuid.UUID, dt.date]:
    """The day on which each child's family last refused this line's work, where that is not long ago."""
    found = ChildTask.objects.filter(measure=code, child__in=children, result=Result.REFUSED,
                                     closed_on__gte=today - dt.timedelta(days=REFUSED_DAYS))
    return {child: day for child, day in found.order_by("closed_on").values_list("child", "closed_on") if day}
