"""A thôn's sheet: made from its open tasks and what is coming up, typed back row by row through the rooms' forms."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.accounts.roles import ROLES
from mangnon.core import audit, records, sequence
from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.health.kinds import KINDS as HEALTH
from mangnon.places.models import below
from mangnon.plan.models import Plan
from mangnon.registry import lineage, tasks
from mangnon.registry.child_records import RecordKind
from mangnon.registry.kinds import KINDS as REGISTRY
from mangnon.registry.models import Child, ChildTask, HouseholdReview, Residence, WorkSheet
from mangnon.registry.scope import reaches
from mangnon.registry.task_models import SAID, Result
from mangnon.web import keeping

from . import sheet_doses
from .coming import steps
from .coming.step import Due, calendar, due_of
from .coming_views import title_of
from .sheet_forms import REVIEW, PapersForm, ReviewForm, household_of, store
from .task_words import labels_of
from .work import STEPS, hers, visible, why_words

AHEAD = 30
"""Days of what is coming up that a sheet holds."""
BY_DOOR = {kind.add_name: kind for kind in (*HEALTH, *REGISTRY)}
NEEDS_DAY = {"weight_kg": "measured_on", "height_cm": "measured_on", "vaccine": "given_on"}
"""A box that says that something was done, to the box of its day."""
PAPERS = "registry:child-edit"
PAPER_READS = ROLES["collaborator"].permissions


@dataclass
class Line:
    """One row of a sheet as it is now. open: whether there is still something to do.  form: where it is typed, where
    this user may; said: what was answered for a task, of ``results``.  errors: sentences of the row itself.
    vaccine: what the row names, filled in; only a day says that it was given."""

    code: str
    child: Child
    title: str
    due: dt.date
    open: bool
    task: ChildTask | None = None
    kind: RecordKind | None = None
    form: Any = None
    results: list[tuple[str, Any]] = field(default_factory=list)
    said: str = ""
    errors: list[str] = field(default_factory=list)
    ended: str = ""
    written: bool = False
    vaccine: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.errors or (self.form is not None and self.form.errors))


def make(unit: Any, *, user: Any, today: dt.date) -> WorkSheet | None:
    """Make the sheet of a thôn from today's work; none where there is nothing to do.

    A paper is carried about the thôn: nothing stands on it that the thôn's collaborator may not read herself.
    """
    homes = set(Residence.objects.on(today).filter(unit__in=below([unit], today)).values_list("child", flat=True))
    found = [(due.child, "step", due.step.code) for due in _due(user, today)
             if due.child in homes and set(due.step.read) & PAPER_READS and not due.step.sealed]
    given = list(visible(
        ChildTask.objects.open().filter(child__in=homes).exclude(measure__in=NEEDS_PROTECTION_LIST), user))
    found += [(task.child_id, "task", str(task.pk)) for task in given]
    seen = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).filter(pk__in={row[0] for row in found})
    order = {child.pk: n for n, child in enumerate(seen.in_name_order())}
    each = sheet_doses.one_each(found, {(task.child_id, task.measure) for task in given}, today,
                                today + dt.timedelta(days=AHEAD))
    # The doses of a child stay in the order of their days.
    rows = sorted((row for row in each if row[0] in order), key=lambda r: (order[r[0]], r[1], r[2]))
    if not rows:
        return None
    with transaction.atomic():
        # One after the other: two who press at once get two numbers.
        sequence.take()
        number = (WorkSheet.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        return records.create(WorkSheet, by=user, unit=unit, number=number, made_on=today,
                              made_by=audit.actor_of(user)[0], rows=[
            {"code": f"{n:02d}", "child": str(child), "what": what, "ref": ref} | more
            for n, (child, what, ref, more) in enumerate(rows, 1)])


def _due(user: Any, today: dt.date) -> list[Due]:
    return due_of(steps(), today, today + dt.timedelta(days=AHEAD), calendar(), user=user)


def lines_of(sheet: WorkSheet, plan: Plan, today: dt.date, user: Any, typed: Mapping[str, Any] | None) -> list[Line]:
    """The rows of a sheet as they are today, of the children this user may see, with what was typed."""
    rows = _as_of_now(sheet.rows)
    children = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).in_bulk(
        [uuid.UUID(row["child"]) for row in rows])
    given = {str(task.pk): task for task in visible(ChildTask.objects.filter(
        pk__in=[row["ref"] for row in rows if row["what"] == "task"]), user)}
    own = set(map(str, ChildTask.objects.filter(hers(user, today), pk__in=list(given)).values_list("pk", flat=True)))
    gives, labels, days = user.can(Permission.TASKS_GIVE), labels_of(plan), calendar()
    waiting = {(str(due.child), due.step.code): due for due in _due(user, today)}
    doses = sheet_doses.parts({uuid.UUID(row["child"]) for row in rows if row.get("part")}, today,
                              today + dt.timedelta(days=AHEAD))
    doors = {step.code: step.door for step in steps()}
    lines = []
    for row in rows:
        child = children.get(uuid.UUID(row["child"]))
        if child is None:
            continue
        if row["what"] == "task":
            task = given.get(row["ref"])
            if task is None:
                continue
            door = next((door for door, codes, _who in STEPS if task.measure in codes), "")
            line = Line(row["code"], child, f"{labels.get(task.measure, task.measure)} ({why_words(task.part)})",
                        task.due_on, task.is_open, task, ended="" if task.is_open else task.get_result_display())
            if task.is_open and (gives or row["ref"] in own):
                line.results = [(code, Result(code).label) for code in SAID]
                line.said = str((typed or {}).get(f"{line.code}-kq", ""))
        else:
            dose = doses.get((row["child"], row.get("part", "")))
            due: Any = dose if row.get("part") else waiting.get((row["child"], row["ref"]))
            door = doors.get(row["ref"], "")
            if row["ref"] not in days or not _reads(row["ref"], child, user):
                continue
            if not days[row["ref"]].held:
                due = None
            title = title_of(days[row["ref"]], due.words if due else "")
            day = dose.due_by if dose else due.on if due else sheet.made_on
            line = Line(row["code"], child, title, day, due is not None, ended=_("không còn nhắc"),
                        vaccine=row.get("vaccine", ""))
        if line.open:
            _form(line, door, user, typed)
        lines.append(line)
    return lines


def _as_of_now(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The printed rows, leading to the records of today: a child's, or a task's, may have gone into another since."""
    now = lineage.survivors_of(uuid.UUID(row["child"]) for row in rows)
    tasks_now = lineage.standing_for(ChildTask._meta.label, (
        uuid.UUID(row["ref"]) for row in rows if row["what"] == "task"))
    return [{**row, "child": str(now.get(uuid.UUID(row["child"]), row["child"])),
             "ref": str(tasks_now.get(uuid.UUID(row["ref"]), row["ref"])) if row["what"] == "task" else row["ref"]}
            for row in rows]


