"""Pages of ECDI2030: one child's questions, what was answered and what to play next, a thôn's grid, groups' results."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches
from mangnon.registry.views import villages
from mangnon.web import keeping

from .ecdi import questions_on, to_practise, unknown_in
from .ecdi_actions import keep, questions_of, withdraw
from .ecdi_forms import EcdiForm, answer_words, in_english, why_not, words
from .ecdi_grid import EcdiGrid, asked_in
from .ecdi_results import results
from .models import EcdiSheet, Instrument
from .views import _day, _uuid, seen

PLAYS = 3
"""Suggestions shown at once; a long list helps no parent."""


@requires(Permission.HEALTH_READ)
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was answered, question by question, and what to play next; never how the child stands."""
    child = seen(request, pk)
    sheet = child.ecdi_sheets.order_by("-asked_on").first()
    today = clock.today()
    found: dict[str, Any] = {}
    if sheet:
        asked = questions_of(sheet)
        found = {"lines": [(item.number, words(item), answer_words(item, code)) for item, code in zip(
                     asked.items, sheet.answers, strict=True)],
                 "play": [item.play_en if in_english() else item.play for item in to_practise(sheet.answers, asked)],
                 "unknown": unknown_in(sheet.answers, asked)}
    return render(request, "health/ecdi_panel.html", {
        "child": child, "sheet": sheet, "plays": PLAYS, **found,
        "scored": sheet is None and child.assessments.filter(instrument=Instrument.ECDI2030).exists(),
        "why_not": why_not(child, today, questions_on(today)),
        "may_write": reaches(request.user, pk, Permission.HEALTH_WRITE)})


def _writable(request: HttpRequest, child_id: uuid.UUID) -> Child:
    return get_object_or_404(Child.objects.visible_to(request.user, Permission.HEALTH_WRITE), pk=child_id)


@requires(Permission.HEALTH_WRITE)
@require_http_methods(["GET", "POST"])
def sheet_page(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID | None = None) -> HttpResponse:
    """Fill in the twenty questions for one child, or correct what was answered."""
    child = _writable(request, child_id)
    standing = get_object_or_404(EcdiSheet, pk=pk, child=child) if pk else None
    form = EcdiForm(request.POST or None, instance=standing or EcdiSheet(child=child))

    def save(data: dict[str, Any]) -> Any:
        return keep(child, data["asked_on"], data["answers"], by=request.user,
                    sheet=form.same or standing, new_id=form.new_id)

    return keeping.write(
        request, form, title=_("ECDI2030: hai mươi câu hỏi"), save=save, back=child.get_absolute_url(), lead=child,
        above=child.get_absolute_url(), remove=reverse("health:ecdi-remove", args=[child.pk, pk]) if pk else "",
        history=reverse("registry:child-history", args=[child.pk]) if pk else "",
        said=_("Đã ghi. Phần “Phát triển” của em có gợi ý chơi gì tiếp."))


@requires(Permission.HEALTH_WRITE)
@require_http_methods(["GET", "POST"])
def remove_sheet(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    child = _writable(request, child_id)
    row = get_object_or_404(EcdiSheet, pk=pk, child=child)
    return keeping.take_out(request, row, back=child.get_absolute_url(), what=_("Phiếu ECDI2030 ngày %(day)s") % {
        "day": row}, first=lambda: withdraw(row, by=request.user, reason=request.POST.get("reason", "")))


def _village(request: HttpRequest, permission: Permission) -> tuple[Any, Any]:
    scope = request.user.scope(permission)
    places = villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)
    return places, places.filter(pk=_uuid(request.GET.get("thon", ""))).first() or places.first()


@requires(Permission.HEALTH_WRITE)
@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest) -> HttpResponse:
    """A thôn's sheet typed back: twenty letters a child; lines are written one by one."""
    today = clock.today()
    places, village = _village(request, Permission.HEALTH_WRITE)
    text = request.POST.get("ngay", request.GET.get("ngay", f"{today:%d/%m/%Y}"))
    day, day_error = _day(text, today)
    typed = request.POST if request.method == "POST" and day else None
    found = EcdiGrid(asked_in(request.user, village, day or today), day or today, typed)
    if typed is not None:
        count = found.write(by=request.user)
        if not found.waiting:
            messages.success(request, _("Đã ghi %(n)s phiếu.") % {"n": count} if count else _("Không có gì thay đổi."))
            return redirect(f"{reverse('health:ecdi-grid')}?thon={village.pk if village else ''}&ngay={text}")
        messages.warning(request, _("Đã ghi %(n)s phiếu, còn %(m)s dòng cần xem lại.") % {
            "n": count, "m": found.waiting})
    asked = questions_on(day or today)
    return render(request, "health/ecdi_grid.html", {
        "grid": found, "village": village, "villages": places, "day": text, "day_error": day_error,
        "questions": [(item.number, words(item), [(c, en if in_english() else vi) for c, vi, en in item.answers])
                      for item in asked.items], "asked": asked},
        status=422 if request.method == "POST" else 200)


@requires(Permission.HEALTH_READ)
def result_page(request: HttpRequest) -> HttpResponse:
    """Of groups only: how many were asked, how many have a score, how many reach their band's bar."""
    today = clock.today()
    year = request.GET.get("nam", "")
    chosen = int(year) if year.isdecimal() and 2021 <= int(year) <= today.year else today.year
    places, _village_ = _village(request, Permission.HEALTH_READ)
    return render(request, "health/ecdi_results.html", {
        "found": results(request.user, list(places), chosen, today), "year": chosen,
        "years": range(today.year, 2020, -1), "asked": questions_on(today),
        "may_write": request.user.can(Permission.HEALTH_WRITE)})

