"""What time alone brings in the next days, thôn by thôn; and the calendar it comes from."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, records
from mangnon.registry.models import Child, Residence, WorkStep
from mangnon.web import formats

from .answers import territory_of
from .coming import steps
from .coming.step import Days, Due, built_in, calendar, due_of
from .live import ask_live, plan_in_use
from .words import english

SPANS = (7, 30, 90)
USUAL = 30
LONGEST = 3660
"""Days: ten years; more is a slip."""


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
        "gives": user.can(Permission.TASKS_GIVE),
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
    places: dict[str, PlaceDue] = {}
    for due in found:
        child = children.get(due.child)
        if child is None or due.child not in _may(due.step.read, visible, user, set(children)):
            continue
        unit = territory.units[homes[due.child]]
        place = places.setdefault(unit.unit, PlaceDue(unit.unit, unit.name))
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


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The commune's calendar: which steps it does, and their days."""
    days, typed = calendar(), request.POST if request.method == "POST" else None
    rows = [(code, title_of(own), own, _cells(code, own, typed), _faults(code, typed)) for code, own in days.items()]
    wrong = any(faults for *_row, faults in rows)
    if typed is not None and not wrong:
        changed = 0
        with transaction.atomic():
            for code, _title, own, cells, _none in rows:
                changed += _keep(code, own, cells, by=request.user)
        messages.success(request, _("Đã ghi lịch.") if changed else _("Không có gì thay đổi."))
        return redirect("indicators:coming-calendar")
    changed_codes = {code for code, own in days.items() if own != built_in()[code]}
    return render(request, "indicators/coming_calendar.html", {"rows": rows, "wrong": wrong, "own": changed_codes},
                  status=422 if wrong else 200)


NUMBERS = ("due_days", "ahead_days", "late_days")


def _cells(code: str, own: Days, typed: Any) -> dict[str, Any]:
    """What stands in a row's boxes: what was typed, else what holds."""
    if typed is None:
        return {"held": own.held, **{name: str(getattr(own, name)) for name in NUMBERS}}
    return {"held": f"{code}-held" in typed, **{name: typed.get(f"{code}-{name}", "").strip() for name in NUMBERS}}


def _faults(code: str, typed: Any) -> str:
    """What is wrong with a row, "" where nothing is."""
    if typed is None:
        return ""
    texts = [typed.get(f"{code}-{name}", "").strip() for name in NUMBERS]
    if all(text.isdecimal() and int(text) <= LONGEST for text in texts):
        return ""
    return _("Hãy gõ số ngày, từ 0 đến %(n)s, ở cả ba ô.") % {"n": formats.number(LONGEST, english=english())}


def _keep(code: str, own: Days, cells: dict[str, Any], *, by: Any) -> bool:
    """Keep a row that differs from what holds."""
    values = {"held": cells["held"], **{name: int(cells[name]) for name in NUMBERS}}
    if values == {"held": own.held, **{name: getattr(own, name) for name in NUMBERS}}:
        return False
    if code not in built_in():
        raise Http404
    standing = WorkStep.objects.filter(step=code).first()
    if standing:
        records.correct(standing, by=by, **values)
    else:
        records.create(WorkStep, by=by, step=code, **values)
    return True