def _reads(code: str, child: Child, user: Any) -> bool:
    """Whether this user reads a step of this child: a sheet is opened by others than whoever made it."""
    return any(reaches(user, child.pk, *step.read) and not step.sealed for step in steps() if step.code == code)


def _form(line: Line, door: str, user: Any, typed: Any) -> None:
    """The room's own form for what the row asks, where this user may write it."""
    found = _instance(line, door, user)
    if found is None:
        return
    form, instance = found
    if line.vaccine:
        instance.vaccine = line.vaccine
    bound = _slim(form(typed, instance=instance, prefix=line.code)) if typed is not None else None
    if bound is not None and bound.has_changed() and _says_something(bound, line):
        line.form = bound
        bound.narrow(user)
    else:
        line.form = _slim(form(instance=instance, prefix=line.code))


def _instance(line: Line, door: str, user: Any) -> tuple[Any, Any] | None:
    """The form of a door and the row it makes, where this user may write it."""
    kind = BY_DOOR.get(door)
    if kind is not None and reaches(user, line.child.pk, *kind.write):
        blank: Any = kind.model
        line.kind = kind
        return kind.form, blank(child=line.child)
    if door == PAPERS and reaches(user, line.child.pk, Permission.CIVIL_WRITE, Permission.IDENTITY_WRITE):
        return PapersForm, Child.objects.get(pk=line.child.pk)
    house = household_of(line.child, user) if door == REVIEW else None
    return (ReviewForm, HouseholdReview(household=house)) if house else None


