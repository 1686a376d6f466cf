"""What the commune decides about lines: who answers, the baseline, a year's own value; one by one or all in a grid."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks, records

from . import actions
from .forms import LineForm, MilestoneForm
from .goals import years_of
from .models import Line, Milestone, Plan
from .views import area_of, plan_or_404


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, code: str) -> HttpResponse:
    """A line's literal text, our reading, its goals year by year; baseline and responsible office are written here."""
    plan = plan_or_404()
    standing = Line.objects.filter(plan=plan, measure=code).first()
    form = LineForm(request.POST or None, instance=standing or Line(plan=plan, measure=code))
    if request.method == "POST" and form.is_valid():
        actions.describe_line(plan, code, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã ghi."))
        return redirect("plan:line", code)
    return _page(request, plan, code, form=form)


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, code: str) -> HttpResponse:
    """The year's own value of a line, with the decision's number."""
    plan = plan_or_404()
    measure = _measure(plan, code)
    form = MilestoneForm(request.POST or None, measure=measure, plan=plan)
    if request.method != "POST":
        return redirect("plan:line", code)
    if not form.is_valid():
        return _page(request, plan, code, own=form)
    data = form.cleaned_data
    actions.set_milestone(plan, code, data["year"], by=request.user, value=data["value"], decision=data["decision"])
    messages.success(request, _("Đã đặt mức của năm %(y)s.") % {"y": data["year"]})
    return redirect("plan:line", code)


@requires(Permission.PLAN_WRITE)
@require_POST
def withdraw_milestone(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take a year's own value back; the path of the plan holds again."""
    row = get_object_or_404(Milestone, plan=plan_or_404(), measure=code, year=year)
    records.remove(row, by=request.user, reason=_("bỏ mức riêng của năm"))
    messages.success(request, _("Đã bỏ mức riêng của năm %(y)s; năm ấy so với đường của kế hoạch.") % {"y": year})
    return redirect("plan:line", code)


def _measure(plan: Plan, code: str) -> Any:
    try:
        return plan.document.measure(code)
    except KeyError:
        raise Http404 from None


def _page(request: HttpRequest, plan: Plan, code: str, *, form: Any = None, own: Any = None) -> HttpResponse:
    measure = _measure(plan, code)
    standing = {m.year: m for m in Milestone.objects.filter(plan=plan, measure=code)}
    line_row = Line.objects.filter(plan=plan, measure=code).first() or Line(plan=plan, measure=code)
    own = own or MilestoneForm(measure=measure, plan=plan, initial=_next_year(request, plan, standing))
    return render(request, "plan/line.html", {
        "measure": measure, "title": f"{code}. {measure.label}", "form": form or LineForm(instance=line_row),
        "own": own, "years": years_of(measure, plan.document.period, area_of(plan), standing),
        "figure_url": next((url(code) for url in hooks.measure_url), ""), "offices": offices(plan),
    }, status=422 if (form and form.errors) or own.errors else 200)


def _next_year(request: HttpRequest, plan: Plan, standing: dict[int, Milestone]) -> dict[str, Any]:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdigit() else min(clock.today().year + 1, plan.document.period[1])
    row = standing.get(year)
    return {"year": year, "value": row.value if row else None, "decision": row.decision if row else ""}


def offices(plan: Plan) -> list[str]:
    """Offices to choose from while typing: those already named, then the plan's own recipients."""
    used = Line.objects.filter(plan=plan).exclude(office="").values_list("office", flat=True)
    named = [str(r).partition("(")[0].strip(" ;.,") for r in plan.document.implementation.get("recipients", ())]
    return list(dict.fromkeys([*sorted(used), *(n for n in named if n and not n.startswith("Lưu"))]))


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """All lines in one grid: who answers, baseline, its year and source. Rows are written one by one."""
    plan = plan_or_404()
    standing = {row.measure: row for row in Line.objects.filter(plan=plan)}
    rows = [(m, LineForm(request.POST or None, prefix=m.code,
                         instance=standing.get(m.code) or Line(plan=plan, measure=m.code)))
            for m in plan.document.measures]
    if request.method == "POST":
        changed = [(m, form) for m, form in rows if form.has_changed()]
        good = [(m, form) for m, form in changed if form.is_valid()]
        for m, form in good:
            actions.describe_line(plan, m.code, by=request.user, **form.cleaned_data)
        if len(good) == len(changed):
            said = _("Đã ghi %(n)s dòng.") % {"n": len(good)} if good else _("Không có gì thay đổi.")
            messages.success(request, said)
            return redirect("plan:assign")
        messages.warning(request, _("Đã ghi %(n)s dòng, còn %(m)s dòng cần sửa.") % {
            "n": len(good), "m": len(changed) - len(good)})
    bad = any(form.is_bound and form.errors for _m, form in rows if form.has_changed())
    return render(request, "plan/assign.html", {"rows": rows, "offices": offices(plan),
                                                "cancel": reverse("plan:overview")}, status=422 if bad else 200)
