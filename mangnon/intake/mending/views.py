"""Doors of what becomes of findings: leave as it is, ask the thôn, and the collaborator's page of questions."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child

from ..quality import Rule, look
from ..rules import rules
from . import actions
from .models import Answer, CorrectionRequest


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def said(request: HttpRequest) -> HttpResponse:
    """Leave a finding as it is, look at it again, or ask the collaborators of the child's thôn about it."""
    user: Any = request.user
    rule = next((one for one in rules() if one.code == request.POST.get("quy-tac")
                 and (not one.sealed or user.can(Permission.SEALED_READ))), None)
    child, what = _child(request.POST.get("em", "")), request.POST.get("la")
    if rule is None or child is None or what not in ("dung", "xem-lai", "nho"):
        raise Http404
    words = actions.in_vietnamese([rule], clock.today()).get((rule.code, child.pk), "")
    if not words and what != "xem-lai":
        messages.info(request, _("Chỗ này đã được ghi hoặc sửa rồi."))
    elif what == "dung":
        actions.accept(rule, child.pk, words, by=user)
        messages.success(request, _("Đã ghi: đúng như vậy, không cần sửa."))
    elif what == "xem-lai":
        actions.look_again(rule, child.pk, by=user)
        messages.success(request, _("Đã đưa lại vào chỗ cần xem."))
    else:
        _ask(request, rule, child, words)
    return redirect(f"{reverse('intake:quality')}#{rule.code}")


def _ask(request: HttpRequest, rule: Rule, child: Child, words: str) -> None:
    if not rule.asked:
        raise Http404
    if actions.ask(rule, child, words, clock.today(), by=request.user):
        messages.success(request, _("Đã nhờ cộng tác viên của thôn hỏi lại."))
    else:
        messages.error(request, _("Em chưa có nơi ở trong thôn nào nên chưa nhờ ai được. Hãy ghi nơi ở trước."))


def _child(key: str) -> Child | None:
    try:
        return Child.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def open_to(user: Any) -> Any:
    """Questions about children whom a user may write about, the oldest first."""
    mine = Child.objects.visible_to(user, Permission.IDENTITY_WRITE)
    return CorrectionRequest.objects.filter(child__in=mine).select_related("child", "unit").order_by("asked_at")


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET"])
@noted("intake.CorrectionRequest")
def asked(request: HttpRequest) -> HttpResponse:
    """What is to be asked at children's homes; what was mended meanwhile is gone."""
    today = clock.today()
    rows = actions.still(open_to(request.user), today)
    titles = {rule.code: (rule.title, rule.fix) for rule in rules()}
    words = {(one.rule.code, child): text for one in look([r for r in rules() if r.asked], today, sealed=False)
             for child, text in one.findings}
    shown = [(row, *titles[row.rule], words.get((row.rule, row.child_id), row.words)) for row in rows]
    return render(request, "intake/mending/asked.html", {
        "waiting": [one for one in shown if not one[0].answer], "answered": [one for one in shown if one[0].answer],
        "answers": Answer.choices})


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["POST"])
def answered(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what was found at the home."""
    row = get_object_or_404(open_to(request.user), pk=pk)
    try:
        actions.answer(row, request.POST.get("tra-loi", ""), request.POST.get("ghi-them", "").strip(), by=request.user)
    except ValueError:
        messages.error(request, _("Hãy chọn một câu trả lời."))
    else:
        messages.success(request, _("Đã gửi câu trả lời cho cán bộ trẻ em."))
    return redirect("intake:asked")
