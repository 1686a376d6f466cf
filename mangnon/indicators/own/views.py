"""Doors of own measures: those there are, one of them, and the page where a line is copied, changed and tried."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.plan.models import Plan

from .. import views as lines
from ..live import settings_in_use
from ..models import OwnMeasure
from ..territory import UnitRow
from ..vocabulary import definitions
from ..words import told
from . import actions
from .check import Problem
from .counting import Place
from .definition import LONGEST, copy_of, copyable, digest
from .fields import changed, fields_of
from .forms import OwnForm, PartsForm
from .measures import Own, all_own, one, own_of, reading
from .page import listed, page_of, source_label


def _asked(request: HttpRequest) -> tuple[Plan, UnitRow, int, dt.date]:
    """Plan, unit and year as the pages of the lines ask for them; nothing is here before there is a plan."""
    try:
        return lines.choose(request)
    except lines.NotSetUp:
        raise Http404 from None


@requires(Permission.FIGURES_READ)
def own_list(request: HttpRequest) -> HttpResponse:
    """Every own measure with its figure, what the province sent, and files that were refused."""
    plan, unit, year, today = _asked(request)
    found, refused = all_own()
    place, may = Place.of(unit, today), request.user.can(Permission.PLAN_WRITE)
    pages = [page_of(own, place, year, request.user, with_years=False) for own in found if not own.archived]
    choices = [(m.code, told(m, "label")) for m in plan.document.measures if m.code in copyable()] if may else []
    return render(request, "indicators/own_list.html", {
        "pages": pages, "archived": [own for own in found if own.archived], "refused": refused if may else [],
        "unit": unit, "year": year, "choices": choices, "may": may,
        "crumbs": [(_("Tổng quan"), reverse("indicators:board")), (_("Chỉ tiêu của xã"), "")]})


@requires(Permission.FIGURES_READ)
def own(request: HttpRequest, code: str) -> HttpResponse:
    """One own measure: figure, years, thôn, lists, its definition and versions."""
    plan, unit, year, today = _asked(request)
    found = one(code)
    if found is None:
        raise Http404
    place = Place.of(unit, today)
    page = page_of(found, place, year, request.user)
    shown = listed(found, place, year, request.user, request.GET.get("danh-sach", ""), request.GET.get("trang", ""))
    if shown.names:
        _note_list(request, code, year, shown.chosen)
    row = OwnMeasure.objects.filter(code=code).first()
    return render(request, "indicators/own.html", {
        "page": page, "own": found, "shown": shown, "unit": unit, "year": year, "years": reversed(place.years),
        "units": lines.units_near(plan, request), "today": today, "running": year == today.year,
        "versions": row.versions.order_by("-seq") if row else [], "source": source_label(found, plan),
        "may": request.user.can(Permission.PLAN_WRITE) and not found.province,
        "crumbs": [(_("Tổng quan"), reverse("indicators:board")),
                   (_("Chỉ tiêu của xã"), reverse("indicators:own-list")), (code, "")]})


def _note_list(request: HttpRequest, code: str, year: int, chosen: str) -> None:
    with transaction.atomic():
        audit.record(request.user, "list", "indicators", code, fields=[f"year={year}", f"list={chosen}"])


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Copy a line of the plan under a code of one's own, change it, try it, save it."""
    plan, _unit, _year, today = _asked(request)
    source = request.GET.get("tu", "")
    if source not in copyable():
        return redirect("indicators:own-list")
    measure = plan.document.measure(source)
    target = next((v for v in reversed(measure.values)), None)
    first = {"code": _free_code(), "label": told(measure, "label"), "noun": measure.noun or "trẻ",
             "unit": measure.unit if measure.unit in ("%", "per 1000", "per 10000", "count") else "%",
             "operator": target.read.operator if target else ">="}
    return _edit(request, None, source, copy_of(source), first)


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an own measure; how it was counted before stays as a version."""
    row = get_object_or_404(OwnMeasure, code=code)
    goals = {f"goal_{year}": value for year, value in row.goals.items()}
    return _edit(request, row, row.based_on, row.text, {
        "code": row.code, "label": row.label, "noun": row.noun, "unit": row.unit, "operator": row.operator, **goals})


@requires(Permission.PLAN_WRITE)
@require_POST
def put_away(request: HttpRequest, code: str) -> HttpResponse:
    """Put a measure away, or take it out again."""
    row = get_object_or_404(OwnMeasure, code=code)
    actions.put_away(row, by=request.user, on=None if row.archived_on else clock.today())
    messages.success(request, _("Đã lấy lại chỉ tiêu.") if row.archived_on else _("Đã cất chỉ tiêu."))
    return redirect("indicators:own-list")


def _free_code() -> str:
    taken = {own.code for own in all_own()[0]} | set(definitions())
    return next(f"X{n}" for n in range(1, 10_000) if f"X{n}" not in taken)


def _edit(request: HttpRequest, row: OwnMeasure | None, source: str, text: str, first: dict[str, Any]) -> HttpResponse:
    plan, unit, year, today = _asked(request)
    taken = ({own.code for own in all_own()[0]} | set(definitions())) - {row.code if row else ""}
    post = request.POST if request.method == "POST" else None
    form = OwnForm(post, today=today, taken=taken, initial=first)
    parts = None
    if post is not None:
        text, parts = _text_of(post)
    named = form.is_valid() if post is not None else True
    values = form.cleaned_data if post is not None else first
    got = reading(text, values.get("code") or "X", values.get("unit") or "%")
    if parts is None or parts.is_valid():
        parts = PartsForm(parts=fields_of(got, settings_in_use()))
    faults = got.problems if post is not None else []
    tried = Own(values.get("code") or "X", values.get("label") or "", values.get("noun") or "trẻ",
                values.get("unit") or "%", values.get("operator") or ">=", {}, source, text, False, False, got)
    place = Place.of(unit, today)
    counted = got.definition is not None and _counts(tried, place, year)
    if got.definition is not None and not counted:
        faults = [Problem(1, _("Định nghĩa này không đếm được. Hãy viết lại cho đơn giản hơn rồi thử lại."))]
    same = _same_as(form, source, text) if row is None and post is not None and named else None
    if same is not None:
        form.add_error("label", _("Chỉ tiêu %(code)s đã có đúng tên và cách đếm này. Hãy đổi tên hoặc cách đếm, hoặc "
                                  "mở %(code)s ra sửa.") % {"code": same.code})
    good = named and counted and not parts.errors and same is None
    if post is not None and good and "ghi" in post:
        made = _save(request, row, form, source, text, today)
        if made is not None:
            return redirect("indicators:own", made.code)
    page = page_of(tried, place, year, request.user) if counted else None
    shown = listed(tried, place, year, request.user, request.POST.get("danh-sach", "")) if page else None
    if shown and shown.names:
        _note_list(request, tried.code, year, shown.chosen)
    wrong = bool(form.errors or parts.errors or faults)
    return render(request, "indicators/own_edit.html", {
        "form": form, "parts": parts, "text": text, "stamp": digest(text), "page": page,
        "shown": shown, "year": year, "unit": unit, "row": row, "own": tried, "longest": LONGEST,
        "source": source_label(tried, plan), "quoted": [(fault, _line(text, fault.line)) for fault in faults],
        "back": reverse("indicators:own", args=[row.code]) if row else reverse("indicators:own-list"),
        "crumbs": [(_("Chỉ tiêu của xã"), reverse("indicators:own-list")), (row.code if row else _("Thêm"), "")]},
        status=422 if wrong else 200)


def _same_as(form: OwnForm, source: str, text: str) -> OwnMeasure | None:
    """A measure that stands with the very same name, unit, demand and way of counting: a form sent again after Back."""
    values = {name: form.cleaned_data[name] for name in ("label", "noun", "unit", "operator")}
    return OwnMeasure.objects.filter(**values, based_on=source, text=text, archived_on=None).first()


def _counts(own: Own, place: Place, year: int) -> bool:
    """Whether it can be counted at all: every word may be known and the question still be too much for the engine."""
    if own.definition is None:
        return False
    try:
        with transaction.atomic():
            place.figure(own.definition, year)
            place.by_village(own.definition, year)
            place.subjects(own.definition, year)
    except (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError):
        return False
    return True


def _line(text: str, number: int) -> str:
    lines_of = text.split("\n")
    return lines_of[number - 1].strip()[:160] if 0 < number <= len(lines_of) else ""


def _text_of(post: Any) -> tuple[str, PartsForm | None]:
    """The text as sent, with the plain fields' changes where the text is still the one they were drawn from."""
    text = str(post.get("text", "")).replace("\r\n", "\n")
    if post.get("goc") != digest(text):
        return text, None
    fields = fields_of(reading(text, "X", "count"), settings_in_use())
    parts = PartsForm(post, parts=fields)
    return (changed(text, fields, parts.cleaned_data), parts) if parts.is_valid() else (text, parts)


def _save(request: HttpRequest, row: OwnMeasure | None, form: OwnForm, source: str, text: str, today: dt.date,
          ) -> OwnMeasure | None:
    values = {name: form.cleaned_data[name] for name in ("code", "label", "noun", "unit", "operator")}
    try:
        made = actions.save(row, by=request.user, on=today, **values, goals=form.goals(), based_on=source, text=text)
    except ValidationError:
        form.add_error("code", _("Mã này vừa có người dùng. Hãy chọn mã khác."))
        return None
    messages.success(request, _("Đã ghi chỉ tiêu %(code)s.") % {"code": own_of(made).code})
    return made
