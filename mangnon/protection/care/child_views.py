"""Pages of one child in alternative care: families beside her, kin, placement, visits."""
from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.web import keeping

from ..models import CareFamily, CareVisit, Circumstance, FamilyKin, Placement
from . import due
from .actions import place
from .family_views import seen
from .forms import CareVisitForm, KinForm, PlacementForm
from .matching import matches
from .rules import rules


def child_for(request: HttpRequest, pk: uuid.UUID, permission: Permission) -> Child:
    return get_object_or_404(seen(request.user, permission), pk=pk)


@noted("protection.child_care")
@requires(Permission.SUPPORT_READ)
@require_safe
def child_care(request: Any, pk: uuid.UUID) -> HttpResponse:
    """Where a child is cared for, and the families that could take her in."""
    child, today = child_for(request, pk, Permission.SUPPORT_READ), clock.today()
    running = due.placements(Child.objects.filter(pk=child.pk), today)
    return render(request, "protection/child_care.html", {
        "child": child, "running": running, "matches": [] if running else matches(child, today), "today": today,
        "circumstances": Circumstance.objects.filter(child=child).open_to(request.user).on(today),
        "past": Placement.objects.filter(child=child, ended_on__lte=today).select_related("family", "facility"),
        "visits": CareVisit.objects.filter(placement__child=child).order_by("-visited_on"), "rules": rules(),
        "may_write": request.user.can(Permission.SUPPORT_WRITE)})


@noted("protection.child_care", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def kin(request: HttpRequest, child_id: uuid.UUID, family: uuid.UUID) -> HttpResponse:
    """Write what a family is to the child."""
    child, row = child_for(request, child_id, Permission.SUPPORT_WRITE), get_object_or_404(CareFamily, pk=family)
    standing = FamilyKin.objects.filter(family=row, child=child).first()
    form = KinForm(request.POST or None, instance=standing or FamilyKin(family=row, child=child))
    return keeping.write(request, form, title=_("Họ hàng của em"), lead=f"{row}, {row.unit}", close=True,
                         save=keeping.store(form, FamilyKin, by=request.user, family=row, child=child),
                         back=reverse("protection:child-care", args=[child.pk]))


@noted("protection.child_care", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def placement(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write the decision, the hand-over, the end. ?gia-dinh=: the family that was chosen."""
    child = child_for(request, child_id, Permission.SUPPORT_WRITE)
    standing = get_object_or_404(Placement, pk=pk, child=child) if pk else None
    chosen = _chosen(request.GET.get("gia-dinh", "")) if standing is None else None
    form = PlacementForm(request.POST or None, instance=standing or Placement(child=child, family=chosen))

    def save(data: dict[str, Any]) -> Any:
        row = Placement.objects.select_related("support", "family").get(pk=pk) if pk else None
        return place(row, by=request.user, child=child, new_id=None if pk else form.new_id, **data)

    return keeping.write(request, form, title=_("Giao, nhận chăm sóc thay thế"), save=save, close=True,
                         back=reverse("protection:child-care", args=[child.pk]), above=child.get_absolute_url(),
                         lead=str(child), twin=_("Đã có quyết định của ngày ấy cho em. Hãy mở dòng đó ra sửa."),
                         remove=reverse("protection:placement-remove", args=[child.pk, pk]) if pk else "")


def _chosen(text: str) -> CareFamily | None:
    try:
        return CareFamily.objects.on(clock.today()).filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None


@noted("protection.child_care", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove_placement(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Take out a placement written by mistake, with its visits and the help it was."""
    child = child_for(request, child_id, Permission.SUPPORT_WRITE)
    row = get_object_or_404(Placement.objects.select_related("support"), pk=pk, child=child)
    along: list[Any] = [*row.visits.all(), *([row.support] if row.support else [])]
    return keeping.take_out(request, row, back=reverse("protection:child-care", args=[child.pk]), along=along)


@noted("protection.child_care", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Write a visit to where the child is cared for."""
    child = child_for(request, child_id, Permission.SUPPORT_WRITE)
    row = get_object_or_404(Placement.objects.exclude(handed_over_on=None), pk=pk, child=child)
    form = CareVisitForm(request.POST or None, instance=CareVisit(placement=row))
    return keeping.write(request, form, title=_("Ghi lần thăm"), lead=f"{child}: {row}", close=True,
                         save=keeping.store(form, CareVisit, by=request.user, placement=row),
                         back=reverse("protection:child-care", args=[child.pk]),
                         twin=_("Đã có lần thăm ngày ấy."))
