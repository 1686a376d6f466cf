"""The page of working days: a year's days off and days worked instead, and what the commune writes of them itself."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.lunar import lunar
from mangnon.core.workdays import SpecialDay
from mangnon.web import keeping

from .days_off import calendar, file_in_use
from .days_off_forms import DaysOffForm
from .models import DaysOff

YEARS = range(1990, 2101)
EXAMPLE = 5
"""Working days of the example on the page: those of a plan of support, the deadline people ask about most."""


def _weekdays() -> list[str]:
    return [_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật")]


def _row(day: SpecialDay, own: dict[dt.date, DaysOff]) -> dict[str, Any]:
    """A day as the page has it."""
    moon = lunar(day.on)
    english = (get_language() or "vi").startswith("en")
    words = {"law": _("theo luật"), "year": _("theo thông báo của năm"), "swap": _("hoán đổi"),
             "made_up": _("nghỉ bù"), "own": _("xã ghi")}
    name = day.name_en if english else day.name
    if day.origin == "swap":
        name = _("làm bù") if day.works else _("nghỉ hoán đổi")
    return {"on": day.on, "weekday": _weekdays()[day.on.weekday()], "works": day.works, "name": name,
            "origin": words[day.origin], "source": day.source, "verified": day.verified, "reckoned": day.reckoned,
            "lunar": f"{moon.day}/{moon.month}{_(' nhuận') if moon.leap else ''}", "own": own.get(day.on)}


@requires(Permission.FIGURES_READ)
@require_safe
def days_off(request: HttpRequest) -> HttpResponse:
    """A year's days that are not as their weekday says, with where that comes from."""
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in YEARS else clock.today().year
    found, today = calendar(), clock.today()
    rules, wrong, own_file = file_in_use()
    own = {row.first_on + dt.timedelta(days=n): row
           for row in DaysOff.objects.filter(first_on__year__lte=year, last_on__year__gte=year)
           for n in range((row.last_on - row.first_on).days + 1)}
    return render(request, "plan/days_off.html", {
        "year": year, "rows": [_row(day, own) for day in found.special_days(year).values()],
        "announced": found.announced(year), "wrong": wrong, "own_file": own_file, "rules": rules,
        "weekly": ", ".join(_weekdays()[n - 1] for n in sorted(rules.week.off)), "today": today,
        "example": EXAMPLE, "due": found.add_working_days(today, EXAMPLE),
        "before": year - 1 if year - 1 in YEARS else None, "after": year + 1 if year + 1 in YEARS else None,
        "may_write": request.user.can(Permission.PLAN_WRITE)})


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write days off or days worked instead, or correct them."""
    standing = get_object_or_404(DaysOff, pk=pk) if pk else None
    form = DaysOffForm(request.POST or None, instance=standing or DaysOff())
    return keeping.write(
        request, form, title=_("Ngày nghỉ, ngày làm bù"), save=keeping.store(form, DaysOff, by=request.user),
        back=reverse("plan:days-off") + (f"?nam={standing.first_on.year}" if standing else ""),
        onward=lambda row: f"{reverse('plan:days-off')}?nam={row.first_on.year}",
        remove=reverse("plan:days-off-remove", args=[pk]) if pk else "",
        history=reverse("plan:days-off-history", args=[pk]) if pk else "")


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a row back; the file holds again."""
    row = get_object_or_404(DaysOff, pk=pk)
    return keeping.take_out(request, row, back=reverse("plan:days-off"),
                            back_again=reverse("plan:days-off-edit", args=[pk]))


@requires(Permission.PLAN_WRITE)
@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(DaysOff, pk=pk)
    return keeping.tell(request, row, reverse("plan:days-off-edit", args=[pk]), [(DaysOff, [pk])])
