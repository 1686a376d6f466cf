"""Pages of work with children: giving it out from a line, doing it, and what became of it."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.plan.document import Measure
from mangnon.plan.models import Plan
from mangnon.registry import tasks
from mangnon.registry.models import Child, ChildTask
from mangnon.registry.scope import reaches
from mangnon.registry.task_models import Result, open_of

from . import closing
from .answers import split, territory_of
from .live import ask_live, plan_in_use
from .reading_facts import FactBook
from .sheet import task_line, write
from .sight import may_list
from .task_forms import USUAL_DAYS, AgainForm, EndForm, GiveForm, LaterForm
from .task_words import due_words, history, homes_of, labels_of, refused_lately, reopened
from .too_late import no_work
from .vocabulary import definitions
from .words import heads, told
from .work import Takers, hers, named, parts_of, roles_for, step_of, tasks_of, visible, why_words, writes

NAMED = 8
"""People who are named at once."""


def waiting_children(plan: Plan, measure: Measure, part: str, user: Any, unit: str = "") -> tuple[list[Child], int]:
    """The children of a list of the running year whom this user sees and nobody was asked to reach yet.

    Then how many more there are whom no work can reach any more: they are nobody's work.
    """
    today, territory = clock.today(), territory_of(ask_live)
    row = territory.units.get(unit or str(plan.unit_id))
    if row is None or row.unit not in territory.below(str(plan.unit_id), today):
        # Of a neighbour that the commune was merged with nothing is counted here, so no work would ever be done.
        return [], 0
    book = FactBook(plan, row, today, only=measure.code)
    ids = {uuid.UUID(i) for i in split(definitions()[measure.code], book.subjects(measure.code, today.year))[part]}
    given = set(open_of(measure.code, ids))
    found = list(Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).filter(
        pk__in=ids - given).in_name_order())
    late = no_work(measure.code, part, {child.pk for child in found}, user)
    return [child for child in found if child.pk not in late], len(late)


@requires(Permission.TASKS_GIVE)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give a line's missing children out: who, until when; ticked child by child, thôn by thôn."""
    plan, today, user = plan_in_use(), clock.today(), request.user
    measure = next((m for m in plan.document.measures if m.code == code), None) if plan else None
    if plan is None or measure is None or not may_list(user, code) or not parts_of(measure):
        raise Http404
    part = request.GET.get("danh-sach", parts_of(measure)[0])
    if part not in parts_of(measure):
        raise Http404
    children, late = waiting_children(plan, measure, part, user, request.GET.get("dia-ban", ""))
    takers, roles, ids = Takers(today), roles_for(code), [child.pk for child in children]
    whom = [(role, len(takers.of(role.code, ids)), _who(takers.of(role.code, ids), homes_of(set(ids), today)))
            for role in roles]
    form = GiveForm(request.POST or None, roles=[(role.code, role.name) for role in roles], today=today,
                    initial={"vai": next((role.code for role, n, _names in whom if n), roles[0].code),
                             "han": today + dt.timedelta(days=USUAL_DAYS)})
    refused = refused_lately(code, set(ids), today)
    ticked = set(request.POST.getlist("em")) if request.method == "POST" else {
        str(pk) for pk in ids if pk not in refused}
    before = _given_before(code, ticked - {str(pk) for pk in ids}, user)
    nobody = request.method == "POST" and not before and not ticked & {str(pk) for pk in ids}
    if request.method == "POST" and form.is_valid() and not nobody:
        chosen = {pk: (part, form.cleaned_data["vai"]) for pk in ids if str(pk) in ticked}
        given = tasks.give(code, chosen, by=user, due_on=form.cleaned_data["han"], on=today,
                           note=form.cleaned_data["loi_nhan"].strip())
        unheard = len(set(chosen) - set(takers.of(form.cleaned_data["vai"], ids)))
        _tell(request, len(given.made), unheard, before + len(given.stood))
        return redirect(reverse("indicators:measure", args=[code]) + f"?danh-sach={part}")
    with transaction.atomic():
        audit.record(user, "list", "indicators", code, fields=[f"year={today.year}", f"list={part}"])
    homes = homes_of(set(ids), today)
    places: dict[str, list[tuple[Child, bool, dt.date | None]]] = {}
    for child in children:
        places.setdefault(homes.get(child.pk, ""), []).append((child, str(child.pk) in ticked, refused.get(child.pk)))
    return render(request, "indicators/tasks/give.html", {
        "measure": measure, "label": told(measure, "label"), "form": form, "part": part, "why": why_words(part),
        "places": sorted(places.items(), key=lambda p: (len(p[0]), p[0])), "total": len(children), "late": late,
        "whom": whom,
        "nobody": nobody, "back": reverse("indicators:measure", args=[code]) + f"?danh-sach={part}",
        "heads": heads(len(children), measure.noun)}, status=422 if form.errors or nobody else 200)


