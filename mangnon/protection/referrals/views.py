"""Pages of referrals. For whoever may not see one it does not exist: 404, as for one that never was."""
from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires, signed_in
from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import audit
from mangnon.protection.cases.actions import holders
from mangnon.protection.cases.barring import barred_from, near_children
from mangnon.protection.cases.documents import FILES, head_of, head_of_child
from mangnon.protection.cases.models import Case
from mangnon.protection.cases.paper import papers
from mangnon.protection.cases.reading import opened, parts_of
from mangnon.protection.cases.states import OWNER
from mangnon.protection.cases.views import case_of, key_of
from mangnon.registry.models import Child

from . import actions, page, reading, states
from .forms import AnswerForm, ReferralForm
from .models import Referral

LETTER = "giay-chuyen-gui"


@noted("protection.referrals")
@signed_in
def referrals(request: HttpRequest) -> HttpResponse:
    """What waits for this person's answer, what she took, and what she sent herself."""
    got, sent = page.rows_of(reading.received(request.user)), page.rows_of(reading.sent(request.user))
    return render(request, "protection/referrals/list.html", {
        "waiting": [one for one in got if one["row"].state == states.SENT],
        "others": [one for one in got if one["row"].state != states.SENT], "sent": sent})


def _offered(by: Any, case: Case | None, child: Child | None) -> list[User]:
    """Whom it may go to: nobody who is kept from the case or near to the child."""
    users = [user for user in holders(Permission.FIGURES_READ) if user.pk != by.pk]
    if case is not None:
        return [user for user in users if not barred_from(user, [case.pk])]
    return [user for user in users if child is None or not near_children(user, {child.pk})]


@noted("protection.referral_form", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Refer for a case; only its owner."""
    it = case_of(request, code)
    if OWNER not in parts_of(request.user, it) or not it.is_open:
        raise Http404
    return _form(request, it, None, None)


@noted("protection.referral_form", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def add_for_child(request: HttpRequest, child_id: uuid.UUID) -> HttpResponse:
    """Refer a child without a case, as for a disability."""
    child = get_object_or_404(Child.objects.visible_to(request.user), pk=child_id)
    if not reading.may_refer(request.user, child):
        raise Http404
    return _form(request, None, child, None)


@noted("protection.referral_form", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    row = _row(request, code)
    if row.state != states.DRAFT or states.SENDER not in (reading.parts(request.user, row) or ()):
        raise Http404
    if not _reads(request, row):
        messages.info(request, _("Hãy mở lời kể trước, có ghi lý do."))
        return redirect("protection:referral", code)
    return _form(request, row.case, row.child, row)


def _form(request: HttpRequest, case: Case | None, child: Child | None, row: Referral | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    first = {**page.said(row), **{name: getattr(row, name) for name in actions.OPEN_VALUES}} if row else {}
    form = ReferralForm(sent, offered=_offered(request.user, case, child), with_case=case is not None,
                        sends="gui" in request.POST, initial=first)
    if sent is not None and form.is_valid():
        with transaction.atomic():
            if row is None:
                row = actions.draft(case, child, by=request.user, values=form.cleaned_data, pk=key_of(sent.get("ma")))
            else:
                row = actions.rewrite(row, by=request.user, values=form.cleaned_data)
            if "gui" in sent and row.state == states.DRAFT:
                actions.do(row, "send", by=request.user)
        messages.success(request, _("Đã gửi.") if "gui" in sent else _("Đã ghi dự thảo, chưa gửi."))
        return redirect("protection:referral", row.code)
    return render(request, "protection/referrals/form.html", {
        "it": case, "child": child, "row": row, "form": form, "key": request.POST.get("ma") or uuid.uuid4()},
        status=422 if form.errors else 200)


def _row(request: HttpRequest, code: str) -> Referral:
    row = reading.found(request.user, code)
    if row is None:
        raise Http404
    return row


def _reads(request: HttpRequest, row: Referral) -> bool:
    """Whether the words are shown: to the receiver while it stands, to the case's people while they are open."""
    mine = reading.parts(request.user, row) or set()
    if states.RECEIVER in mine and row.state != states.WITHDRAWN:
        return True
    of_case = row.case is None or opened(request.user, row.case) is not None
    others = states.SENDER in mine or states.RECEIVER not in mine
    return of_case and others


@noted("protection.referral", subject="code")
@signed_in
def referral(request: HttpRequest, code: str) -> HttpResponse:
    """One referral: what is asked, by when, what was answered."""
    row = _row(request, code)
    mine = reading.parts(request.user, row) or set()
    reads = _reads(request, row)
    # Who only receives it is not told where the case stands; whose case it is goes back to it.
    of_case = row.case is not None and Case.objects.open_to(request.user).filter(pk=row.case.pk).exists()
    offered = states.allowed(row.state, mine)
    child = Child.objects.visible_to(request.user).filter(pk=row.child.pk).first() if row.child else None
    if states.SENDER in mine and states.RECEIVER not in mine:
        offered += states.allowed(row.state, {states.RECEIVER})
    return render(request, "protection/referrals/referral.html", {
        "row": row, "one": page.rows_of([row])[0], "reads": reads, "words": page.said(row) if reads else {},
        "steps": page.story(row) if reads else [], "done": page.done_titles(), "titles": page.act_titles(),
        "acts": [act for act in offered if act.code != "send"], "of_case": of_case, "sends": states.SENDER in mine,
        "typed": states.RECEIVER not in mine, "draft": row.state == states.DRAFT,
        "child": child, "prints": states.SENDER in mine and reads and row.state != states.DRAFT})


@noted("protection.referral", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Answer, give the result, or withdraw."""
    row, doing = _row(request, code), states.BY_SLUG.get(slug)
    mine = reading.parts(request.user, row) or set()
    typed = doing is not None and doing.who == states.RECEIVER and states.RECEIVER not in mine
    if doing is None or doing.code == "send" or row.state not in doing.states or not (
            doing.who in mine or (typed and states.SENDER in mine)):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, label=page.word_labels()[doing.code], must=doing.words, typed=typed)
    if sent is not None and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        actions.do(row, doing.code, by=request.user, at=data["at"], words=data["words"],
                   said_by=data.get("said_by", ""), pk=key_of(sent.get("ma")))
        messages.success(request, _("Đã ghi: %(what)s.") % {"what": page.done_titles()[doing.code]})
        return redirect("protection:referral", code)
    return render(request, "protection/referrals/act.html", {
        "row": row, "form": form, "title": page.act_titles()[doing.code],
        "key": request.POST.get("ma") or uuid.uuid4()}, status=422 if form.errors else 200)


@noted("protection.referral", subject="code")
@signed_in
def letter(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The letter for a receiver without an account; its name is the referral's code."""
    row = _row(request, code)
    mine = reading.parts(request.user, row) or set()
    if ending not in FILES or row.state == states.DRAFT or states.SENDER not in mine or not _reads(request, row):
        raise Http404
    make, kind = FILES[ending]
    head = head_of(row.case) if row.case else head_of_child(row.child, row.code)
    content = make(papers()[LETTER], page.letter_values(row), dataclasses.replace(head, signers=head.signers[-1:]))
    with transaction.atomic():
        audit.record(request.user, "export", "protection.referral", row.code, fields=[ending])
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{row.code}.{ending}"'
    return answer
