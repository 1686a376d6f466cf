"""Pages of transfers. For whoever may not read the case none of them exists."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires, signed_in
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.core.clock import VIETNAM
from mangnon.core.sealed import unseal_values
from mangnon.protection.cases.documents import FILES, head_of, issuer_name
from mangnon.protection.cases.models import Case
from mangnon.protection.cases.paper import papers
from mangnon.protection.cases.reading import opened, parts_of
from mangnon.protection.cases.states import OWNER
from mangnon.protection.cases.views import case_of, key_of

from . import actions, contents, sealed_file
from .forms import BeginForm, FileForm, IncomingForm, ReceiptForm, WhyForm
from .models import PENDING, Incoming, Transfer

RECORD = "bien-ban-chuyen-giao"


def why_not(code: str) -> str:
    """What a person reads where a file does not open."""
    return {"foreign": _("Tệp này không phải tệp chuyển giao của Măng Non. Hãy chọn đúng tệp."),
            "other": _("Biên nhận này của một lần chuyển khác. Hãy chọn đúng tệp.")}.get(
        code, _("Không mở được tệp: sai mật khẩu, hoặc tệp bị cắt hay bị sửa. Hãy thử lại mật khẩu, xin lại tệp, "
                "hoặc để người khác mở."))


def card(user: Any, case: Case) -> dict[str, Any] | None:
    """On a case's page: where it came from, and where it is going."""
    owns = OWNER in parts_of(user, case)
    found = list(case.transfers.all())
    came = Incoming.objects.filter(case=case).first()
    if not found and came is None and not (owns and case.is_open):
        return None
    return {"it": case, "transfers": found, "came": came, "owns": owns,
            "begins": owns and case.is_open and not any(one.state == PENDING for one in found)}


def _owned(request: HttpRequest, code: str) -> Case:
    it = case_of(request, code)
    if OWNER not in parts_of(request.user, it):
        raise Http404
    return it


