"""Doors of the yearly reviews: everything that is due, or of one child; one touch says that nothing changed."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.registry.models import Child
from mangnon.web import formats
from mangnon.web.fields import read_date

from .coming.d_reviews import counts_from
from .reviews import CIRCUMSTANCES, HOMES, WRITE, Row, done, review, rows_of, take_back, too_early
from .words import english

YEAR = dt.timedelta(days=366)
NAMED = 3


@requires(Permission.SEALED_WRITE)
@require_http_methods(["GET", "POST"])
def circumstances(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Children in special circumstances whose yearly review is due."""
    return _page(request, CIRCUMSTANCES, "indicators:review-children", pk)


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def homes(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Poor and near-poor households whose status is to be looked at."""
    return _page(request, HOMES, "indicators:review-homes", pk)


def _page(request: HttpRequest, kind: str, door: str, child: uuid.UUID | None) -> HttpResponse:
    user, today = request.user, clock.today()
    if child:
        get_object_or_404(Child.objects.visible_to(user, WRITE[kind]), pk=child)
    rows = rows_of(kind, user, today, child)
    places = sorted({row.place for row in rows}, key=lambda name: (len(name), name))
    place = request.GET.get("thon", "") if request.GET.get("thon", "") in places else ""
    shown = [row for row in rows if not place or row.place == place]
    typed, wrong, ticked = request.POST.get("ngay", "").strip(), "", set(request.POST.getlist("dong"))
    early = ""
    if request.method == "POST":
        if "go" in request.POST:
            return _taken_back(request, kind, door)
        on, wrong = _day(typed, today)
        alone = request.POST.get("mot", "")
        chosen = [row for row in rows if row.key in ({alone} if alone else ticked)]
        if on and not wrong and request.POST.get("som", "") != on.isoformat():
            wrong = _too_early(chosen, on)
            early, ticked = on.isoformat() if wrong else "", ticked | ({alone} if alone else set())
        if on and not wrong:
            return _written(request, kind, door, chosen, on, child, asked=bool(alone or ticked))
    with transaction.atomic():
        # Nothing of this leaves before its line of the trail is committed.
        audit.record(user, "list", "indicators.reviews-ho-ngheo" if kind == HOMES else "indicators.reviews-hoan-canh",
                     child or "", fields=[f"rows={len(shown)}"])
    return render(request, "indicators/reviews.html", {
        "rows": shown, "kind": kind, "homes": kind == HOMES, "alone": child is not None, "places": places,
        "place": place, "today": today, "late": sum(bool(row.late) for row in shown), "wrong": wrong,
        "typed": typed if wrong else formats.date(today), "ticked": ticked, "early": early,
        "done": [] if child else done(kind, user, today),
        "whole": reverse(door), "other": _other(request, kind),
        "crumbs": [(_("Sắp tới"), reverse("indicators:coming")),
                   (_("Rà soát hộ nghèo, cận nghèo") if kind == HOMES else _("Rà soát hoàn cảnh"), "")]},
        status=422 if wrong else 200)


def _other(request: HttpRequest, kind: str) -> str:
    """The other kind's page, for who may open it."""
    user: Any = request.user
    if kind == CIRCUMSTANCES:
        return reverse("indicators:review-homes") if user.can(Permission.IDENTITY_WRITE) else ""
    return reverse("indicators:review-children") if user.can(Permission.SEALED_WRITE) else ""


def _day(text: str, today: dt.date) -> tuple[dt.date | None, str]:
    """The day of the review, or what is wrong with it."""
    if not text:
        return None, _("Hãy gõ ngày rà soát.")
    try:
        day = read_date(text)
    except ValidationError as error:
        return None, " ".join(error.messages)
    if day > today:
        return None, _("Ngày rà soát còn ở phía trước. Hãy gõ ngày đã đi rà soát.")
    if day < today - YEAR:
        return None, _("Ngày rà soát đã quá một năm. Lần rà soát ấy không thay được lần này.")
    return day, ""


def _too_early(chosen: list[Row], on: dt.date) -> str:
    """That a review of this day leaves rows due, with the day from which one counts; "" where it leaves none."""
    left = too_early(chosen, on)
    if not left:
        return ""
    told = [_("%(who)s hết diện ngày %(ends)s, lần rà soát từ %(from)s mới tính") % {
        "who": row.who, "ends": formats.date(row.ends, english=english()),
        "from": formats.date(counts_from(row.ends), english=english())} for row in left[:NAMED] if row.ends]
    return _("Ngày %(day)s sớm quá nên ghi rồi dòng ấy vẫn còn đến kỳ: %(rows)s.") % {
        "day": formats.date(on, english=english()), "rows": "; ".join(told) + ("…" if len(left) > NAMED else "")}


def _written(request: HttpRequest, kind: str, door: str, chosen: list[Row], on: dt.date, child: uuid.UUID | None, *,
             asked: bool) -> HttpResponse:
    count = review(kind, chosen, by=request.user, on=on)
    if count:
        messages.success(request, ngettext("Đã ghi %(n)s lần rà soát ngày %(day)s, không đổi.",
                                           "Đã ghi %(n)s lần rà soát ngày %(day)s, không đổi.", count) % {
            "n": count, "day": formats.date(on, english=english())})
    elif asked:
        messages.info(request, _("Các dòng này vừa được rà soát rồi; không ghi hai lần."))
    else:
        messages.info(request, _("Chưa đánh dấu dòng nào."))
    if child and request.GET.get("tiep") == "sap-toi":
        return redirect("indicators:coming")
    return redirect(reverse(door) + (f"?{request.GET.urlencode()}" if request.GET and not child else ""))


def _taken_back(request: HttpRequest, kind: str, door: str) -> HttpResponse:
    if take_back(kind, request.POST.get("go", ""), by=request.user, today=clock.today()):
        messages.success(request, _("Đã gỡ lần rà soát. Dòng ấy lại đến hạn như trước."))
    else:
        messages.info(request, _("Lần rà soát này đã được gỡ."))
    return redirect(door)