def _says_something(form: Any, line: Line) -> bool:
    """Whether a row of papers holds what its child's papers do not, or a dose its day: an emptied box says nothing."""
    names = form.changed_data if isinstance(form, PapersForm) else NEEDS_DAY.values() if line.vaccine else ()
    return not names and not isinstance(form, PapersForm) or any(
        str(form.data.get(form.add_prefix(name), "")).strip() for name in names)


def _slim(form: Any) -> Any:
    """A form as it stands in a row: no hints, and only the boxes that a paper has."""
    for name in ("position", "oedema"):
        form.fields.pop(name, None)
    for one in form.fields.values():
        one.help_text = ""
    return form


def on_the_day(typed: Any, day: str, rows: Iterable[dict[str, Any]]) -> Any:
    """What was typed, with the day of the visit where a row that holds something has none of its own."""
    filled, untold = typed.copy(), sheet_doses.as_filled(typed, rows)
    for name in typed:
        code, _sign, what = name.partition("-")
        if code in untold:
            continue
        if what in NEEDS_DAY and typed[name].strip() and not typed.get(f"{code}-{NEEDS_DAY[what]}", "").strip():
            filled[f"{code}-{NEEDS_DAY[what]}"] = day
    return filled


def task_line(task: ChildTask, title: str, user: Any, today: dt.date, typed: Any) -> Line:
    """One task with its form alone on a page, bound where something was sent."""
    line = Line("", task.child, title, task.due_on, task.is_open, task)
    door = next((door for door, codes, _who in STEPS if task.measure in codes), "")
    found = _instance(line, door, user) if task.is_open else None
    if found is not None:
        form, instance = found
        days = {name: today for name in NEEDS_DAY.values() if name in form.base_fields}
        line.form = _slim(form(typed, instance=instance, initial=days))
        line.form.narrow(user)
    return line


def write(lines: Iterable[Line], *, by: Any, today: dt.date) -> int:
    """Write every row that holds something and is right; each by itself. Returns how many."""
    lines = [line for line in lines if line.open]
    papers = [line.form for line in lines if isinstance(line.form, PapersForm) and line.form.is_bound]
    for form in papers:
        # Compared with what stands before any row of this sheet is written.
        form.is_valid()
    count = 0
    for line in lines:
        count += _write(line, by=by, today=today)
        for form in papers:
            if line.written and line.form in papers and form.instance.pk == line.child.pk:
                # Another row of the same child's papers: what this sheet wrote itself is nobody else's change.
                form.instance.seq = Child.objects.values_list("seq", flat=True).get(pk=line.child.pk)
    return count


def _write(line: Line, *, by: Any, today: dt.date) -> bool:
    form = line.form
    if form is not None and form.is_bound:
        made = form.written_before() or (form.is_valid() and keeping.saved(form, store(line, by=by)))
        line.written = bool(made)
    if line.said and not line.written and not line.wrong:
        if line.task is None or line.said not in SAID:
            line.errors.append(_("Hãy chọn lại kết quả."))
            return False
        try:
            tasks.answer(line.task, by=by, result=line.said, on=today)
            line.written = True
        except tasks.TaskClosed:
            line.errors.append(_("Việc này vừa được kết thúc."))
    return line.written
