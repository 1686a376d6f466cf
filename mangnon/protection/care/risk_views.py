"""Children at risk: the list by thôn with visits due, a visit, the end of a sign."""
from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import around
from mangnon.registry.models import Child
from mangnon.registry.views import villages
from mangnon.web import keeping

from ..models import AtRisk, Ending, RiskOutcome, RiskVisit
from . import due
from .actions import close_risk, visit_risk
from .child_views import child_for
from .family_views import seen
from .forms import RiskCloseForm, RiskVisitForm

PER_PAGE = 60
ONWARD = {Ending.GROUP: "protection:hoan-canh-add", Ending.CASE: "protection:vu-viec-add"}
"""Closing one room's record offers the other's."""
LEAD = gettext_lazy("%(child)s: %(sign)s")


@noted("protection.risks")
@requires(Permission.SUPPORT_READ)
@require_safe
def risks(request: Any) -> HttpResponse:
    """Open signs with the visits that are due, by thôn."""
    today, village = clock.today(), request.GET.get("thon", "")
    rows = due.risks(seen(request.user).resident_on(today), today)
    places = list(villages())
    inside = around(today)
    if village in {str(place.pk) for place in places}:
        rows = [one for one in rows if one.unit and uuid.UUID(village) in inside[one.unit.pk]]
    return render(request, "protection/risks.html", {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")), "villages": places, "village": village,
        "late": sum(one.late for one in rows), "total": len(rows), "today": today,
        "may_write": request.user.can(Permission.SUPPORT_WRITE)})


def _risk(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> tuple[Child, AtRisk]:
    child = child_for(request, child_id, Permission.SUPPORT_WRITE)
    return child, get_object_or_404(AtRisk, pk=pk, child=child)


@noted("protection.AtRisk", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Write what a visit saw, and by when the next one is wanted."""
    child, risk = _risk(request, child_id, pk)
    form = RiskVisitForm(request.POST or None, instance=RiskVisit(risk=risk))

    def save(data: dict[str, Any]) -> Any:
        return visit_risk(AtRisk.objects.get(pk=risk.pk), by=request.user, new_id=form.new_id, **data)

    return keeping.write(request, form, title=_("Ghi lần thăm"), lead=LEAD % {"child": child, "sign": risk}, save=save,
                         above=child.get_absolute_url(), back=reverse("protection:risks"), close=True,
                         twin=_("Đã có lần thăm ngày ấy."))


@noted("protection.AtRisk", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def close(request: Any, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Close a sign with what became of it; then the page where that is recorded opens."""
    child, risk = _risk(request, child_id, pk)
    before = RiskOutcome.objects.open_to(request.user).filter(risk=risk).first()
    first = {"ending": before.ending, "note": before.note} if before else {}
    form = RiskCloseForm(request.POST or None, instance=risk, initial=first)

    def save(data: dict[str, Any]) -> Any:
        return close_risk(AtRisk.objects.get(pk=risk.pk), by=request.user, **data)

    def onward(row: Any) -> str:
        door = ONWARD.get(form.cleaned_data["ending"])
        may = request.user.can(Permission.SEALED_WRITE)
        return reverse(door, args=[child.pk]) if door and may else reverse("protection:risks")

    def said(values: dict[str, Any]) -> str:
        led_on = values["ending"] in ONWARD
        return _("Đã khép dấu hiệu. Giờ ghi hoàn cảnh hoặc vụ việc của em vào đây.") if led_on else ""

    return keeping.write(request, form, title=_("Khép dấu hiệu nguy cơ"), lead=LEAD % {"child": child, "sign": risk},
                         save=save, above=child.get_absolute_url(), back=reverse("protection:risks"), onward=onward,
                         said=said, close=True)
