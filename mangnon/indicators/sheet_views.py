"""Doors of a thôn's sheet: make it, print it, type it back."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit
from mangnon.registry.models import WorkSheet

from .live import plan_in_use
from .sheet import lines_of, make, on_the_day, write

LATEST = 20
"""Sheets that are offered to be typed back."""


def sheets_of(user: Any) -> Any:
    """Sheets of the thôn this user works for, the newest first."""
    scope = user.scope(Permission.LISTS_WITH_NAMES)
    found = WorkSheet.objects.select_related("unit").order_by("-number")
    return found if scope.everything else found.filter(unit__in=scope.unit_ids)


@requires(Permission.IDENTITY_WRITE, Permission.HEALTH_WRITE)
@require_http_methods(["POST"])
def new_sheet(request: HttpRequest) -> HttpResponse:
    """Make the sheet of a thôn from today's work."""
    user: Any = request.user
    scope, text = user.scope(Permission.LISTS_WITH_NAMES), request.POST.get("thon", "")
    try:
        unit = Unit.objects.filter(pk=uuid.UUID(text)).first()
    except ValueError:
        unit = None
    if unit is None or not (scope.everything or unit.pk in scope.unit_ids):
        messages.error(request, _("Hãy chọn một thôn rồi bấm “Lập phiếu”."))
        return redirect("indicators:coming")
    sheet = make(unit, user=user, today=clock.today())
    if sheet is None:
        messages.info(request, _("%(thon)s không có việc nào trong 30 ngày tới.") % {"thon": unit})
        return redirect("indicators:coming")
    return redirect("indicators:sheet", pk=sheet.pk)


@requires(Permission.IDENTITY_WRITE, Permission.HEALTH_WRITE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A sheet on the screen: each row with its short code and the boxes to type it back; printed, a paper to fill."""
    user: Any = request.user
    found, today, plan = get_object_or_404(sheets_of(user), pk=pk), clock.today(), plan_in_use()
    if plan is None:
        return render(request, "indicators/not_set_up.html")
    day = request.POST.get("ngay-di", "").strip()
    typed = on_the_day(request.POST, day, found.rows) if request.method == "POST" else None
    lines = lines_of(found, plan, today, user, typed)
    wrong = False
    if request.method == "POST":
        count = write(lines, by=user, today=today)
        wrong = any(line.wrong for line in lines)
        if count:
            messages.success(request, _("Đã ghi %(n)s dòng của phiếu.") % {"n": count})
        if not wrong:
            if not count:
                messages.info(request, _("Chưa gõ dòng nào."))
            return redirect("indicators:sheet", pk=pk)
    with transaction.atomic():
        audit.record(user, "list", "registry.WorkSheet", found.pk, fields=[f"rows={len(lines)}"])
    return render(request, "indicators/tasks/sheet.html", {
        "sheet": found, "lines": lines, "today": today, "wrong": wrong, "day": day,
        "left": sum(line.open and not line.written for line in lines)}, status=422 if wrong else 200)
