"""Pages of a child before the law: the matter with its points of friendly justice, and the days she is wanted."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.web import keeping

from .justice_actions import check
from .justice_forms import JusticeDateForm
from .justice_models import JusticeDate, JusticeMatter
from .rules import rules
from .views import READ, WRITE, pairs_of

ANSWERS: dict[Any, bool | None] = {"true": True, "false": False, "": None}


def _matter(request: HttpRequest, pk: uuid.UUID, write: bool = False) -> JusticeMatter:
    children = Child.objects.visible_to(request.user, WRITE if write else READ)
    return get_object_or_404(JusticeMatter.objects.open_to(request.user).select_related("child").filter(
        child__in=children), pk=pk)


@noted("protection.JusticeMatter")
@requires(READ)
@require_http_methods(["GET", "POST"])
def matter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One matter: what is known, the checklist (written here), the days."""
    row, today = _matter(request, pk), clock.today()
    points = rules().of("check", today, row.role)
    if request.method == "POST":
        if not request.user.can(WRITE):
            raise Http404
        typed = {point.code: request.POST.get(f"diem-{point.code}") for point in points}
        count = check(row, {code: ANSWERS[text] for code, text in typed.items() if text in ANSWERS}, by=request.user)
        messages.success(request, _("Đã ghi %(n)s điểm.") % {"n": count} if count else _("Không có gì thay đổi."))
        return redirect("protection:justice", pk)
    standing = {one.code: one for one in row.checks.all()}
    return render(request, "protection/justice.html", {
        "it": row, "child": row.child, "pairs": pairs_of(row), "may_write": request.user.can(WRITE),
        "points": [(point, standing.get(point.code)) for point in points], "today": today,
        "unverified": not all(point.verified for point in points),
        "kept": sum(1 for point in points if point.code in standing and standing[point.code].answer),
        "dates": row.dates.order_by("on", "pk")})


@noted("protection.JusticeMatter")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def add_date(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A day on which the child is wanted."""
    return _date(request, _matter(request, pk, write=True), None)


@noted("protection.JusticeMatter")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def edit_date(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(JusticeDate, pk=pk)
    return _date(request, _matter(request, row.matter_id, write=True), row)


def _date(request: HttpRequest, it: JusticeMatter, row: JusticeDate | None) -> HttpResponse:
    form = JusticeDateForm(request.POST or None, instance=row or JusticeDate(matter=it))
    back = reverse("protection:justice", args=[it.pk])
    return keeping.write(request, form, title=_("Ngày tố tụng"), back=back, above=back, lead=it.child, close=True,
                         save=keeping.store(form, JusticeDate, by=request.user, matter=it),
                         remove=reverse("protection:justice-date-remove", args=[row.pk]) if row else "")


@noted("protection.JusticeMatter")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def remove_date(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(JusticeDate, pk=pk)
    it = _matter(request, row.matter_id, write=True)
    return keeping.take_out(request, row, back=reverse("protection:justice", args=[it.pk]))


@noted("protection.JusticeMatter")
@requires(READ)
@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a matter, its days and its points held before."""
    row = _matter(request, pk)
    return keeping.tell(request, row, reverse("protection:justice", args=[pk]), [
        (type(row), [row.pk]), (JusticeDate, row.dates.values_list("pk", flat=True)),
        (row.checks.model, row.checks.values_list("pk", flat=True))])
