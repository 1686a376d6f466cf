"""The page of data quality: what looks wrong, child by child, and how complete the register is in each thôn."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child

from . import adding
from .mending import actions
from .mending.hearing import Heard, Hearers
from .mending.measuring import TIMELY, complete, schools, timeliness
from .mending.models import CorrectionRequest
from .mending.trend import trend
from .quality import Found, look
from .reconciling.models import CorrectionLetter
from .rules import rules

LETTERS = 10
SHOWN = 100
"""Children of a rule that the page lists; the rest is counted."""


@requires(Permission.IMPORT_LISTS, Permission.REPORT_SIGN)
@require_http_methods(["GET"])
@noted("intake.quality")
def quality(request: HttpRequest) -> HttpResponse:
    """Every rule with the children it points at, each a link, and what the register knows, how soon, and since when.

    Whoever signs the commune's reports sees how sound they are in numbers; the children are the officer's work.
    """
    today = clock.today()
    user: Any = request.user
    if not user.can(Permission.IMPORT_LISTS):
        return _in_numbers(request, today)
    sealed = user.can(Permission.SEALED_READ)
    found, settled = actions.parted(look(rules(), today, sealed=sealed), today)
    named = Child.objects.in_bulk({child for one in [*found, *settled] for child, _words in one.findings[:SHOWN]})
    waiting = {(row.rule, row.child_id): row for row in CorrectionRequest.objects.all()}
    hearers = Hearers(today)
    shown = [(one.rule, _rows(one, named, waiting, hearers), len(one.findings),
              [one_click for one_click in one.rule.adds if user.can(one_click.needs)])
             for one in found if one.findings]
    return render(request, "intake/quality.html", {
        "shown": shown, "clean": [one.rule for one in found if not one.findings], "most": SHOWN,
        "settled": [(one.rule, named[child], words) for one in settled for child, words in one.findings[:SHOWN]],
        "total": sum(n for _rule, _rows, n, _adds in shown), "places": complete(today), "schools": schools(today),
        "may_open": user.can(Permission.USERS_MANAGE), "timely": timeliness(today), "within": TIMELY,
        "trend": trend(today, sealed=sealed)})


def _in_numbers(request: HttpRequest, today: dt.date) -> HttpResponse:
    """The same without a child: how many of each rule, how complete, how soon, which letters wait for an answer."""
    user: Any = request.user
    sealed = user.can(Permission.SEALED_READ)
    found, _settled = actions.parted(look(rules(), today, sealed=sealed), today)
    counts = [(one.rule.title, len(one.findings)) for one in found if one.findings]
    return render(request, "intake/quality_numbers.html", {
        "counts": counts, "total": sum(n for _title, n in counts), "places": complete(today),
        "schools": schools(today), "timely": timeliness(today), "within": TIMELY, "today": today,
        "trend": trend(today, sealed=sealed), "letters": CorrectionLetter.objects.order_by("-at")[:LETTERS]})


def _rows(one: Found, named: dict[uuid.UUID, Child], waiting: dict[tuple[str, uuid.UUID], CorrectionRequest],
          hearers: Hearers) -> list[tuple[Child, str, CorrectionRequest | None, Heard | None]]:
    """Children of a rule: (child, what is seen, what was asked, who hears a question about her)."""
    some = one.findings[:SHOWN]
    heard = hearers.of(one.rule, [child for child, _words in some]) if one.rule.asked else {}
    return [(named[child], words, waiting.get((one.rule.code, child)), heard.get(child)) for child, words in some]


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
@noted("intake.quality")
def quality_add(request: HttpRequest) -> HttpResponse:
    """Write what a rule says is missing of one child; within need-to-know, once, and sealed rows after a question."""
    user: Any = request.user
    rule = next((one for one in rules() if one.code == request.POST.get("quy-tac")
                 and (not one.sealed or user.can(Permission.SEALED_READ))), None)
    chosen = next((one for one in rule.adds if one.code == request.POST.get("viec") and user.can(one.needs)),
                  None) if rule else None
    child = _child(user, request.POST.get("em", ""))
    if rule is None or chosen is None or child is None:
        raise Http404
    if chosen.ask and request.POST.get("chac") != "1":
        if not any(pk == child.pk for pk, _words in rule.find(clock.today())):
            messages.info(request, _("Chỗ này đã được ghi hoặc sửa rồi."))
            return redirect(f"{reverse('intake:quality')}#{rule.code}")
        return render(request, "intake/mending/sure.html", {
            "rule": rule, "chosen": chosen, "child": child, "question": chosen.ask % {"name": child}})
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


def _child(user: Any, key: str) -> Child | None:
    try:
        return Child.objects.visible_to(user).filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None
