"""The start page of a thôn's collaborator on her phone, and the door its forms and its queue send to."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.registry import tasks
from mangnon.registry.models import Child, ChildTask

from . import today as day_page
from .live import plan_in_use
from .sheet import task_line, write
from .task_forms import NotDoneForm
from .task_words import labels_of
from .today import DOSES, READY, Card, Visit
from .work import hers, visible

TOUCHED = "viec-vua-ghi"
"""The session's note of what was recorded today while the register has not followed yet, or needs more."""
QUIET = "X-Hang-Doi"
"""Sent by the page's own script, which waits for a short answer instead of a whole page."""


def is_for(user: Any, today: dt.date) -> bool:
    """Whether a person's start page is this one: a thôn's collaborator who gives no work out."""
    return any(held.role == "collaborator" for held in user.holding(today)) and not user.can(Permission.TASKS_GIVE)


def page(request: HttpRequest, today: dt.date, **more: Any) -> HttpResponse:
    """The first visit opened for recording, then the others by urgency. more: what every start page shows."""
    visits = day_page.hers_today(request.user, today)
    touched = _touched(request, today)
    done_here = [visit for visit in visits if touched & {str(task.pk) for task in visit.tasks}]
    left = [visit for visit in visits if visit not in done_here]
    asked = request.GET.get("viec", "")
    # A list is read in its order; only the one that was asked for comes first.
    first = next((visit for visit in visits if asked and str(visit.first.pk) == asked), None)
    able = [visit for visit in left if not visit.sealed]
    ahead = ([first] if first and not first.sealed else []) + [visit for visit in able if visit is not first]
    cards = day_page.cards_of(ahead[:READY], request.user, today, _labels())
    return _render(request, today, cards[0] if cards else None, cards, left, done_here, more)


def _render(request: HttpRequest, today: dt.date, card: Card | None, cards: list[Card], left: list[Visit],
            done_here: list[Visit], more: dict[str, Any], status: int = 200) -> HttpResponse:
    due = [visit for visit in left if visit.first.due_on <= today]
    done = day_page.closed_today(request.user, today) + len(done_here)
    rest = [visit for visit in left if card is None or visit.first.pk != card.visit.first.pk]
    report = report_url()
    return render(request, "indicators/today.html", {
        "today": today, "card": card, "cards": cards, "parts": day_page.parts_of(rest, today),
        "left": len(due), "done": done, "whole": len(due) + done, "later": len(left) - len(due),
        "late": sum(visit.first.due_on < today for visit in due), "report": report, "thumb": _thumb(report),
        "just_done": [day_page.row_of(visit, today) for visit in done_here],
        "children": Child.objects.visible_to(request.user, Permission.LISTS_WITH_NAMES).resident_on(today).aged(
            today, 0, 15).count(), **more}, status=status)


def report_url() -> str:
    """The page where one tells that a child may be hurt or at risk, "" while there is none."""
    try:
        return reverse("protection:report")
    except NoReverseMatch:
        return ""


def _thumb(report: str) -> list[dict[str, Any]]:
    return [{"url": reverse("indicators:mine"), "label": _("Việc"), "icon": "list", "current": True},
            {"url": reverse("registry:children"), "label": _("Trẻ"), "icon": "child"},
            {"url": reverse("health:weigh-many"), "label": _("Cân đo"), "icon": "scale"},
            {"url": report, "label": _("Báo tin"), "icon": "alert"} if report else
            {"url": "tel:111", "label": _("Gọi 111"), "icon": "phone"}]


def _labels() -> dict[str, str]:
    plan = plan_in_use()
    return labels_of(plan) if plan else {}


def _touched(request: HttpRequest, today: dt.date) -> set[str]:
    kept = request.session.get(TOUCHED, {})
    return set(kept.get("viec", [])) if kept.get("ngay") == today.isoformat() else set()


def _touch(request: HttpRequest, visit: Visit, today: dt.date) -> None:
    found = _touched(request, today) | {str(task.pk) for task in visit.tasks}
    request.session[TOUCHED] = {"ngay": today.isoformat(), "viec": sorted(found)}


