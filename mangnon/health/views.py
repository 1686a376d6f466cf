"""Weighing many children at once; which child's health a person may read."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.periods import years_back
from mangnon.places.models import below
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages
from mangnon.web.fields import read_date

from .weighing import WeighingGrid


def seen(request: HttpRequest, pk: uuid.UUID) -> Child:
    """A child whose health this person may read."""
    return get_object_or_404(Child.objects.visible_to(request.user, Permission.HEALTH_READ), pk=pk)


@requires(Permission.HEALTH_WRITE)
@require_http_methods(["GET", "POST"])
def weigh_many(request: HttpRequest) -> HttpResponse:
    """Weigh a thôn's children under five on one page, by keyboard; lines are written one by one."""
    today = clock.today()
    scope = request.user.scope(Permission.HEALTH_WRITE)
    places = villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)
    village = places.filter(pk=_uuid(request.GET.get("thon", ""))).first() or places.first()
    day_text = request.POST.get("ngay", request.GET.get("ngay", f"{today:%d/%m/%Y}"))
    day, day_error = _day(day_text, today)
    grid = WeighingGrid(_under_five(request, village, day or today), day or today,
                        request.POST if request.method == "POST" else None)
    if request.method == "POST" and day:
        count = grid.write(by=request.user)
        if not grid.waiting:
            messages.success(request, _("Đã ghi %(n)s trẻ.") % {"n": count} if count else _("Không có gì thay đổi."))
            return redirect(f"{reverse('health:weigh-many')}?thon={village.pk if village else ''}&ngay={day_text}")
        messages.warning(request, _("Đã ghi %(n)s trẻ, còn %(m)s trẻ cần xem lại.") % {
            "n": count, "m": grid.waiting})
    return render(request, "health/weigh_many.html", {
        "rows": grid.rows, "grid": grid, "village": village, "villages": places, "day": day_text,
        "day_error": day_error}, status=422 if request.method == "POST" else 200)


def _uuid(text: str) -> uuid.UUID:
    """The id in an address; one that nothing has where it cannot be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _day(text: str, today: dt.date) -> tuple[dt.date | None, str]:
    try:
        day = read_date(text)
    except ValidationError as error:
        return None, error.messages[0]
    return (day, "") if day <= today else (None, _("Ngày cân còn ở phía trước. Hãy kiểm tra lại."))


def _under_five(request: HttpRequest, village: Any, day: dt.date) -> list[Child]:
    if village is None:
        return []
    homes = Residence.objects.on(day).filter(unit__in=below([village], day)).values("child")
    return list(Child.objects.visible_to(request.user, Permission.HEALTH_WRITE).filter(
        pk__in=homes, born_on__gt=years_back(day, 5), born_on__lte=day).filter(
            Q(died_on=None) | Q(died_on__gt=day)).in_name_order())
