"""Door of what moved lately."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit
from mangnon.web.fields import read_date

from .changes_page import WEEK, changes_of
from .reading_facts import FactBook
from .views import NotSetUp, choose

SPANS = (7, 30)


@requires(Permission.EXACT_FIGURES)
def changes(request: HttpRequest) -> HttpResponse:
    """Every line whose figure moved: before, now, and the events that moved it."""
    user: Any = request.user
    try:
        plan, unit, _year, today = choose(request)
    except NotSetUp:
        return render(request, "indicators/not_set_up.html")
    unit = request.territory.units[str(plan.unit_id)]  # type: ignore[attr-defined]
    text, typed = request.GET.get("ngay", ""), request.GET.get("tu", "").strip()
    span = int(text) if text.isdigit() and int(text) in SPANS else WEEK
    since, wrong = _since(typed, today)
    book = FactBook(plan, unit, today, territory=request.territory)  # type: ignore[attr-defined]
    codes = {m.code for m in plan.document.measures}
    only = code if (code := request.GET.get("dong", "")) in codes else ""
    page = changes_of(plan, book, since or today - dt.timedelta(days=span), user, only=only)
    if page.named:
        with transaction.atomic():
            audit.record(user, "list", "indicators.changes", fields=[f"rows={page.named}"])
    return render(request, "indicators/changes.html", {
        "page": page, "unit": unit, "today": today, "since": since or today - dt.timedelta(days=span), "span": span,
        "spans": SPANS, "typed": typed, "wrong": wrong, "own_day": since, "only": only,
        "names": user.can(Permission.IDENTITY_WRITE),
        "crumbs": [(_("Tổng quan"), reverse("indicators:board")), (_("Số vừa đổi"), "")]}, status=422 if wrong else 200)


def _since(typed: str, today: dt.date) -> tuple[dt.date | None, str]:
    """The day typed, or a sentence of what is wrong with it."""
    if not typed:
        return None, ""
    try:
        day = read_date(typed)
    except ValidationError as error:
        return None, " ".join(error.messages)
    if day and day > today:
        return None, _("Ngày này còn ở phía trước. Hãy gõ một ngày đã qua.")
    return day, ""

