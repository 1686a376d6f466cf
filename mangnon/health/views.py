"""Pages of health: a child's growth and doses, and weighing many children at once."""
from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.core.periods import completed_months, years_back
from mangnon.registry.models import Child, Residence
from mangnon.registry.scope import reaches
from mangnon.registry.views import villages
from mangnon.web import charts, formats
from mangnon.web.fields import read_date, read_decimal

from .forms import HEAVIEST, TALLEST
from .growth import z_score_of
from .growth_curve import curves
from .models import Measurement
from .schedule import coming, overdue, schedule_of

NORMAL, LOW, HIGH = (-2.0, 2.0), -2.0, 2.0


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


def word_of(z: float | None) -> str:
    """A calm word for a weight: no child is called weak."""
    if z is None:
        return ""
    if z < LOW:
        return _("nhẹ hơn mức thường gặp")
    return _("nặng hơn mức thường gặp") if z > HIGH else _("bình thường")


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
    """Weigh a thôn's children under five on one page, by keyboard."""
    today = clock.today()
    scope = request.user.scope(Permission.HEALTH_WRITE)
    places = villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)
    village = places.filter(pk=_uuid(request.GET.get("thon", ""))).first() or places.first()
    day_text = request.POST.get("ngay", request.GET.get("ngay", f"{today:%d/%m/%Y}"))
    day, day_error = _day(day_text, today)
    children = _under_five(request, village, day or today)
    rows = _grid(children, request.POST, day or today)
    if request.method == "POST" and day and not any(row.errors for row in rows):
        asked = [row for row in rows if row.question and not row.confirmed]
        if not asked:
            count = _store(rows, day, request.user)
            messages.success(request, _("Đã ghi %(n)s trẻ.") % {"n": count})
            return redirect(f"{reverse('health:weigh-many')}?thon={village.pk if village else ''}&ngay={day_text}")
    return render(request, "health/weigh_many.html", {
        "rows": rows, "village": village, "villages": places, "day": day_text, "day_error": day_error,
        "filled": sum(1 for row in rows if row.filled)}, status=422 if request.method == "POST" else 200)


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
    homes = Residence.objects.on(day).filter(unit=village).values("child")
    return list(Child.objects.visible_to(request.user, Permission.HEALTH_WRITE).filter(
        pk__in=homes, born_on__gt=years_back(day, 5), born_on__lte=day).filter(died_on=None).in_name_order())


def _grid(children: list[Child], typed: Any, day: dt.date) -> list[_GridRow]:
    """A line for each child, with what was measured before the day and on it; asked for once for all."""
    rows = Measurement.objects.filter(child__in=children)
    earlier = Measurement.objects.filter(child=OuterRef("child"), measured_on__lt=day).order_by("-measured_on")
    before = {row.child_id: row for row in rows.filter(measured_on=Subquery(earlier.values("measured_on")[:1]))}
    standing = {row.child_id: row for row in rows.filter(measured_on=day)}
    return [_GridRow(child, typed, day, before.get(child.pk), standing.get(child.pk)) for child in children]


class _GridRow:
    """One child's line of the weighing grid, with what was typed."""

    def __init__(self, child: Child, typed: Any, day: dt.date, last: Measurement | None,
                 standing: Measurement | None) -> None:
        self.child, self.day, self.last, self.standing = child, day, last, standing
        self.months = completed_months(child.born_on, day)
        self.weight_text = typed.get(f"can-{child.pk}", _shown(self.standing and self.standing.weight_kg))
        self.height_text = typed.get(f"cao-{child.pk}", _shown(self.standing and self.standing.height_cm))
        self.position = typed.get(f"cach-{child.pk}", self.standing.position if self.standing else (
            "lying" if self.months < 24 else "standing"))
        self.oedema = f"phu-{child.pk}" in typed if typed else bool(self.standing and self.standing.oedema)
        self.confirmed = f"dung-{child.pk}" in typed
        self.errors: list[str] = []
        self.weight = self._read(self.weight_text, HEAVIEST, "kg")
        self.height = self._read(self.height_text, TALLEST, "cm")
        self.question = self._question()

    @property
    def filled(self) -> bool:
        return bool(self.weight_text or self.height_text)

    def _read(self, text: str, most: Any, unit: str) -> Any:
        if not text:
            return None
        try:
            value = read_decimal(text)
        except ValidationError as error:
            self.errors += error.messages
            return None
        if not 0 < value <= most:
            self.errors.append(_("%(value)s %(unit)s không thể có ở một trẻ em.") % {"value": text, "unit": unit})
            return None
        return value

    def _question(self) -> str:
        """Odd values are asked about, never refused."""
        if self.weight is None or self.last is None or not self.last.weight_kg:
            return ""
        before = self.last.weight_kg
        if self.weight > Decimal(before) * 2 or self.weight < Decimal(before) / 2:
            return _("%(now)s kg? Lần trước %(before)s kg ngày %(day)s. Nếu đúng, đánh dấu “đúng là vậy”.") % {
                "now": self.weight_text, "before": _shown(before), "day": f"{self.last.measured_on:%d/%m/%Y}"}
        return ""

    @property
    def result(self) -> str:
        if self.weight is None or self.child.born_precision != "day":
            return ""
        z = z_score_of(self.child.sex, (self.day - self.child.born_on).days, self.weight, self.height, self.position,
                       self.oedema)["waz"]
        return "" if z is None else f"{formats.number(z, 2)} {word_of(z)}"


def _shown(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _store(rows: list[_GridRow], day: dt.date, by: Any) -> int:
    """Write every filled line; a measurement of that day is corrected, not doubled."""
    count = 0
    with transaction.atomic():
        for row in rows:
            if not row.filled:
                continue
            values = {"weight_kg": row.weight, "height_cm": row.height, "position": row.position,
                      "oedema": row.oedema}
            if row.standing:
                records.correct(row.standing, by=by, **values)
            else:
                records.create(Measurement, by=by, child=row.child, measured_on=day, **values)
            count += 1
    return count


