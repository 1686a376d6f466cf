"""Pages of health: a child's growth and doses, and weighing many children at once."""
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
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.periods import years_back
from mangnon.places.models import below
from mangnon.registry.models import Child, Residence
from mangnon.registry.scope import reaches
from mangnon.registry.views import villages
from mangnon.web import charts, formats
from mangnon.web.fields import read_date

from .growth import z_score_of
from .growth_curve import curves
from .models import Measurement
from .schedule import coming, overdue, schedule_of
from .weighing import WeighingGrid, word_of


def _seen(request: HttpRequest, pk: uuid.UUID) -> Child:
    return get_object_or_404(Child.objects.visible_to(request.user, Permission.HEALTH_READ), pk=pk)


def scored(child: Child, rows: Any) -> list[tuple[Measurement, dict[str, float | None], str]]:
    """Measurements with their z-scores and a plain word for weight."""
    made = []
    for row in rows:
        days = (row.measured_on - child.born_on).days if child.born_precision == "day" else None
        z = z_score_of(child.sex, days, row.weight_kg, row.height_cm, row.position, bool(row.oedema)) if (
            days is not None and days >= 0) else dict.fromkeys(("waz", "haz", "whz", "baz"))
        made.append((row, z, word_of(z["waz"])))
    return made


@requires(Permission.HEALTH_READ)
def growth_panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The weight curve and the table of measurements."""
    child = _seen(request, pk)
    rows = scored(child, child.measurements.order_by("measured_on"))
    points = [((row.measured_on - child.born_on).days / 365.25, float(row.weight_kg)) for row, _z, _w in rows
              if row.weight_kg is not None and child.born_precision == "day"]
    heights = [((row.measured_on - child.born_on).days / 365.25, float(row.height_cm)) for row, _z, _w in rows
               if row.height_cm is not None and child.born_precision == "day"]
    return render(request, "health/growth_panel.html", {
        "child": child, "rows": list(reversed(rows)),
        "chart": _curve(child, "weight", points, 10, _("Cân nặng theo tuổi"), "kg"),
        "height_chart": _curve(child, "height", heights, 18, _("Chiều cao theo tuổi"), "cm"),
        "may_write": reaches(request.user, pk, Permission.HEALTH_WRITE)})


def _curve(child: Child, what: str, points: list[tuple[float, float]], end: int, title: str, unit: str) -> str:
    """A child's own points on WHO's curves, up to the age where these end; nothing without points or sex."""
    shown = [p for p in points if 0 <= p[0] <= end]
    if not shown or child.sex not in ("male", "female"):
        return ""
    drawn = charts.growth_chart(
        curves(what, child.sex, min(max(shown[-1][0] * 1.15, 1.5), end)), shown, title=title,
        desc=_("Các lần đo so với chuẩn WHO; số liệu ở bảng bên dưới."), unit=unit,
        last_label=f"{formats.number(shown[-1][1], 1)} {unit}", x_words=_("tuổi"), month_words=_("tháng"))
    return mark_safe(drawn)  # noqa: S308 - escaped by charts


@requires(Permission.HEALTH_READ)
def doses_panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Doses against the schedule."""
    child = _seen(request, pk)
    doses = list(child.doses.order_by("given_on"))
    schedule = schedule_of(child.born_on, doses, clock.today())
    return render(request, "health/doses_panel.html", {
        "child": child, "doses": doses, "schedule": schedule, "overdue": overdue(schedule),
        "coming": None if child.died_on else coming(schedule),
        "assessments": child.assessments.order_by("-assessed_on"),
        "exact": child.born_precision == "day", "may_write": reaches(request.user, pk, Permission.HEALTH_WRITE)})


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