def _visit(request: HttpRequest, pk: uuid.UUID) -> Visit:
    """The visit of a task that is this person's: with the others of that child that the same form answers."""
    today, user = clock.today(), request.user
    own = visible(ChildTask.objects.filter(hers(user, today)).exclude(measure__in=NEEDS_PROTECTION_LIST), user)
    task = get_object_or_404(own.select_related("child"), pk=pk)
    beside = own.open().filter(child=task.child_id).exclude(pk=pk).select_related("child").order_by("due_on", "pk")
    return next(visit for visit in day_page.visits_of([task, *beside]) if visit.first.pk == pk)


@requires(Permission.LISTS_WITH_NAMES)
@require_http_methods(["POST"])
@noted("registry.ChildTask")
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write what a visit found, or why it found nothing; the same record sent again is written once."""
    visit, today = _visit(request, pk), clock.today()
    what = request.POST.get("viec", "")
    if what == "ghi":
        card = _recorded(request, visit, today)
    elif what == "ly-do":
        card = _not_done(request, visit, today)
    else:
        card = _card(request, visit, today)
        card.reason = _("Chưa có gì để ghi.")
    if card is not None:
        return _refused(request, card, today)
    if request.headers.get(QUIET):
        return HttpResponse(status=204)
    messages.success(request, _("Đã ghi cho %(name)s.") % {"name": visit.first.child})
    return redirect("indicators:mine")


def _recorded(request: HttpRequest, visit: Visit, today: dt.date) -> Card | None:
    """The card that came back with something to correct, None where it is written."""
    task, user = visit.first, request.user
    if not day_page.sent_before(task, request.POST, user, today):
        line = task_line(task, "", user, today, request.POST, late=True)
        if line.form is None:
            raise Http404
        if not write([line], by=user, today=today):
            return _card(request, visit, today, line=line)
    _touch(request, visit, today)
    return None


def _not_done(request: HttpRequest, visit: Visit, today: dt.date) -> Card | None:
    """Set another day, or end the work with what was said, for all that the visit was to answer."""
    form = NotDoneForm(request.POST, today=today, doses=visit.door == DOSES, auto_id="chua_%s")
    task = visit.first
    if not task.is_open and task.result and task.result == request.POST.get("vi_sao"):
        return None
    if not form.is_valid():
        return _card(request, visit, today, not_done=form)
    data = form.cleaned_data
    try:
        for one in visit.tasks:
            if form.later:
                tasks.put_off(one, by=request.user, until=data["han"], why=data["vi_sao"])
            else:
                tasks.answer(one, by=request.user, result=data["vi_sao"], on=today)
    except tasks.TaskClosed:
        form.add_error(None, _("Việc này đã kết thúc, nên không ghi gì thêm."))
        return _card(request, visit, today, not_done=form)
    return None


def _card(request: HttpRequest, visit: Visit, today: dt.date, **sent: Any) -> Card:
    child = visit.first.child_id
    return day_page.card_of(visit, request.user, today, _labels(), mother=day_page.mothers_of([child]).get(child, ""),
                            last=day_page.weighed_before([child], today).get(child), **sent)


def _refused(request: HttpRequest, card: Card, today: dt.date) -> HttpResponse:
    """The card with what is to be corrected: alone for the page's script, else with the whole page around it."""
    if request.headers.get(QUIET):
        return render(request, "indicators/today_card.html", {"card": card, "today": today}, status=422)
    left = day_page.hers_today(request.user, today)
    others = [visit for visit in left if visit.first.pk != card.visit.first.pk and not visit.sealed]
    ready: Iterable[Card] = day_page.cards_of(others[:READY], request.user, today, _labels())
    return _render(request, today, card, [card, *ready], left, [], {}, status=422)


@requires(Permission.LISTS_WITH_NAMES)
@require_http_methods(["POST"])
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is to be said of a weight while it is being typed: the form's own question, or how it moved. Writes nothing.

    The page that asks is noted; nothing stands in the answer that is not on it.
    """
    visit, today = _visit(request, pk), clock.today()
    line = task_line(visit.first, "", request.user, today, request.POST, late=True)
    if line.form is None:
        raise Http404
    card = _card(request, visit, today, line=line)
    faults = [] if card.form.is_valid() else card.form["weight_kg"].errors if "weight_kg" in card.form.fields else []
    mark, words = ("", "") if faults else day_page.weight_words(card, today)
    return render(request, "indicators/today_hint.html", {"card": card, "mark": mark, "words": words,
                                                          "field": card.form["weight_kg"] if faults else None})
