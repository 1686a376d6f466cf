"""Doors of what becomes of findings: leave as it is, ask the thôn, and the collaborator's page of questions."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import Facility
from mangnon.registry.models import Child
from mangnon.registry.views import villages

from ..quality import Rule, look
from ..rules import rules
from . import actions
from .hearing import Heard, Hearers, open_to
from .measuring import lacking
from .models import Answer

PAGE = 100


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


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.quality", subject="place")
def lacks(request: HttpRequest, what: str, place: uuid.UUID) -> HttpResponse:
    """The children of a thôn or a school of whom the register does not know one thing."""
    where = villages().filter(pk=place).first() or get_object_or_404(Facility.objects.schools(), pk=place)
    named = {"day": _("Chưa đủ ngày sinh"), "number": _("Chưa có số định danh"), "mother": _("Chưa có họ tên mẹ"),
             "registered": _("Chưa ghi đăng ký khai sinh, dưới 5 tuổi"), "class": _("Chưa có tên lớp")}
    try:
        rows = lacking(what, where, clock.today())
    except KeyError:
        raise Http404 from None
    mine = Child.objects.visible_to(request.user)
    page = Paginator(rows.filter(pk__in=mine.values("pk")).in_name_order(), PAGE).get_page(request.GET.get("trang"))
    return render(request, "intake/mending/lacking.html", {"page": page, "what": named[what], "place": where})


def _ask(request: HttpRequest, rule: Rule, child: Child, words: str) -> None:
    if not rule.asked:
        raise Http404
    if actions.ask(rule, child, words, clock.today(), by=request.user):
        _say_who_hears(request, Hearers(clock.today()).of(rule, [child.pk])[child.pk])
    else:
        messages.error(request, _("Em chưa có nơi ở trong thôn nào nên chưa nhờ ai được. Hãy ghi nơi ở trước."))


def _say_who_hears(request: HttpRequest, heard: Heard) -> None:
    if heard.whom:
        messages.success(request, _("Đã nhờ %(whom)s hỏi lại.") % {"whom": heard.whom})
    if heard.unheard:
        messages.warning(request, _("%(unit)s chưa có tài khoản cộng tác viên. Đề nghị được giữ lại; có tài khoản thì "
                                    "cộng tác viên thấy ngay.") % {"unit": heard.unit})


def _child(key: str) -> Child | None:
    try:
        return Child.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


@requires(Permission.IDENTITY_WRITE, Permission.EDUCATION_WRITE)
@require_http_methods(["GET"])
@noted("intake.CorrectionRequest")
def asked(request: HttpRequest) -> HttpResponse:
    """What is to be asked of families and in school's papers; what was mended meanwhile is gone."""
    today = clock.today()
    rows = actions.still(open_to(request.user), today)
    titles = {rule.code: (rule.title, rule.fix) for rule in rules()}
    words = {(one.rule.code, child): text for one in look([r for r in rules() if r.asked], today, sealed=False)
             for child, text in one.findings}
    shown = [(row, *titles[row.rule], words.get((row.rule, row.child_id), row.words)) for row in rows]
    return render(request, "intake/mending/asked.html", {
        "waiting": [one for one in shown if one[0].is_open], "answered": [one for one in shown if not one[0].is_open],
        "answers": Answer.choices,
        "family": request.user.can(Permission.IDENTITY_WRITE), "unchanged": request.GET.get("chua-doi", "")})


@requires(Permission.IDENTITY_WRITE, Permission.EDUCATION_WRITE)
@require_http_methods(["POST"])
def answered(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what was found; "mended" is taken only where the register no longer says the same."""
    row = get_object_or_404(open_to(request.user), pk=pk)
    said, note = request.POST.get("tra-loi", ""), request.POST.get("ghi-them", "").strip()
    try:
        actions.answer(row, said, note, clock.today(), by=request.user)
    except actions.Unchanged:
        return redirect(f"{reverse('intake:asked')}?chua-doi={pk}#c{pk}")
    except ValueError:
        messages.error(request, _("Hãy ghi điều đúng là gì.") if said == Answer.WRONG else _(
            "Hãy chọn một câu trả lời."))
    else:
        messages.success(request, _("Đã ghi ngày đến; chỗ này vẫn ở đây để hỏi lại lần sau.") if said == Answer.ABSENT
                         else _("Đã gửi câu trả lời cho cán bộ trẻ em."))
    return redirect("intake:asked")
