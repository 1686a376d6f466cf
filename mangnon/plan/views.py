"""The plan as data: its lines with what the commune decided, its contradictions, tasks, money; declared figures."""
from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks, records
from mangnon.web import keeping

from .forms import DeclaredForm
from .goals import goal_text, own_text
from .in_use import BARE, plan_in_use, problems_of
from .models import Declared, Line, Milestone, Plan


def plan_or_404() -> Plan:
    plan = plan_in_use()
    if plan is None:
        raise Http404
    return plan


def area_of(plan: Plan) -> str:
    return str(plan.unit.area or "") if plan.unit else ""


@requires(Permission.FIGURES_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """The whole plan: objectives, lines, tasks, funding, who carries it out, and what does not hold together in it."""
    plan = plan_or_404()
    document, year = plan.document, clock.today().year
    problems = problems_of(plan)
    own = {m.measure: m for m in Milestone.objects.filter(plan=plan, year=year)}
    lines = {line.measure: line for line in Line.objects.filter(plan=plan)}
    groups = [(o, [_row(plan, m, lines.get(m.code), own.get(m.code)) for m in document.measures_of(o.number)])
              for o in document.objectives]
    return render(request, "plan/overview.html", {
        "plan": plan, "document": document, "groups": groups, "year": year,
        "problems": [p for p in problems if p.kind not in BARE],
        "bare": sum(p.kind in BARE for p in problems), "may_write": request.user.can(Permission.PLAN_WRITE)})


def _row(plan: Plan, measure: Any, line: Line | None, own: Milestone | None) -> dict[str, Any]:
    area = area_of(plan)
    goals = [measure.target(y, area) for y in (2025, plan.document.period[1])]
    return {"measure": measure, "line": line,
            "url": next((url(measure.code) for url in hooks.measure_url), ""),
            "goals": [goal_text(g.operator, g.value, measure.unit) if g else "–" for g in goals],
            "own": own_text(measure, Decimal(own.value), area) if own else ""}


def _declared_by(user: Any) -> Any:
    """The figures a person may declare: the officer all of them, the health station its own line."""
    return Declared.objects.filter(measure__in=[
        m.code for m in plan_or_404().document.measures if user.may_declare(m.code)])


@requires(Permission.DECLARED_WRITE)
def declared(request: HttpRequest) -> HttpResponse:
    """Figures declared by a document, of the lines that are counted so."""
    measures = plan_or_404().document.measures
    labels = {m.code: m.label for m in measures}
    yes_no = {m.code for m in measures if m.unit == "yes/no"}
    rows = _declared_by(request.user).select_related("unit").order_by("-year", "measure")
    return render(request, "plan/declared.html", {
        "rows": [(r, labels.get(r.measure, ""), r.measure in yes_no) for r in rows]})


@requires(Permission.DECLARED_WRITE)
@require_http_methods(["GET", "POST"])
def edit_declared(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Declare a figure, or correct one; a second one of the same line, place and year corrects the first."""
    plan = plan_or_404()
    standing = get_object_or_404(_declared_by(request.user), pk=pk) if pk else None
    asked = {name: request.GET[name] for name in ("measure", "year", "met", "document") if name in request.GET}
    form = DeclaredForm(request.POST or None, plan=plan, user=request.user, initial={} if standing else asked,
                        instance=standing or Declared(unit=plan.unit, year=clock.today().year))
    store = keeping.store(form, Declared, by=request.user)

    def save(data: dict[str, Any]) -> Any:
        same = Declared.objects.filter(measure=data["measure"], unit=data["unit"], year=data["year"]).first()
        return records.correct(same, by=request.user, **data) if same and not standing else store(data)

    return keeping.write(
        request, form, title=_("Số liệu khai theo văn bản"), save=save, back=reverse("plan:declared"),
        remove=reverse("plan:declared-remove", args=[pk]) if pk else "",
        history=reverse("plan:declared-history", args=[pk]) if pk else "")


@requires(Permission.DECLARED_WRITE)
@require_http_methods(["GET", "POST"])
def remove_declared(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(_declared_by(request.user), pk=pk)
    return keeping.take_out(request, row, back=reverse("plan:declared"),
                            back_again=reverse("plan:declared-edit", args=[pk]))


@requires(Permission.DECLARED_WRITE)
def declared_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(_declared_by(request.user), pk=pk)
    return keeping.tell(request, row, reverse("plan:declared-edit", args=[pk]), [(Declared, [pk])])