def _who(takers: dict[uuid.UUID, str], homes: dict[uuid.UUID, str]) -> str:
    """bà Loan (Thôn 3), bà Hoa (Thôn 5): who would do it; the place only where there are several people."""
    found: dict[str, set[str]] = {}
    for child, name in takers.items():
        found.setdefault(name, set()).add(homes.get(child, ""))
    if len(found) == 1:
        return next(iter(found))
    rows = sorted((sorted(places, key=lambda p: (len(p), p)), name) for name, places in found.items())
    shown = [f"{name} ({', '.join(filter(None, places))})" for places, name in rows]
    return ", ".join(shown[:NAMED]) + ("…" if len(shown) > NAMED else "")


def _given_before(code: str, ticked: set[str], user: Any) -> int:
    """How many of those ticked have this very work already: a form sent again from an old page."""
    asked = {found for text in ticked if (found := _key(text)) is not None}
    open_ones = ChildTask.objects.open().filter(measure=code, child__in=asked)
    return visible(open_ones, user).values("child").distinct().count()


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _tell(request: HttpRequest, made: int, unheard: int, before: int) -> None:
    if made:
        messages.success(request, _("Đã giao %(n)s việc.") % {"n": made})
    if before:
        messages.info(request, _("%(n)s em đã được giao việc này từ trước, nên không giao thêm lần nữa.") % {
            "n": before})
    if unheard:
        messages.warning(request, _("Trong đó %(n)s em ở nơi chưa có tài khoản của người nhận. Các việc ấy đứng ở "
                                    "trang “Việc đã giao”, mục “Chưa có ai nhận”.") % {"n": unheard})


def _seen(request: HttpRequest, pk: uuid.UUID) -> tuple[ChildTask, bool, bool]:
    """(task, whether it is hers to do, whether she gives work out); 404 for a task of a child or line not hers to see.

    Who sees it and does neither (a thôn's head) reads it.
    """
    user: Any = request.user
    task = get_object_or_404(visible(ChildTask.objects.select_related("child"), user), pk=pk)
    gives = user.can(Permission.TASKS_GIVE)
    return task, ChildTask.objects.filter(hers(user, clock.today()), pk=pk).exists(), gives


@requires(Permission.LISTS_WITH_NAMES)
@require_http_methods(["GET", "POST"])
@noted("registry.ChildTask")
def task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One child's task: where its result is written, and what to say when it could not be done."""
    row, own, gives = _seen(request, pk)
    today, plan = clock.today(), plan_in_use()
    later = LaterForm(request.POST if request.POST.get("viec") == "hen" else None, today=today, auto_id="hen_%s")
    change = GiveForm(request.POST if request.POST.get("viec") == "doi" else None, today=today,
                      roles=[(role.code, role.name) for role in roles_for(row.measure)],
                      initial={"vai": row.role, "han": row.due_on, "loi_nhan": row.note}, auto_id="doi_%s")
    end = EndForm(request.POST if request.POST.get("viec") == "ket" else None, auto_id="ket_%s")
    label = labels_of(plan).get(row.measure, "") if plan else ""
    sent = request.method == "POST" and request.POST.get("viec") == "ghi" and own
    line = task_line(row, label, request.user, today, request.POST if sent else None)
    if sent and line.form is not None and write([line], by=request.user, today=today):
        messages.success(request, _("Đã ghi cho %(name)s.") % {"name": row.child})
        return redirect(_next(request, row))
    if request.method == "POST" and request.POST.get("viec") == "mo-lai" and gives:
        return _open_again(request, row)
    if request.method == "POST" and not sent:
        try:
            if said := _take(request, row, own or gives, gives, later, change, end):
                messages.success(request, said)
                return redirect("indicators:given" if gives and _from_given(request) else "indicators:mine")
        except tasks.TaskClosed:
            messages.warning(request, _("Trong lúc trang này mở, việc đã được kết thúc. Chưa ghi gì thêm."))
            return redirect("indicators:task", pk=pk)
    again = reopened(row)
    names = named([row.given_by, row.closed_by, *(one.actor for one in again)])
    taker = Takers(today).of(row.role, [row.child_id]).get(row.child_id, "")
    return render(request, "indicators/tasks/task.html", {
        "task": row, "child": row.child, "hers": own or gives, "gives": gives, "today": today, "later": later,
        "change": change, "end": end, "again": AgainForm(auto_id="lai_%s") if gives and _by_somebody(row) else None,
        # What is typed of a sealed line must not lie open on the disk.
        "keeps": row.measure not in NEEDS_PROTECTION_LIST,
        "label": label, "form": line.form if own else None, "why": why_words(row.part),
        "due": due_words(row, today), "late": row.late_by(today), "taker": taker, "history": history(row, again, names),
        "step": step_of(row.measure, row.child_id, request.user) + "?tiep=viec",
        "writes": writes(row.measure, row.child_id, request.user),
        "home": homes_of({row.child_id}, today).get(row.child_id, ""),
        "moves": reaches(request.user, row.child_id, Permission.IDENTITY_WRITE)},
        status=422 if request.method == "POST" else 200)


