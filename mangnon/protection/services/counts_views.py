"""The page of counts: packages of help by thôn; no name stands on it."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.views import villages

from .counts import counted


@requires(Permission.FIGURES_READ)
@require_safe
def by_village(request: HttpRequest) -> HttpResponse:
    """How many children and how many children's parents were helped in a year, by thôn and by package."""
    today, asked = clock.today(), request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and 2021 <= int(asked) <= today.year else today.year
    return render(request, "protection/services/by_village.html", {
        "found": counted(year, today, list(villages()), request.user), "year": year,
        "years": range(today.year, 2020, -1), "exact": request.user.can(Permission.EXACT_FIGURES),
        "may_read": request.user.can(Permission.SUPPORT_READ)})
