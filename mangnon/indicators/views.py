"""The chairman's page of 34 lines, and a page for each measure."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, hooks
from mangnon.places.models import Level, Unit
from mangnon.plan.models import Plan

from .answers import territory_of
from .board import board_of
from .cascade import cascades
from .changes_page import lately
from .coverage import bare_parts
from .detected.panel import panel_of
from .figure_notes import notes_of
from .figure_notes import on_board as notes_on_board
from .lists import listed
from .live import ask_live, plan_in_use
from .measure_page import page_of
from .measure_work import Work, work_of
from .mine import to_reach
from .objective import objective_of
from .own.page import on_board
from .reading_facts import FactBook
from .sight import Sight
from .task_words import by_urgency, rows_of
from .territory import UnitRow
from .work import tasks_of

AT_ONCE = 30
"""Tasks that are seen at once; the others are one press away."""


def choose(request: HttpRequest) -> tuple[Plan, UnitRow, int, dt.date]:
    """The plan, the unit and the year that the page's address asks for."""
    today, plan = clock.today(), plan_in_use()
    if plan is None or plan.unit_id is None:
        raise NotSetUp
    # Read once a page: the book of figures takes it from here.
    territory = request.territory = territory_of(ask_live)  # type: ignore[attr-defined]
    text = request.GET.get("dia-ban", str(plan.unit_id))
    unit = territory.units.get(text)
    year = request.GET.get("nam", str(today.year))
    if unit is None or not year.isdigit() or not plan.document.period[0] <= int(year) <= today.year:
        raise Http404
    return plan, unit, int(year), today


class NotSetUp(Exception):
    """There is no plan with a place yet."""


def units_near(plan: Plan, request: HttpRequest) -> list[tuple[str, str]]:
    """The places one click away: the plan's commune, its villages, the commune it is part of today."""
    today = clock.today()
    home = plan.unit
    chosen = [(str(home.pk), _("Toàn %(name)s") % {"name": home.name[0].lower() + home.name[1:]})] if home else []
    villages = Unit.objects.filter(parent=home, level=Level.VILLAGE)
    chosen += [(str(v.pk), v.name) for v in sorted(villages, key=lambda v: (len(v.name), v.name))]
    for step in (home.successions.filter(on__lte=today).select_related("successor") if home else ()):
        chosen.append((str(step.successor_id), _("%(name)s (từ %(day)s)") % {
            "name": step.successor.name, "day": f"{step.on:%d/%m/%Y}"}))
    return chosen


@requires(Permission.FIGURES_READ)
def board(request: HttpRequest) -> HttpResponse:
    """34 lines grouped by the four objectives; prints on one side of A4."""
    try:
        plan, unit, year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    book = FactBook(plan, unit, today)
    return render(request, "indicators/board.html", {
        "board": board_of(plan, book, year, request.user), "unit": unit, "year": year, "today": today,
        "years": reversed(book.years), "units": units_near(plan, request), "running": year == today.year,
        "lately": lately(plan, book, request.user) if year == today.year else None,
        "urgent": [one for source in hooks.urgent for one in source(request.user)] if year == today.year else [],
        "own": on_board(unit, year, today, request.user),
        "notes": notes_on_board(book, year, Sight(plan, book, request.user)),
        "decides": request.user.can(Permission.PLAN_WRITE), "bare": bare_parts(book.territory, unit, today)})


@requires(Permission.FIGURES_READ)
def objective(request: HttpRequest, number: str) -> HttpResponse:
    """One of the four objectives: its lines, the commune's figure beside every thôn's."""
    try:
        plan, unit, year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    found = next((o for o in plan.document.objectives if o.number == number), None)
    if found is None:
        raise Http404
    book = FactBook(plan, unit, today)
    return render(request, "indicators/objective.html", {
        "page": objective_of(plan, book, found, year, request.user), "unit": unit, "year": year, "today": today,
        "years": reversed(book.years), "running": year == today.year, "bare": bare_parts(book.territory, unit, today),
        "crumbs": [(_("Tổng quan"), reverse("indicators:board")), (_("Mục tiêu %(n)s") % {"n": number}, "")]})


@requires(Permission.LISTS_WITH_NAMES)
def mine(request: HttpRequest) -> HttpResponse:
    """The start page of whoever works with children: who is still to be reached at her place, and where to write."""
    try:
        plan, unit, year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    own = request.user.scope(Permission.LISTS_WITH_NAMES).unit_ids
    if len(own) == 1 and not request.user.scope(Permission.LISTS_WITH_NAMES).facility_ids:
        # Nobody outside her thôn is hers, so nobody outside is asked for.
        unit = territory_of(ask_live).units.get(str(next(iter(own))), unit)
    lines = to_reach(plan, FactBook(plan, unit, today), year, request.user)
    grids = sorted((g for source in hooks.grids for g in source(request.user)), key=lambda g: g[0])
    waiting = [one for source in hooks.waiting for one in source(request.user)]
    given = tasks_of(request.user, today).select_related("child").order_by("due_on", "child__name_sort", "pk")
    count, late = given.count(), given.filter(due_on__lt=today).count()
    if lines or count:
        with transaction.atomic():
            audit.record(request.user, "list", "indicators", fields=[f"year={year}"])
    rows = rows_of(given if request.GET.get("tat-ca") else given[:AT_ONCE], plan, today)
    return render(request, "indicators/mine.html", {
        "gives": request.user.can(Permission.TASKS_GIVE), "writes": request.user.can(Permission.IDENTITY_WRITE),
        "lines": lines, "grids": grids,
        "today": today, "year": year, "waiting": waiting, "given": count, "late": late,
        "urgent": by_urgency(rows, today), "more": count - len(rows),
        "total": sum(bool(line.said) for line in lines) + len(waiting) + count})


@requires(Permission.FIGURES_READ)
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """What a line counts, its years, its parts, and the lists behind it."""
    try:
        plan, unit, year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    if code not in {m.code for m in plan.document.measures}:
        raise Http404
    borders = today if request.GET.get("dia-gioi") == "nay" else None
    book = FactBook(plan, unit, today, borders, only=code, territory=request.territory)  # type: ignore[attr-defined]
    page = page_of(plan, book, code, year, request.user)
    shown = listed(code, book, year, Sight(plan, book, request.user, only=code), request.GET.get("danh-sach", ""),
                   request.GET.get("trang", ""))
    if shown.names:
        with transaction.atomic():
            audit.record(request.user, "list", "indicators", code, fields=[f"year={year}", f"list={shown.chosen}"])
    return render(request, "indicators/measure.html", {
        "page": page, "shown": shown, "unit": unit, "year": year, "today": today, "years": reversed(book.years),
        "units": units_near(plan, request), "borders": borders, "crumbs": _crumbs(page, code),
        "notes": [] if page.hidden else notes_of(code, book, year, Sight(plan, book, request.user, only=code)),
        "bare": bare_parts(book.territory, unit, today), "running": year == today.year,
        "may_plan": request.user.can(Permission.PLAN_WRITE), "has_steps": code in cascades(),
        "detected": panel_of(page.measure, book, year, Sight(plan, book, request.user, only=code)),
        "work": work_of(page.measure, shown, book, request.user) if shown.names and year == today.year else Work(),
        "tools": [tool for source in hooks.instruments for tool in source(request.user, code)]})


def _crumbs(page: Any, code: str) -> list[tuple[str, str]]:
    number = page.objective.number
    return [(_("Tổng quan"), reverse("indicators:board")),
            (_("Mục tiêu %(n)s") % {"n": number}, reverse("indicators:objective", args=[number])), (code, "")]


