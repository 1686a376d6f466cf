"""Pages that call children: vaccination and weighing, thôn by thôn, with lists to print."""
from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks

from .calendars import calendars
from .calling import Called, by_place, called, reasons, weighed
from .due import SOON
from .schedule_words import MARKS, dose_name, state_word

PER_PAGE = 60
PRINTED = 400
"""Lines of a list that is printed; a thôn has fewer children under nine."""


def _tabs(here: str) -> list[tuple[str, str, None, bool]]:
    """The two pages that call children, and the calendars they go by."""
    pages = (("health:vaccination", _("Tiêm chủng")), ("health:weighing-turns", _("Đến lượt cân")),
             ("health:calendars", _("Lịch đang dùng")))
    return [(reverse(name), words, None, name == here) for name, words in pages]


def _chosen(request: HttpRequest, places: list[Any]) -> Any:
    """The thôn that was chosen; the only one where there is one."""
    if len(places) == 1:
        return places[0]
    return next((home for home in places if str(home.pk) == request.GET.get("thon", "")), None)


@requires(Permission.HEALTH_READ)
def vaccination(request: Any) -> HttpResponse:
    """Who is due within 30 days and who is overdue, by thôn; names of a thôn; reasons counted."""
    today = clock.today()
    rows = called(request.user, today)
    places = by_place(rows)
    home = _chosen(request, [place.home for place in places])
    hers = [row for row in rows if home is None or row.home == home]
    late = [row for row in hers if row.overdue]
    only_late = request.GET.get("xem", "") != "den-han"
    shown = sorted(late, key=lambda r: -r.longest) if only_late else [row for row in hers if not row.overdue]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang"))
    said, until = reasons(hers), today + SOON
    ends = sum(1 for row in hers if not row.overdue and any(step.due_by <= until for step in row.steps))
    return render(request, "health/vaccination.html", {
        "tabs": _tabs("health:vaccination"), "places": places, "home": home, "page": page, "only_late": only_late,
        "lines": [_line(row) for row in page], "late": len(late), "soon": len(hers) - len(late), "today": today,
        "ends": ends, "coming": _coming(request.user),
        "stock": sum(n for code, _w, n in said if code == "stock"), "said": said,
        "silent": sum(1 for row in late if row.reason is None),
        "may_write": request.user.can(Permission.HEALTH_WRITE), "wrong": calendars().wrong})


def _coming(user: Any) -> str:
    """The page of everything that time brings, which a room above this one has; nothing for who may not open it."""
    name = hooks.after_writing.get("sap-toi", "")
    return reverse(name) if name and user.can(Permission.LISTS_WITH_NAMES) else ""


def _line(row: Called) -> dict[str, Any]:
    return {"child": row.child, "home": row.home, "reason": row.reason, "overdue": bool(row.overdue), "doses": [
        (MARKS[step.state], dose_name(step), state_word(step), step, reason) for step, reason in row.pairs]}


@requires(Permission.HEALTH_READ)
def invitation(request: HttpRequest) -> HttpResponse:
    """The list of a thôn's children to invite, for paper."""
    today = clock.today()
    rows = called(request.user, today)
    home = _chosen(request, [place.home for place in by_place(rows)])
    hers = [row for row in rows if row.home == home] if home else sorted(rows, key=lambda row: row.home.name)
    return render(request, "health/invitation.html", {
        "home": home, "lines": [_line(row) for row in hers[:PRINTED]], "all": len(hers), "most": PRINTED,
        "today": today})


@requires(Permission.HEALTH_READ)
def weighing_turns(request: Any) -> HttpResponse:
    """Who is due on the scales, by thôn, and who gains slowly."""
    today = clock.today()
    everyone = weighed(request.user, today)
    names = sorted({row.home for row in everyone}, key=lambda home: home.name)
    home = _chosen(request, names)
    due = [row for row in everyone if row.turn.due_from <= today]
    hers = sorted((row for row in due if home is None or row.home == home),
                  key=lambda row: (-row.turn.overdue, row.turn.due_from))
    slow = [row for row in everyone if row.slow and (home is None or row.home == home)]
    page = Paginator(hers, PER_PAGE).get_page(request.GET.get("trang"))
    places = [(one, sum(r.home == one for r in due), sum(r.home == one and r.turn.overdue > 0 for r in due),
               sum(r.home == one and r.slow is not None for r in everyone)) for one in names]
    return render(request, "health/weighing_turns.html", {
        "tabs": _tabs("health:weighing-turns"), "places": places, "home": home, "page": page, "count": len(hers),
        "slow": slow[:PER_PAGE], "slow_count": len(slow), "today": today, "care": calendars().care,
        "may_write": request.user.can(Permission.HEALTH_WRITE)})
