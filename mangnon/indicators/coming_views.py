"""What time alone brings in the next days, thôn by thôn."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit
from mangnon.places.naming import told_apart
from mangnon.registry.models import Child, Residence
from mangnon.web import formats

from .answers import territory_of
from .coming import steps
from .coming.step import Days, Due, calendar, due_of
from .live import ask_live, plan_in_use
from .words import english

SPANS = (7, 30, 90)
USUAL = 30


@dataclass(frozen=True)
class DueRow:
    """One line of the page. url: where its result is written, or the child's page."""

    child: Child
    title: str
    kind: str
    on: dt.date
    late: int
    due: str
    url: str


@dataclass
class PlaceDue:
    """What a thôn has to do."""

    unit: str
    name: str
    rows: list[DueRow] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(bool(row.late) for row in self.rows)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        return sorted(Counter(row.kind for row in self.rows).items())


def title_of(days: Days, words: str = "") -> str:
    """What a step is called, in the language of the page, with what it is of this child."""
    title = days.title_en if english() else days.title
    return f"{title}: {words}" if words else title


@requires(Permission.LISTS_WITH_NAMES)
def coming(request: HttpRequest) -> HttpResponse:
    """What each thôn has to do in the next days, and what it missed."""
    user: Any = request.user
    today, plan = clock.today(), plan_in_use()
    if plan is None or plan.unit_id is None:
        return render(request, "indicators/not_set_up.html")
    text = request.GET.get("ngay", str(USUAL))
    span = int(text) if text.isdigit() and int(text) in SPANS else USUAL
    days = calendar()
    found = due_of(steps(), today, today + dt.timedelta(days=span), days, user=user)
    places = _places(found, user, today, days)
    chosen = next((place for place in places if place.unit == request.GET.get("thon")), None)
    shown = [chosen] if chosen else places
    if places:
        with transaction.atomic():
            audit.record(user, "list", "indicators.coming", fields=[f"rows={sum(len(p.rows) for p in shown)}"])
    return render(request, "indicators/coming.html", {
        "places": places, "shown": shown, "chosen": chosen, "span": span, "spans": SPANS, "today": today,
        "until": today + dt.timedelta(days=span), "total": sum(len(p.rows) for p in shown),
        "late": sum(p.late for p in shown), "may_plan": user.can(Permission.PLAN_WRITE),
        "gives": user.can(Permission.TASKS_GIVE), "health": user.can(Permission.HEALTH_READ),
        "sheet_may": user.can(Permission.IDENTITY_WRITE) or user.can(Permission.HEALTH_WRITE),
        "writes": user.can(Permission.IDENTITY_WRITE), "sheets": _sheets(user),
        "reviews": user.can(Permission.SEALED_WRITE)})


def _sheets(user: Any) -> Any:
    """The last sheets of one's thôn, to be typed back."""
    from .sheet_views import LATEST, sheets_of

    return sheets_of(user)[:LATEST]


def _places(found: list[Due], user: Any, today: dt.date, days: dict[str, Days]) -> list[PlaceDue]:
    """By the thôn each child lives in now; who lives in none of the commune's is nobody's work here."""
    territory, plan = territory_of(ask_live), plan_in_use()
    inside = territory.below(str(plan.unit_id), today) if plan else frozenset()
    ids = {due.child for due in found}
    homes = {row.child_id: str(row.unit_id) for row in Residence.objects.on(today).filter(child__in=ids).order_by(
        "from_on") if str(row.unit_id) in inside}
    children = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).in_bulk(list(ids & set(homes)))
    visible: dict[tuple[Permission, ...], set[uuid.UUID]] = {}
    names = told_apart(Unit.objects.filter(pk__in=set(homes.values())))
    places: dict[str, PlaceDue] = {}
    for due in found:
        child = children.get(due.child)
        if child is None or due.child not in _may(due.step.read, visible, user, set(children)):
            continue
        unit = territory.units[homes[due.child]]
        place = places.setdefault(unit.unit, PlaceDue(unit.unit, names[uuid.UUID(unit.unit)]))
        late = due.late_by(today)
        words = _("quá %(n)s ngày") % {"n": late} if late else formats.date_short(due.on, today, english=english())
        own = days[due.step.code]
        place.rows.append(DueRow(child, title_of(own, due.words), title_of(own), due.on, late, words,
                                 _door(due, user)))
    return sorted(places.values(), key=lambda place: (len(place.name), place.name))


def _may(read: tuple[Permission, ...], known: dict[tuple[Permission, ...], set[uuid.UUID]], user: Any,
         ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Of these children, those this user may read with any of the permissions; asked once for each kind."""
    if read not in known:
        known[read] = set(Child.objects.visible_to(user, *read).filter(pk__in=ids).values_list("pk", flat=True))
    return known[read]


def _door(due: Due, user: Any) -> str:
    if due.step.write and any(user.can(permission) for permission in due.step.write):
        return reverse(due.step.door, args=[due.child]) + "?tiep=sap-toi"
    return reverse("registry:child", args=[due.child])
