"""Who is told that a child came to live in her thôn, and what she takes over with her."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.models import Assignment
from mangnon.accounts.permissions import Permission
from mangnon.accounts.roles import ROLES
from mangnon.core import audit, clock, records
from mangnon.places.models import Unit, around

from .models import Arrival, Child, ChildTask, Residence

ROLES_THERE = [code for code, role in ROLES.items()
               if role.place == "unit" and Permission.IDENTITY_WRITE in role.permissions]
"""Who keeps one thôn's children."""


def tell(child: Child, unit: Unit, *, by: Any, on: dt.date) -> Arrival | None:
    """Let who works in a thôn know of a child somebody else moved there; None where nobody has to be told.

    by: who moved her. Who answers for the thôn herself knows it; a command is no person who forgets to telephone.
    """
    scope = by.scope(Permission.IDENTITY_WRITE) if hasattr(by, "scope") else None
    if scope is None or unit.pk in scope.unit_ids or (scope.everything and unit.pk not in kept(on)):
        return None
    standing = Arrival.objects.filter(child=child, unit=unit, came_on=on).first()
    if standing:
        return records.correct(standing, by=by, seen_on=None, seen_by="")
    return records.create(Arrival, by=by, child=child, unit=unit, came_on=on)


def kept(day: dt.date) -> set[uuid.UUID]:
    """The units of which somebody with an account keeps the children, with all that lies in them."""
    held = Assignment.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day, role__in=ROLES_THERE,
                                     user__is_active=True).exclude(unit=None)
    over = set(held.values_list("unit_id", flat=True))
    return {unit for unit, above in around(day).items() if over & {unit, *above}} | over


def told(user: Any, day: dt.date) -> list[Arrival]:
    """What this person has still to take note of: her own thôn's; where nobody keeps a thôn, the officer is told.

    Who has moved on since, or died, waits for nobody.
    """
    scope = user.scope(Permission.IDENTITY_WRITE)
    found = Arrival.objects.filter(seen_on=None, child__died_on=None).select_related("child", "unit")
    if not scope.everything:
        found = found.filter(unit__in=scope.unit_ids)
    elif found:
        found = found.exclude(unit__in=kept(day))
    rows = list(found.order_by("-came_on", "child__name_sort"))
    homes = set(Residence.objects.on(day).filter(child__in=[row.child_id for row in rows]).values_list(
        "child_id", "unit_id")) if rows else set()
    return [row for row in rows if (row.child_id, row.unit_id) in homes]


def waiting(user: Any) -> Iterator[tuple[str, str]]:
    """(sentence, url) of children who came and of whom nobody has taken note; no name stands on the start page."""
    if not user.can(Permission.IDENTITY_WRITE):
        return
    for unit, count in Counter(row.unit for row in told(user, clock.today())).items():
        yield ngettext("%(n)s em mới chuyển đến %(unit)s", "%(n)s em mới chuyển đến %(unit)s", count) % {
            "n": count, "unit": unit}, reverse("registry:arrivals")


@dataclass
class Came:
    """A child who came. before: her last home, "" where none is known; work: how much given work came along."""

    row: Arrival
    before: str
    work: int


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
@noted("registry.Arrival")
def arrivals(request: HttpRequest) -> HttpResponse:
    """The children others moved here, each with where she lived and her open work; taken note of one by one."""
    user: Any = request.user
    rows = told(user, clock.today())
    if request.method == "POST":
        picked = [row for row in rows if str(row.pk) in request.POST.getlist("tin")]
        with transaction.atomic():
            for row in picked:
                records.correct(row, by=user, seen_on=clock.today(), seen_by=audit.actor_of(user)[0])
        if picked:
            messages.success(request, _("Đã nhận tin về %(n)s em.") % {"n": len(picked)})
        return redirect("registry:arrivals")
    ids = [row.child_id for row in rows]
    work = Counter(ChildTask.objects.open().filter(child__in=ids).values_list("child", flat=True))
    return render(request, "registry/arrivals.html", {
        "rows": [Came(row, _before(row), work[row.child_id]) for row in rows]})


def _before(row: Arrival) -> str:
    last = Residence.objects.filter(child=row.child_id, from_on__lt=row.came_on).select_related("unit").order_by(
        "from_on").last()
    return str(last.unit) if last else ""
