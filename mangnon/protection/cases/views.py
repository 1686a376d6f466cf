"""Pages of protection cases. For whoever may not read a case it does not exist: 404, as for one that never was."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import noted, signed_in
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, names
from mangnon.core.periods import completed_years
from mangnon.core.sealed import unseal_values
from mangnon.registry.models import Child

from ..hearing.talk import talks
from . import actions, page, states
from .barring import barred_from
from .cards import cards_of
from .documents import FILES, head_of, known
from .duties import on_duty
from .forms import GlassForm, ReasonForm, StoryForm
from .models import Case, Step
from .paper import initial_of, paper_form, papers, shown, values_of
from .reading import current, opened, parts_of
from .telling import enters, supervises


def case_of(request: HttpRequest, code: str) -> Case:
    return get_object_or_404(Case.objects.open_to(request.user).select_related("child", "unit"), code=code)


@noted("protection.cases")
@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """The cases this person takes part in: what burns first, then by when they are due."""
    if not enters(request.user):
        raise Http404
    now, rows = clock.now(), []
    mine = Case.objects.open_to(request.user)
    for case in mine.open().select_related("unit").prefetch_related("steps"):
        due = next(iter(page.running(page.dues_of(case, list(case.steps.all())))), None)
        rows.append((case, due, page.label(due.rule) if due else "", page.left(due, now) if due else "",
                     "qua" if due and due.late(now) else "cho"))
    rows.sort(key=lambda row: (not row[0].danger, row[1] is None, row[1].at if row[1] else now))
    return render(request, "protection/cases/list.html", {
        "rows": rows, "late": sum(1 for row in rows if row[4] == "qua"), "glass": GlassForm(),
        "writes": request.user.can(Permission.SEALED_WRITE),
        "watches": supervises(request.user), "delegates": request.user.can(Permission.DELEGATE),
        "closed": mine.exclude(state__in=states.OPEN).order_by("-received_at")[:50]})


@noted("protection.case", subject="code")
@signed_in
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case: hours, steps, who may read it; the sealed words only while they are open."""
    return _shown(request, case_of(request, code), StoryForm())


def _shown(request: HttpRequest, it: Case, form: StoryForm, status: int = 200) -> HttpResponse:
    user, now = request.user, clock.now()
    steps = list(it.steps.select_related("by"))
    found = page.dues_of(it, steps)
    running = page.running(found)
    parts, opening = parts_of(user, it), opened(user, it)
    offered = states.allowed(it.state, it.emergency, parts)
    burning = next((due for due in running if due.late(now) or due.near(now)), None)
    return render(request, "protection/cases/case.html", {
        "it": it, "stages": page.stages(it, steps, found, offered), "titles": page.act_titles(),
        "done_titles": page.done_titles(), "burning": burning, "form": form, "opening": opening,
        "burning_left": page.left(burning, now) if burning else "",
        "burning_label": page.label(burning.rule) if burning else "",
        "burning_act": None if it.emergency == states.PROPOSED and states.APPROVER not in parts else _act_for(
            burning, offered), "owns": states.OWNER in parts,
        "dues": [(due, page.label(due.rule), page.moment(due.at), due.late(now)) for due in running],
        "reports": _told(it) if opening else [], "count": it.reports.count(),
        "talks": talks(it, user, owns=states.OWNER in parts) if opening else [],
        "last_opening": it.openings.exclude(pk__in=[opening.pk] if opening else []).select_related("user").order_by(
            "-from_at").first(),
        "members": it.members.filter(current()).select_related("user").order_by("part", "user__display_name"),
        "duties": on_duty(it),
        "signs": [u for u in actions.holders(Permission.SEALED_APPROVE) if not barred_from(u, [it.pk])],
        "manages": parts & {states.OWNER, states.APPROVER}, "person": _person(it),
        "rows": it.rows.select_related("incident", "circumstance"), "cards": cards_of(user, it),
        "counts": states.OWNER in parts and it.finding is True and it.child is not None}, status=status)


FIRST = ("order_emergency", "propose_emergency")
"""What a deadline offers before anything else that would meet it: what protects the child."""


def _act_for(due: Any, offered: list[states.Act]) -> states.Act | None:
    """The one button beside a deadline; none while it waits for somebody else's signature."""
    if due is None:
        return None
    meets = [act for act in offered if act.code in (*FIRST, *due.rule.until) and (
        act.code not in FIRST or due.rule.code == "emergency")]
    return next(iter(sorted(meets, key=lambda act: act.code not in FIRST)), None)


def _person(it: Case) -> str:
    """Sex and age of the child, never a name."""
    if it.child is None:
        return _("trẻ chưa rõ là em nào")
    age = completed_years(it.child.born_on, clock.today())
    return _("%(sex)s, %(age)s tuổi") % {"sex": it.child.get_sex_display(), "age": age}


def _told(it: Case) -> list[dict[str, Any]]:
    """What the reports say, opened."""
    return [{"report": report, "told": unseal_values(report.told, row=report.pk, field="told"),
             "reporter": unseal_values(report.reporter, row=report.pk, field="reporter"),
             "suspect": unseal_values(report.suspect, row=report.pk, field="suspect")}
            for report in it.reports.select_related("filed_by").order_by("received_at")]


@signed_in
@require_POST
def open_story(request: HttpRequest, code: str) -> HttpResponse:
    """Open the sealed words for a quarter of an hour."""
    it, form = case_of(request, code), StoryForm(request.POST)
    if not form.is_valid():
        return _shown(request, it, form, status=422)
    actions.open_story(it, by=request.user, reason=form.cleaned_data["reason"])
    return redirect("protection:case", code)