@noted("protection.transfer", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the receiving commune and say why."""
    it = _owned(request, code)
    if not it.is_open or it.transfers.filter(state=PENDING).exists():
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(sent)
    if sent is not None and form.is_valid():
        actions.begin(it, by=request.user, pk=key_of(sent.get("ma")), **form.cleaned_data)
        return redirect("protection:transfer", code)
    return render(request, "protection/transfers/begin.html", {
        "it": it, "form": form, "key": request.POST.get("ma") or uuid.uuid4()}, status=422 if form.errors else 200)


@noted("protection.transfer", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    """The last transfer of a case: its file, its record on paper, its receipt."""
    it = _owned(request, code)
    row = it.transfers.last()
    if row is None:
        raise Http404
    which = request.POST.get("viec", "") if request.method == "POST" else ""
    file = FileForm(request.POST if which == "tep" else None, initial={"passphrase": sealed_file.new_passphrase()})
    receipt = ReceiptForm(*((request.POST, request.FILES) if which == "bien-nhan" else ()))
    stop = WhyForm(request.POST if which == "rut" else None)
    open_now = opened(request.user, it) is not None
    if which == "tep" and file.is_valid() and row.state == PENDING and open_now:
        content = actions.make_file(row, file.cleaned_data["passphrase"], by=request.user)
        return _download(content, f"{it.code}.mangnon")
    if which == "bien-nhan" and receipt.is_valid():
        try:
            row = actions.take_receipt(row, _read(receipt), by=request.user)
            messages.success(request, _("Đã ghi biên nhận: %(what)s.") % {"what": row.get_state_display()})
            return redirect("protection:transfer", code)
        except sealed_file.NotOpened as refused:
            receipt.add_error("file", why_not(refused.code))
    if which == "rut" and stop.is_valid() and row.state == PENDING:
        actions.withdraw(row, by=request.user, reason=stop.cleaned_data["reason"])
        return redirect("protection:transfer", code)
    words = unseal_values(row.words, row=row.pk, field="words") if open_now else {}
    wrong = file.errors or receipt.errors or stop.errors
    return render(request, "protection/transfers/transfer.html", {
        "it": it, "row": row, "file": file, "receipt": receipt, "stop": stop, "open": open_now, "words": words,
        "pending": row.state == PENDING, "left_out": actions.left_out(row)}, status=422 if wrong else 200)


def _read(form: Any) -> bytes:
    return form.cleaned_data["file"].read(sealed_file.MOST + 1)


def _download(content: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@noted("protection.transfer", subject="code")
@signed_in
def record(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The minutes of the hand-over on paper, what is known filled in."""
    it = _owned(request, code)
    row = it.transfers.last()
    if row is None or ending not in FILES or opened(request.user, it) is None:
        raise Http404
    make, kind = FILES[ending]
    content = make(papers()[RECORD], _record_values(it, row, str(request.user)), head_of(it))
    with transaction.atomic():
        audit.record(request.user, "export", "protection.Transfer", row.pk, fields=[ending])
    return _download(content, f"{it.code}-{RECORD}.{ending}", kind)


def _record_values(it: Case, row: Transfer, person: str) -> dict[str, Any]:
    words = unseal_values(row.words, row=row.pk, field="words")
    at = (row.made_at or row.begun_at).astimezone(VIETNAM)
    done = {"intake": "mau_01", "assess": "mau_02", "verify": "bien_ban", "plan": "mau_04", "approve": "mau_05",
            "review": "mau_06", "order_emergency": "mau_07"}
    there = [done[act] for act in it.steps.values_list("act", flat=True) if act in done]
    return {"handed_on": at.date().isoformat(), "handed_at": f"{at:%H:%M}", "giver": issuer_name(),
            "giver_person": person, "taker": row.to_commune, "why_note": words.get("reason"),
            "contents": sorted({*there, *(["chuyen_gui"] if it.referrals.exists() else [])}) or None,
            "contents_note": words.get("along"), "seal": str(row.pk)}


# --- the receiving side -----------------------------------------------------------------------------------------------

@noted("protection.incoming_list")
@requires(Permission.SEALED_WRITE)
@require_http_methods(["GET", "POST"])
def incoming_list(request: HttpRequest) -> HttpResponse:
    """Take in a case that another commune sent; what waits, and what was answered."""
    sent = request.method == "POST"
    form = IncomingForm(*((request.POST, request.FILES) if sent else ()))
    if sent and form.is_valid():
        try:
            found = actions.look_into(_read(form), form.cleaned_data["passphrase"], by=request.user)
            if not actions.kept_from(request.user, found):
                return redirect("protection:incoming", found.pk)
            form.add_error("file", why_not("wrong"))
        except sealed_file.NotOpened as wrong:
            form.add_error("file", why_not(wrong.code))
        except contents.NotUnderstood:
            form.add_error("file", _("Tệp mở được nhưng làm bằng bản Măng Non khác, bản này chưa đọc được. Hãy cập "
                                     "nhật chương trình, hoặc nhờ bên chuyển làm lại tệp."))
    rows = [row for row in Incoming.objects.select_related("case").order_by("-arrived_at")[:100]
            if not actions.kept_from(request.user, row)]
    return render(request, "protection/transfers/incoming_list.html", {"form": form, "rows": rows},
                  status=422 if form.errors else 200)


def _incoming(request: HttpRequest, pk: uuid.UUID) -> Incoming:
    row = get_object_or_404(Incoming.objects.select_related("case"), pk=pk)
    if actions.kept_from(request.user, row):
        raise Http404
    return row


@noted("protection.incoming")
@requires(Permission.SEALED_WRITE)
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What came, without its story: accept it, or refuse with a reason."""
    row = _incoming(request, pk)
    which = request.POST.get("viec", "") if request.method == "POST" else ""
    refuse = WhyForm(request.POST if which == "tu-choi" else None)
    if row.state == PENDING and (which == "nhan" or (which == "tu-choi" and refuse.is_valid())):
        accept = which == "nhan"
        row = actions.answer(row, by=request.user, accept=accept,
                             reason="" if accept else refuse.cleaned_data["reason"])
        messages.success(request, _("Đã ghi. Hãy tải biên nhận và gửi lại cho xã chuyển đến."))
        if actions.kept_from(request.user, row):
            return redirect("protection:incoming-list")
        return redirect("protection:incoming", row.pk)
    content = actions.content_of(row)
    return render(request, "protection/transfers/incoming.html", {
        "row": row, "refuse": refuse, "pending": row.state == PENDING, "now": clock.now(),
        "steps": len(content.get("steps", [])), "reports": len(content.get("reports", [])),
        "referrals": len(content.get("referrals", [])), "danger": content.get("case", {}).get("danger")},
        status=422 if refuse.errors else 200)


@requires(Permission.SEALED_WRITE)
def receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The receipt file for the commune that sent the case."""
    row = _incoming(request, pk)
    if row.state == PENDING:
        raise Http404
    return _download(actions.receipt_of(row, by=request.user), f"{row.origin_code}-bien-nhan.mangnon")
