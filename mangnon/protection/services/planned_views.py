"""Packages that were planned and not given yet, of all children: what is past its day stands first."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child

from .package_models import PackageGiven
from .panel import said

MOST = 300


def planned_for(user: Any, *to: Permission) -> Any:
    """What is planned for the children this person may read of, the longest past first."""
    children = Child.objects.visible_to(user, *to).filter(died_on=None)
    return PackageGiven.objects.filter(given_on=None, child__in=children.values("pk")).order_by("planned_on", "seq")


@noted("protection.packages_planned")
@requires(Permission.SUPPORT_READ)
@require_safe
def planned(request: HttpRequest) -> HttpResponse:
    """Every package still to be given, with its child."""
    today = clock.today()
    rows = planned_for(request.user, Permission.SUPPORT_READ).select_related("child", "provider")
    return render(request, "protection/services/planned.html", {
        "rows": [(row, *said(row, today)) for row in rows[:MOST]], "total": rows.count(),
        "late": rows.filter(planned_on__lt=today).count(),
        "may_write": request.user.can(Permission.SUPPORT_WRITE)})


def waiting(user: Any) -> Iterable[tuple[str, str]]:
    """That packages are past their day, for who writes them."""
    if user.can(Permission.SUPPORT_WRITE):
        late = planned_for(user, Permission.SUPPORT_WRITE).filter(planned_on__lt=clock.today()).count()
        if late:
            yield _("%(n)s gói hỗ trợ đã quá hẹn") % {"n": late}, reverse("protection:packages-planned")
