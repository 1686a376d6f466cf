"""Door of the silent ones."""
from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.registry.models import Child, MissedVisit

from .silence import MONTHS, silent

PAGE = 60


@requires(Permission.IDENTITY_WRITE, Permission.TASKS_GIVE)
def silence(request: HttpRequest) -> HttpResponse:
    """Children nobody has written of for twelve months, by thôn, each with what was last heard."""
    today = clock.today()
    found = silent(request.user, today)
    count = Counter((str(one.home or ""), one.place) for one in found)
    places = [(key, name, n) for (key, name), n in sorted(count.items(), key=lambda p: (len(p[0][1]), p[0][1]))]
    # An address of a thôn that has nobody here, or was written otherwise once, shows the whole.
    place = request.GET.get("thon", "") if request.GET.get("thon") in {key for key, _name, _n in places} else ""
    page = Paginator([one for one in found if not place or str(one.home or "") == place], PAGE).get_page(
        request.GET.get("trang"))
    if found:
        with transaction.atomic():
            audit.record(request.user, "list", "indicators.silence", fields=[f"rows={len(found)}"])
    writable = set(Child.objects.visible_to(request.user, Permission.IDENTITY_WRITE).filter(
        pk__in=[one.child.pk for one in page]).values_list("pk", flat=True))
    tried = dict(MissedVisit.objects.filter(child__in=[one.child.pk for one in page]).values_list("child").annotate(
        Max("tried_on")))
    rows = [(one, one.child.pk in writable, tried.get(one.child.pk)) for one in page]
    return render(request, "indicators/silence.html", {
        "page": page, "rows": rows, "places": places, "place": place, "total": len(found), "today": today,
        "months": MONTHS, "gives": request.user.can(Permission.TASKS_GIVE)})  # type: ignore[union-attr]