def _from_given(request: HttpRequest) -> bool:
    """Whether the page was opened from what was given out, or the form is one of whoever gives out."""
    return "giao" in (request.POST.get("ve"), request.GET.get("tu"))


def _next(request: HttpRequest, done: ChildTask) -> str:
    """The next of this person's tasks after the one that was done, by urgency; her list where there is none."""
    following = tasks_of(request.user, clock.today()).exclude(child=done.child_id, measure=done.measure).order_by(
        "due_on", "child__name_sort", "pk").first()
    return reverse("indicators:task", args=[following.pk]) if following else reverse("indicators:mine")


def _by_somebody(row: ChildTask) -> bool:
    """Whether a person ended it: what the register closed the register opens."""
    return not row.is_open and row.closed_by != closing.PROGRAM


def _open_again(request: HttpRequest, row: ChildTask) -> HttpResponse:
    """Open a task that was ended by mistake; what the register has meanwhile is no work again."""
    form, today = AgainForm(request.POST), clock.today()
    reason = form.cleaned_data["ly_do"].strip() if form.is_valid() else ""
    if row.measure in NEEDS_PROTECTION_LIST:
        # The trail is never erased: no word about such a child stands in it.
        reason = ""
    if row.is_open:
        messages.info(request, _("Việc này đang mở rồi."))
    elif not _by_somebody(row):
        messages.warning(request, _("Việc này do sổ kết thúc. Gỡ dòng đã ghi nhầm trong sổ thì việc tự mở lại."))
    elif tasks.reopen(row, by=request.user, reason=reason) is None:
        messages.warning(request, _("Em đã có một việc khác đang làm ở dòng này, nên việc cũ để yên."))
    elif closing.settle(ChildTask.objects.open().filter(pk=row.pk), today):
        messages.info(request, _("Đã mở lại, nhưng sổ đã có kết quả nên việc tự xong."))
    else:
        messages.success(request, _("Đã mở lại việc."))
    return redirect("indicators:task", pk=row.pk)


def _take(request: HttpRequest, row: ChildTask, may: bool, gives: bool, later: LaterForm, change: GiveForm,
          end: EndForm) -> str:
    """Do what the page asks; the sentence to tell, "" where something is missing. Raises TaskClosed, Http404."""
    what, today = request.POST.get("viec", ""), clock.today()
    if not may or what in ("doi", "thu", "mo-lai") and not gives:
        raise Http404
    if what == "hen":
        if later.is_valid():
            data = later.cleaned_data
            tasks.put_off(row, by=request.user, until=data["han"], why=data["ly_do"], note=data["ghi_them"].strip())
            return _("Đã hẹn lại.")
        return ""
    if what == "doi":
        if change.is_valid():
            data = change.cleaned_data
            tasks.change(row, by=request.user, due_on=data["han"], role=data["vai"], note=data["loi_nhan"].strip())
            return _("Đã đổi việc.")
        return ""
    if what == "thu":
        tasks.withdraw(row, by=request.user, on=today)
        return _("Đã thu lại việc.")
    if what == "ket" and end.is_valid():
        data = end.cleaned_data
        tasks.answer(row, by=request.user, result=data["ket_qua"], on=today, note=data["ghi_them"].strip())
        return _("Đã ghi: %(what)s.") % {"what": Result(data["ket_qua"]).label}
    return ""


@requires(Permission.LISTS_WITH_NAMES)
@noted("registry.ChildTask")
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A child's work, on her page."""
    child = get_object_or_404(Child.objects.visible_to(request.user, Permission.LISTS_WITH_NAMES), pk=pk)
    rows = list(visible(ChildTask.objects.filter(child=child), request.user).order_by("closed_on", "due_on"))
    plan, today = plan_in_use(), clock.today()
    labels = labels_of(plan) if plan else {}
    return render(request, "indicators/tasks/panel.html", {"child": child, "rows": [
        (row, labels.get(row.measure, ""), due_words(row, today), row.late_by(today)) for row in rows]})


def has_tasks(user: Any, child: uuid.UUID) -> bool:
    """Whether a child's page has the part about work for this user."""
    if not user.can(Permission.LISTS_WITH_NAMES):
        return False
    return bool(visible(ChildTask.objects.filter(child=child), user).exists())
