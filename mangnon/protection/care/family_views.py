"""Pages of alternative care: the room's front, the families and their quarter, the facility list."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.exchange import SEALED_GROUPS
from mangnon.registry.models import Child, Residence
from mangnon.web import keeping
from mangnon.web.fields import read_date

from ..models import CareFamily, Circumstance, FamilyConfirmation, FamilyKin, Placement
from . import due
from .actions import confirm
from .forms import CareFamilyForm
from .rules import quarter_begins, quarter_ends, rules

HALVES = ((6, 30), (12, 31))
"""The days on which the list of children in facilities is drawn up."""


def seen(user: Any, permission: Permission = Permission.SUPPORT_READ) -> Any:
    """The children of whom this user reads (or writes) the help they get."""
    return Child.objects.visible_to(user, permission).in_name_order()


@noted("protection.care")
@requires(Permission.SUPPORT_READ)
@require_safe
def care(request: Any) -> HttpResponse:
    """Who needs somebody, who is cared for where, and what is due."""
    today, children = clock.today(), seen(request.user)
    families = due.families(today)
    return render(request, "protection/care.html", {
        "needs": due.in_need(children, today, request.user), "placements": due.placements(children, today),
        "families": families,
        "places": sum(max(0, one.row.capacity - one.taken) for one in families),
        "to_ask": sum(one.state != "done" for one in families), "quarter_end": quarter_ends(today), "today": today,
        "rules": rules(), "may_write": request.user.can(Permission.SUPPORT_WRITE)})


@noted("protection.care_families")
@requires(Permission.SUPPORT_READ)
@require_http_methods(["GET", "POST"])
def families(request: Any) -> HttpResponse:
    """The list of willing families; once a quarter each is asked again and ticked."""
    today, may_write = clock.today(), request.user.can(Permission.SUPPORT_WRITE)
    rows = due.families(today)
    if request.method == "POST":
        if not may_write:
            raise Http404
        ticked = set(request.POST.getlist("con"))
        n = confirm([one.row for one in rows if str(one.row.pk) in ticked], by=request.user, on=today)
        messages.success(request, ngettext("Đã ghi %(n)s gia đình vẫn sẵn sàng.", "Đã ghi %(n)s gia đình vẫn sẵn sàng.",
                                           n) % {"n": n} if n else _("Không có gì thay đổi."))
        return redirect("protection:care-families")
    return render(request, "protection/care_families.html", {
        "rows": rows, "begins": quarter_begins(today), "ends": quarter_ends(today), "today": today,
        "quarter": (today.month + 2) // 3, "left": sum(one.state != "done" for one in rows),
        "gone": CareFamily.objects.filter(to_on__lte=today).select_related("unit").order_by("-to_on"),
        "may_write": may_write})


@noted("protection.CareFamily")
@requires(Permission.SUPPORT_READ)
@require_safe
def family(request: Any, pk: uuid.UUID) -> HttpResponse:
    """One family: what it wishes, when it was asked, whom it has."""
    row = get_object_or_404(CareFamily.objects.select_related("unit"), pk=pk)
    children = seen(request.user).values("pk")
    return render(request, "protection/care_family.html", {
        "row": row, "may_write": request.user.can(Permission.SUPPORT_WRITE),
        "confirmations": row.confirmations.order_by("-confirmed_on"),
        "kin": FamilyKin.objects.filter(family=row, child__in=children).select_related("child"),
        "placements": Placement.objects.filter(family=row, child__in=children).select_related("child").order_by(
            "-decided_on")})


@noted("protection.CareFamily")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def edit_family(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write a family that is willing, correct it, or take it off the list with the reason."""
    standing = get_object_or_404(CareFamily, pk=pk) if pk else None
    form = CareFamilyForm(request.POST or None, instance=standing or CareFamily(from_on=clock.today()))
    back = reverse("protection:care-family", args=[pk]) if pk else reverse("protection:care-families")
    return keeping.write(request, form, title=_("Gia đình nhận chăm sóc thay thế"), back=back,
                         save=keeping.store(form, CareFamily, by=request.user),
                         onward=lambda row: reverse("protection:care-family", args=[row.pk]), close=True,
                         remove=reverse("protection:care-family-remove", args=[pk]) if pk else "",
                         history=reverse("protection:care-family-history", args=[pk]) if pk else "")


@noted("protection.CareFamily")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove_family(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out a family that was written by mistake; one that changed its mind leaves the list with a day instead."""
    row = get_object_or_404(CareFamily, pk=pk)
    return keeping.take_out(request, row, back=reverse("protection:care-families"),
                            back_again=reverse("protection:care-family", args=[pk]),
                            along=[*row.confirmations.all(), *row.kin.all()])


@noted("protection.CareFamily")
@requires(Permission.SUPPORT_WRITE)
@require_safe
def family_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(CareFamily, pk=pk)
    return keeping.tell(request, row, reverse("protection:care-family", args=[pk]), [
        (CareFamily, [pk]), (FamilyConfirmation, row.confirmations.values_list("pk", flat=True))])


def half_year(day: dt.date) -> dt.date:
    """The last day on or before this one on which the list is drawn up."""
    ends = [dt.date(year, month, last) for year in (day.year - 1, day.year) for month, last in HALVES]
    return max(end for end in ends if end <= day)


@noted("protection.care_facilities")
@requires(Permission.SUPPORT_READ)
@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """Children cared for in facilities on a day, as a table to print (Mẫu 14), every half-year."""
    today = clock.today()
    try:
        day = read_date(request.GET.get("ngay", "")) if request.GET.get("ngay") else half_year(today)
    except ValidationError:
        day = half_year(today)
    day = min(day or today, today)
    rows = Placement.objects.running(day).filter(handed_over_on__lte=day, family=None, child__in=seen(
        request.user).order_by().values("pk")).select_related("child", "facility").order_by(
        "facility__name", "child__name_sort")
    ids = [row.child.pk for row in rows]
    lived = Residence.objects.filter(child__in=ids, from_on__lte=day).select_related("child", "unit")
    homes = {home.child.pk: home.unit for home in lived.order_by("from_on")}
    # The paper goes to others: sealed groups do not stand on it.
    groups: dict[uuid.UUID, list[str]] = {}
    open_ones = Circumstance.objects.exclude(group__in=SEALED_GROUPS).open_to(request.user).on(day)
    for row in open_ones.filter(child__in=ids).select_related("child"):
        groups.setdefault(row.child.pk, []).append(str(row))
    return render(request, "protection/care_facilities.html", {
        "day": day, "halves": _halves(today),
        "rows": [(row, homes.get(row.child.pk), ", ".join(groups.get(row.child.pk, []))) for row in rows]})


def _halves(today: dt.date) -> list[dt.date]:
    ends = [dt.date(year, month, last) for year in (today.year - 1, today.year) for month, last in HALVES]
    return [end for end in ends if end <= today]
