"""A collaborator's day on one page: what one visit records, opened one after the other, and the rest by urgency."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.core.periods import completed_months
from mangnon.health.models import Measurement
from mangnon.health.oddity import calm_weights, gain_words, taken_of
from mangnon.registry.models import Carer, ChildTask
from mangnon.registry.scope import reach_many
from mangnon.registry.task_models import Result
from mangnon.web import formats

from .sheet import BY_DOOR, Line, PapersForm, task_line
from .task_forms import NotDoneForm
from .task_words import SOON, due_words
from .work import door_of, hers, tasks_of, why_words

WEIGHING, DOSES = "health:can-do-add", "health:mui-tiem-add"
HEIGHTS = frozenset({"4b", "4c"})
"""Lines that need a height beside the weight."""
YOUNG = 36
"""Months: an age is told in months until then."""
READY = 20
"""Visits whose forms stand ready in the page, so that it goes on without network."""


@dataclass
class Visit:
    """The open tasks of one child that one form answers: a weight and a height are taken in one go."""

    tasks: list[ChildTask]

    @property
    def first(self) -> ChildTask:
        return self.tasks[0]

    @property
    def door(self) -> str:
        return door_of(self.first.measure)

    @property
    def sealed(self) -> bool:
        return self.first.measure in NEEDS_PROTECTION_LIST

    @property
    def title(self) -> str:
        """Cân, Ghi mũi tiêm: what is done, without whom."""
        if self.door == WEIGHING:
            return _("Cân và đo") if self.tall else _("Cân")
        words = {DOSES: _("Ghi mũi tiêm"), "registry:child-edit": _("Khai sinh"),
                 "health:danh-gia-add": _("Đánh giá phát triển"), "education:nam-hoc-add": _("Hỏi việc học")}
        return words.get(self.door, _("Gặp gia đình"))

    @property
    def tall(self) -> bool:
        return any(task.measure in HEIGHTS for task in self.tasks)


def visits_of(tasks: Iterable[ChildTask]) -> list[Visit]:
    """Tasks by what one visit answers, in the order of their days."""
    found: dict[tuple[uuid.UUID, str], Visit] = {}
    for task in tasks:
        door = "" if task.measure in NEEDS_PROTECTION_LIST else door_of(task.measure)
        found.setdefault((task.child_id, door or task.measure), Visit([])).tasks.append(task)
    return list(found.values())


def hers_today(user: Any, today: dt.date) -> list[Visit]:
    """Everything open that is this person's, by urgency."""
    return visits_of(tasks_of(user, today).select_related("child").order_by("due_on", "child__name_sort", "pk"))


@dataclass
class Row:
    """One line of the list. mark: the state's shape."""

    visit: Visit
    title: str
    url: str
    detail: str
    due: str
    late: bool = False
    mark: str = "cho"


@dataclass
class Card:
    """A visit opened for recording. form: the room's own, none where somebody else writes the result.

    last: what was measured before; low, high: the weights nobody asks about; start: where the steps begin.
    """

    visit: Visit
    form: Any
    not_done: NotDoneForm
    about: str
    label: str
    note: str
    due: str
    late: bool
    last: Any = None
    low: str = ""
    high: str = ""
    start: str = ""
    ended: str = ""
    reason: str = ""

    @property
    def weighs(self) -> bool:
        return self.form is not None and self.visit.door == WEIGHING

    @property
    def why(self) -> str:
        """What keeps it from being written, in one line."""
        forms = [one for one in (self.form, self.not_done) if one is not None and one.is_bound]
        return " ".join(filter(None, [self.reason, *(str(error) for one in forms for errors in one.errors.values()
                                                      for error in errors)]))


@dataclass
class Part:
    """Rows of one urgency. anchor: its name in the page."""

    title: str
    anchor: str
    rows: list[Row] = field(default_factory=list)


def parts_of(visits: Iterable[Visit], today: dt.date) -> list[Part]:
    """Late, today, within a week, after; empty ones are left out."""
    late, now, week, after = (Part(*names) for names in (
        (_("Quá hẹn"), "qua-hen"), (_("Hôm nay"), "hom-nay"), (_("Tuần này"), "tuan-nay"), (_("Sau đó"), "sau-do")))
    for visit in visits:
        ahead = (visit.first.due_on - today).days
        (late if ahead < 0 else now if ahead == 0 else week if ahead <= SOON else after).rows.append(
            row_of(visit, today))
    return [part for part in (late, now, week, after) if part.rows]


def row_of(visit: Visit, today: dt.date) -> Row:
    task = visit.first
    due = "" if task.due_on == today else due_words(task, today)
    if visit.sealed:
        # Whoever looks over a shoulder reads no name here; and nothing of it is kept on a phone.
        title = _("Một em của dòng %(code)s") % {"code": task.measure}
        return Row(visit, title, reverse("indicators:task", args=[task.pk]), "", due, bool(task.late_by(today)))
    parts = [_("dòng %(codes)s, %(why)s") % {"codes": ", ".join(one.measure for one in visit.tasks),
                                             "why": why_words(task.part)}, *notes_of(visit)]
    return Row(visit, f"{visit.title}: {task.child}", reverse("indicators:mine") + f"?viec={task.pk}",
               "; ".join(parts), due, bool(task.late_by(today)))


