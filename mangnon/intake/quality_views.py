"""The page of data quality: what looks wrong, child by child, and how complete the register is in each thôn."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, periods
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages

from . import adding
from .quality import look
from .rules import rules

ADULT = 18
REGISTERED_UNDER = 5
"""Years below which a child without registered birth counts (plan target 14)."""
SHOWN = 100
"""Children of a rule that the page lists; the rest is counted."""


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.quality")
def quality(request: HttpRequest) -> HttpResponse:
    """Every rule with the children it points at, each a link, and the shares of what is known by thôn."""
    today = clock.today()
    user: Any = request.user
    found = look(rules(), today, sealed=user.can(Permission.SEALED_READ))
    named = Child.objects.in_bulk({child for one in found for child, _words in one.findings[:SHOWN]})
    shown = [(one.rule, [(named[child], words) for child, words in one.findings[:SHOWN]], len(one.findings),
              [one_click for one_click in one.rule.adds if user.can(one_click.needs)])
             for one in found if one.findings]
    return render(request, "intake/quality.html", {
        "shown": shown, "clean": [one.rule for one in found if not one.findings], "most": SHOWN,
        "total": sum(n for _rule, _rows, n, _adds in shown), "places": _complete(today)})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def quality_add(request: HttpRequest) -> HttpResponse:
    """Write what a rule says is missing of one child; within need-to-know, and once."""
    user: Any = request.user
    rule = next((one for one in rules() if one.code == request.POST.get("quy-tac")
                 and (not one.sealed or user.can(Permission.SEALED_READ))), None)
    chosen = next((one for one in rule.adds if one.code == request.POST.get("viec") and user.can(one.needs)),
                  None) if rule else None
    child = _child(request.POST.get("em", ""))
    if rule is None or chosen is None or child is None:
        raise Http404
    try:
        done = adding.add(rule, chosen, child, by=user, day=clock.today())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        if done:
            messages.success(request, _("Đã ghi cho %(name)s. Ghi nhầm thì gỡ ở trang của em.") % {"name": child})
        else:
            messages.info(request, _("Chỗ này đã được ghi hoặc sửa rồi."))
    return redirect(f"{reverse('intake:quality')}#{rule.code}")


def _child(key: str) -> Child | None:
    try:
        return Child.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _complete(today: Any) -> list[dict[str, Any]]:
    """By thôn: children under 18 who live there, and of how many the register knows each thing."""
    rows = []
    for unit in villages():
        homes = Residence.objects.on(today).filter(unit=unit).values("child")
        here = Child.objects.filter(pk__in=homes, died_on=None, born_on__gt=periods.years_back(today, ADULT))
        young = Q(born_on__gt=periods.years_back(today, REGISTERED_UNDER))
        rows.append({"name": unit.name, **here.aggregate(
            n=Count("pk"), mother=Count("pk", filter=~Q(mother_name="")), number=Count("pk", filter=~Q(personal_id="")),
            day=Count("pk", filter=Q(born_precision="day")), young=Count("pk", filter=young),
            registered=Count("pk", filter=young & Q(birth_registered_on__isnull=False)))})
    return rows
