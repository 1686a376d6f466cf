"""The plan as data: its lines with what the commune decided, its contradictions, declared figures."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records

from . import actions
from .check import check
from .forms import DeclaredForm, LineForm, MilestoneForm
from .models import Declared, Line, Milestone, Plan


def _plan() -> Plan:
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    if plan is None:
        raise Http404
    return plan


@requires(Permission.FIGURES_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """The whole plan: objectives, lines, tasks, funding, and what does not hold together in it."""
    plan = _plan()
    document = plan.document
    lines = {line.measure: line for line in Line.objects.filter(plan=plan)}
    decided = dict(lines)
    problems = [p for p in check(document) if not (
        p.kind in ("no_baseline", "no_owner", "no_source") and p.measures and p.measures[0] in decided)]
    plain = [p for p in problems if p.kind not in ("no_baseline", "no_owner", "no_source")]
    groups = [(o, [(m, lines.get(m.code)) for m in document.measures_of(o.number)]) for o in document.objectives]
    return render(request, "plan/overview.html", {
        "plan": plan, "document": document, "groups": groups, "problems": plain,
        "bare": len(problems) - len(plain), "may_write": request.user.can(Permission.PLAN_WRITE),
        "milestones": Milestone.objects.filter(plan=plan).order_by("measure", "year")})


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, code: str) -> HttpResponse:
    """Baseline and responsible office of a line."""
    plan = _plan()
    measure = _measure(plan, code)
    standing = Line.objects.filter(plan=plan, measure=code).first()
    form = LineForm(request.POST or None, instance=standing or Line(plan=plan, measure=code))
    if request.method == "POST" and form.is_valid():
        actions.describe_line(plan, code, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã ghi."))
        return redirect("plan:overview")
    return _form(request, form, f"{code}. {measure.label}")


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, code: str) -> HttpResponse:
    """The year's own value of a line, with the decision's number."""
    plan = _plan()
    measure = _measure(plan, code)
    form = MilestoneForm(request.POST or None, initial={"year": clock.today().year + 1})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.set_milestone(plan, code, data["year"], by=request.user, value=data["value"],
                              decision=data["decision"])
        messages.success(request, _("Đã đặt mức của năm %(y)s.") % {"y": data["year"]})
        return redirect("plan:overview")
    return _form(request, form, _("Mức của năm: %(label)s") % {"label": f"{code}. {measure.label}"})


def _measure(plan: Plan, code: str) -> Any:
    try:
        return plan.document.measure(code)
    except KeyError:
        raise Http404 from None


def _form(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    return render(request, "plan/form.html", {"form": form, "title": title, "cancel": reverse("plan:overview")},
                  status=422 if form.errors else 200)


@requires(Permission.DECLARED_WRITE)
def declared(request: HttpRequest) -> HttpResponse:
    """Figures declared by a document: lines 1 and 6."""
    return render(request, "plan/declared.html", {
        "rows": Declared.objects.select_related("unit").order_by("-year", "measure")})


@requires(Permission.DECLARED_WRITE)
@require_http_methods(["GET", "POST"])
def edit_declared(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    plan = _plan()
    standing = get_object_or_404(Declared, pk=pk) if pk else None
    form = DeclaredForm(request.POST or None, instance=standing or Declared(unit=plan.unit))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        same = Declared.objects.filter(measure=data["measure"], unit=data["unit"], year=data["year"]).first()
        row = standing or same
        if row:
            records.correct(row, by=request.user, **data)
        else:
            records.create(Declared, by=request.user, **data)
        messages.success(request, _("Đã ghi."))
        return redirect("plan:declared")
    return render(request, "plan/form.html", {"form": form, "title": _("Số liệu khai theo văn bản"),
                                              "cancel": reverse("plan:declared")},
                  status=422 if form.errors else 200)