def notes_of(visit: Visit) -> list[str]:
    """Why it was put off, and what whoever gave it wrote."""
    later = [_("đã hẹn lại: %(why)s") % {"why": visit.first.get_later_display()}] if visit.first.later else []
    return later + [f"“{note}”" for note in dict.fromkeys(one.note for one in visit.tasks) if note]


def weighed_before(children: Iterable[uuid.UUID], day: dt.date) -> dict[uuid.UUID, Measurement]:
    """Each child's last measurement before a day."""
    earlier = Measurement.objects.filter(child=OuterRef("child"), measured_on__lt=day).order_by("-measured_on")
    rows = Measurement.objects.filter(child__in=list(children), measured_on__lt=day)
    return {row.child_id: row for row in rows.filter(measured_on=Subquery(earlier.values("measured_on")[:1]))}


def cards_of(visits: list[Visit], user: Any, today: dt.date, labels: Mapping[str, str]) -> list[Card]:
    """The visits, each with its empty form."""
    ids = {visit.first.child_id for visit in visits}
    last, mothers = weighed_before(ids, today), mothers_of(ids)
    for kind in {visit.door: BY_DOOR[visit.door] for visit in visits if visit.door in BY_DOOR}.values():
        reach_many(user, ids, *kind.write)
    return [card_of(visit, user, today, labels, last=last.get(visit.first.child_id),
                    mother=mothers.get(visit.first.child_id, "")) for visit in visits if not visit.sealed]


def mothers_of(children: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    found = Carer.objects.filter(child__in=list(children), relation="mother", to_on=None).order_by("full_name")
    return {carer.child_id: carer.full_name for carer in found}


def card_of(visit: Visit, user: Any, today: dt.date, labels: Mapping[str, str], *, last: Any, mother: str,
            line: Line | None = None, not_done: NotDoneForm | None = None) -> Card:
    """A visit's card. line, not_done: what was sent, where something was."""
    task, child = visit.first, visit.first.child
    made = line or task_line(task, labels.get(task.measure, ""), user, today, None, late=True)
    about = [age_words(child, today)]
    if mother:
        about.append(_("con chị %(name)s") % {"name": mother})
    label = _("Dòng %(code)s: %(label)s") % {"code": task.measure, "label": labels.get(task.measure, "")}
    card = Card(visit, made.form, not_done or NotDoneForm(today=today, doses=visit.door == DOSES, auto_id="chua_%s"),
                ", ".join(about), label, "; ".join(notes_of(visit)), due_words(task, today), bool(task.late_by(today)),
                ended="" if task.is_open else task.get_result_display())
    if card.weighs:
        card.last, between = last, calm_weights(child, today, taken_of(last))
        if between is not None:
            card.low, card.high = (str(edge) for edge in between)
            middle = (between[0] + between[1]) / 2
            card.start = str(last.weight_kg if last and last.weight_kg is not None else middle.quantize(Decimal("0.1")))
    return card


def age_words(child: Any, today: dt.date) -> str:
    """21 tháng; 4 tuổi; as far as the birthday is known."""
    if child.born_precision != "day":
        return _("sinh %(born)s") % {"born": formats.date_known(child.born_on, child.born_precision)}
    months = completed_months(child.born_on, today)
    return _("%(n)s tháng") % {"n": months} if months < YOUNG else _("%(n)s tuổi") % {"n": months // 12}


def sent_before(task: ChildTask, typed: Mapping[str, Any], user: Any, today: dt.date) -> bool:
    """Whether this very record has been written already: a phone that heard no answer sends it again.

    A row that was written so and taken out since is not made anew.
    """
    door, key = door_of(task.measure), _key(str(typed.get("dau", "")))
    kind = BY_DOOR.get(door)
    if kind is not None and key is not None:
        model: Any = kind.model
        revisions: Any = apps.get_model(model._meta.app_label, "Revision")
        return bool(model._default_manager.filter(pk=key, child=task.child_id).exists()
                    or revisions._default_manager.filter(record_id=key, child_id=task.child_id).exists())
    form: Any = task_line(task, "", user, today, typed, late=True).form
    if isinstance(form, PapersForm):
        # An emptied box takes nothing away.
        said = [name for name in form.changed_data if str(typed.get(name, "")).strip()]
        return not said and str(typed.get("dau", "")) != form.stamp
    return False


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def weight_words(card: Card, today: dt.date) -> tuple[str, str]:
    """(state mark, words) of a weight that is typed and that nothing is asked about; empty where none is."""
    data = getattr(card.form, "cleaned_data", {})
    kg, before = data.get("weight_kg"), taken_of(card.last)
    if kg is None:
        return "", ""
    if before is None or before.weight is None:
        return ("dat", _("hợp lý ở tuổi này")) if card.low and card.visit.first.child.born_precision == "day" else (
            "chuaro", _("chưa có lần trước để so"))
    words = gain_words(kg, before, data.get("measured_on") or today)
    return ("dat", _("hợp lý: %(words)s") % {"words": words}) if kg > before.weight else ("chua", words)


def closed_today(user: Any, today: dt.date) -> int:
    """How many visits of this person's children were answered today."""
    rows = ChildTask.objects.filter(hers(user, today), closed_on=today, result__in=[
        Result.DONE, Result.SAID, Result.REFUSED, Result.MOVED, Result.DATA_MISSING]).order_by("pk")
    return len(visits_of(rows))
