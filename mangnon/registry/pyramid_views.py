"""The page of the children's ages."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.plan.models import Plan
from mangnon.web.fields import DateField

from .pyramid import Ground, pyramid_of

EARLIEST = dt.date(2016, 1, 1)
"""The Law on Children speaks of those under 16 from its year on; no register of this house begins before it."""


@requires(Permission.FIGURES_READ)
def pyramid(request: HttpRequest) -> HttpResponse:
    """Children by single year of age and sex, of the commune or a thôn, on a day."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    if plan is None or plan.unit is None:
        return render(request, "registry/pyramid.html", {"page": None})
    user: Any = request.user
    today, typed, wrong = clock.today(), request.GET.get("ngay", "").strip(), ""
    ground = Ground(plan.unit, today, user)
    if typed and ground.exact:
        # From one day to the next, numbers would tell who was born: other days are for those who see exact numbers.
        try:
            day = DateField(earliest=EARLIEST, latest=today).clean(typed)
            ground = Ground(plan.unit, day, user)
        except ValidationError as error:
            wrong = " ".join(error.messages)
    chosen = request.GET.get("dia-ban", "") or str(plan.unit.pk)
    unit = next((u for u in (plan.unit, *ground.villages) if str(u.pk) == chosen), None)
    if unit is None:
        raise Http404
    scope = user.scope(Permission.IDENTITY_READ)
    linked = ground.day == today and (scope.everything or unit.pk in scope.unit_ids)
    return render(request, "registry/pyramid.html", {
        "page": pyramid_of(ground, unit, linked=linked), "unit": unit, "home": plan.unit, "villages": ground.villages,
        "day": ground.day, "typed": typed, "wrong": wrong, "linked": linked, "may_choose_day": ground.exact,
        "crumbs": [(_("Trẻ em"), reverse("registry:children")), (_("Tháp tuổi"), "")]
        if user.can(Permission.IDENTITY_READ) else []})