@signed_in
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """For who is not assigned and must know now: a reason, an hour, and those concerned are told at once."""
    if not enters(request.user):
        raise Http404
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.break_glass(form.cleaned_data["code"], by=request.user, reason=form.cleaned_data["reason"])
        if found is not None:
            return redirect("protection:case", found.case.code)
        form.add_error("code", _("Không có vụ việc nào mang mã này mà bạn mở được. Hãy xem lại từng chữ."))
    return render(request, "protection/cases/glass.html", {"form": form}, status=422 if form.errors else 200)


@noted("protection.case_step", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Do one thing about a case: its form, or a reason."""
    it, doing = case_of(request, code), states.BY_SLUG.get(slug)
    if doing is None or doing not in states.allowed(it.state, it.emergency, parts_of(request.user, it)):
        raise Http404
    paper = papers()[doing.paper] if doing.paper else None
    sent = request.POST if request.method == "POST" else None
    when = ReasonForm(sent, must=doing.reason, paper=paper is not None)
    reads = opened(request.user, it) is not None
    begun = initial_of(paper, known(it, paper)) if paper and reads and sent is None else {}
    form = paper_form(paper)(sent, initial=begun) if paper else None
    if sent is not None and when.is_valid() and (form is None or form.is_valid()):
        values = values_of(form) if form else {}
        actions.do(it, doing.code, by=request.user, at=when.cleaned_data["at"], values=values,
                   reason=when.cleaned_data.get("reason", ""), outcome=_outcome(values), pk=key_of(sent.get("ma")))
        messages.success(request, _("Đã ghi: %(what)s.") % {"what": page.done_titles()[doing.code]})
        return redirect("protection:case", code)
    wrong = when.errors or (form is not None and form.errors)
    return render(request, "protection/cases/act.html", {
        "it": it, "act": doing, "sealed": bool(paper) and not reads,
        "title": page.act_titles()[doing.code], "when": when, "form": form, "paper": paper,
        "key": request.POST.get("ma") or uuid.uuid4()}, status=422 if wrong else 200)


OUTCOMES = {"xac_nhan": "confirmed", "khong_dung": "refuted", "chua_du_co_so": "unknown"}
"""What the answer to "verdict" means for the measures."""


def _outcome(values: dict[str, Any]) -> str:
    """The code that stands open beside the step: a finding, or what a review leads to; never words."""
    verdict = OUTCOMES.get(str(values.get("verdict", "")), "")
    return verdict or str(values.get("conclusion", ""))[:20]


def key_of(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


@noted("protection.case_step", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    """What was written in a step; the owner fills it in further while the case is open."""
    it = case_of(request, code)
    done = get_object_or_404(Step.objects.filter(case=it).select_related("by"), pk=pk)
    if opened(request.user, it) is None:
        messages.info(request, _("Hãy mở lời kể trước, có ghi lý do."))
        return redirect("protection:case", code)
    paper = papers().get(states.ACTS[done.act].paper)
    values = page.body_of(done)
    writes = bool(paper) and it.is_open and states.ACTS[done.act].who in parts_of(request.user, it)
    form = paper_form(paper)(request.POST or None, initial=initial_of(paper, values)) if paper and writes else None
    if request.method == "POST" and form is None:
        raise Http404
    if request.method == "POST" and form is not None and form.is_valid():
        actions.fill(done, by=request.user, values=values_of(form, values))
        messages.success(request, _("Đã ghi thêm vào phiếu."))
        return redirect("protection:case", code)
    return render(request, "protection/cases/step.html", {
        "it": it, "step": done, "title": page.done_titles()[done.act], "paper": paper, "form": form,
        "shown": shown(paper, values) if paper else [], "reason": values.get("reason", "")},
        status=422 if form is not None and form.errors else 200)


@noted("protection.case_step", subject="code")
@signed_in
def paper_file(request: HttpRequest, code: str, pk: uuid.UUID, ending: str) -> HttpResponse:
    """A step's form as a file, what is known filled in; its name is the case's code."""
    it = case_of(request, code)
    done = get_object_or_404(Step.objects.filter(case=it), pk=pk)
    paper = papers().get(states.ACTS[done.act].paper)
    if paper is None or ending not in FILES or opened(request.user, it) is None:
        raise Http404
    make, kind = FILES[ending]
    content = make(paper, page.body_of(done), head_of(it))
    with transaction.atomic():
        audit.record(request.user, "export", "protection.case_step", it.code, fields=[ending])
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{it.code}-{paper.code}.{ending}"'
    return answer


@noted("protection.case_step", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def child(request: HttpRequest, code: str) -> HttpResponse:
    """Find the child of the register whom the case is about; what is searched for stands in no address."""
    it = case_of(request, code)
    if states.OWNER not in parts_of(request.user, it):
        raise Http404
    sought, chosen = request.POST.get("tim", "").strip(), key_of(request.POST.get("tre"))
    if chosen is not None:
        found = get_object_or_404(Child.objects.visible_to(request.user), pk=chosen)
        actions.know_child(it, found, by=request.user)
        return redirect("protection:case", code)
    rows = list(Child.objects.visible_to(request.user).filter(name_fold__contains=names.fold(sought))[:30]) if len(
        sought) > 1 else []
    return render(request, "protection/cases/child.html", {"it": it, "sought": sought, "rows": rows})
