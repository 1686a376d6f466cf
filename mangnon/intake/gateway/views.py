"""The page of questions to other registers: ask by a file, see what was asked and what came back."""
from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit
from mangnon.core.jobs import ask, latest
from mangnon.core.models import JobState
from mangnon.registry.views import villages
from mangnon.web import formats
from mangnon.web.forms import BaseForm

from . import by_http
from .asking import ABOUT, MOST, Asked, inquire, questions_of, whom, withdraw
from .by_file import ByFile
from .by_http import ByHttp
from .models import Inquiry
from .wire import Unset

SHOWN = 30


def abouts() -> dict[str, str]:
    return {"missing": _("trẻ chưa có số định danh"),
            "unsure": _("trẻ thiếu số định danh, ngày sinh đầy đủ hoặc khai sinh"), "all": _("mọi trẻ dưới 18 tuổi")}


class InquiryForm(BaseForm):
    """Whom to ask about, and why: the purpose stands in the audit."""

    about = forms.ChoiceField(label=gettext_lazy("Hỏi về"))
    unit = forms.ChoiceField(label=gettext_lazy("Thôn"), required=False)
    purpose = forms.CharField(label=gettext_lazy("Mục đích"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = abouts()
        self.fields["about"].choices = [(key, named[key]) for key in ABOUT]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("cả xã")), *(  # type: ignore[attr-defined]
            (str(unit.pk), unit.name) for unit in villages())]
        self.fields["purpose"].help_text = _("Được ghi vào nhật ký, ví dụ: bổ sung số định danh theo kế hoạch.")


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
def inquiries(request: HttpRequest) -> HttpResponse:
    """Ask by a file, or through the gateway where one is set up; see what became of each inquiry."""
    again = request.POST.get("gui-lai", "")
    if request.method == "POST" and again:
        return _again(request, again)
    form = InquiryForm(request.POST or None)
    there, wrong = _gateway()
    if request.method == "POST" and form.is_valid():
        return _ask(request, form, ByHttp() if there and request.POST.get("cach") == "http" else ByFile())
    rows = [_shown(row) for row in Inquiry.objects.select_related("answer").order_by("-at")[:SHOWN]]
    return render(request, "intake/gateway/inquiries.html", {
        "form": form, "rows": rows, "missing": whom("missing").count(), "all": whom("all").count(), "there": there,
        "wrong": wrong}, status=422 if form.is_bound and form.errors else 200)


@dataclass(frozen=True)
class Shown:
    """An inquiry as the page has it. job: the sending of one that goes through the gateway."""

    row: Inquiry
    about: str
    count: int
    job: Any

    @property
    def stuck(self) -> bool:
        """Whether it went wrong and a person may try again."""
        return bool(self.job and self.job.state in (JobState.FAILED, JobState.CANCELLED) and not self.row.answer_id
                    and not self.row.withdrawn_at)

    @property
    def waits(self) -> bool:
        """Whether it is unanswered and may be taken back."""
        return not self.row.answered_at and not self.row.withdrawn_at


def _shown(row: Inquiry) -> Shown:
    return Shown(row, abouts().get(row.about, row.about), row.rows.count(),
                 latest(row.pk) if row.adapter == "http" else None)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
def inquiry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One inquiry: what was asked and why, what became of it, its file once more."""
    return render(request, "intake/gateway/inquiry.html", {
        "one": _shown(get_object_or_404(Inquiry.objects.select_related("answer"), pk=pk))})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
def request_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The request once more: the same children under the same references, as the register has them now."""
    row = get_object_or_404(Inquiry, pk=pk)
    if row.withdrawn_at:
        raise Http404
    with transaction.atomic():
        audit.record(request.user, "export", "intake.Inquiry", row.pk, purpose=row.purpose)
    return _as_file(ByFile().ask(row, questions_of(row)))


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw an inquiry while it is unanswered."""
    row = get_object_or_404(Inquiry, pk=pk)
    try:
        withdraw(row, by=request.user)
    except ValueError:
        messages.error(request, _("Yêu cầu này đã có trả lời hoặc đã rút nên không rút lại được."))
    else:
        said = _("Đã rút lại yêu cầu %(code)s. Tệp đã trao cho ai thì hãy báo người đó thôi tra.")
        messages.success(request, said % {"code": row.code})
    return redirect(row)


def _gateway() -> tuple[Any, str]:
    """The gateway, and why it cannot be used."""
    try:
        return by_http.gateway(), ""
    except Unset as error:
        return None, str(error)


def _ask(request: HttpRequest, form: InquiryForm, adapter: Any) -> HttpResponse:
    unit = next((one for one in villages() if str(one.pk) == form.cleaned_data["unit"]), None)
    try:
        inquiry, asked = inquire(adapter, form.cleaned_data["about"], by=request.user, unit=unit,
                                 purpose=form.cleaned_data["purpose"])
    except ValueError:
        messages.info(request, _("Không có em nào cần hỏi như thế."))
        return redirect("intake:inquiries")
    if inquiry.rows.count() == MOST:
        messages.warning(request, _("Mỗi yêu cầu hỏi nhiều nhất %(n)s em. Hãy hỏi phần còn lại theo thôn.") % {
            "n": formats.number(MOST)})
    if not asked.content:
        messages.success(request, _("Đã xếp yêu cầu vào hàng gửi qua cổng của tỉnh."))
        return redirect("intake:inquiries")
    return _as_file(asked)


def _as_file(asked: Asked) -> HttpResponse:
    response = HttpResponse(asked.content, content_type=asked.media_type)
    response["Content-Disposition"] = f'attachment; filename="{asked.name}"'
    return response


def _again(request: HttpRequest, code: str) -> HttpResponse:
    """Try once more to send an inquiry that went wrong; under the same code it is the same inquiry."""
    row = Inquiry.objects.filter(code=code, adapter="http", answer=None, withdrawn_at=None).first()
    if row is not None:
        ask(by_http.SEND, row.pk, by=request.user)
        messages.success(request, _("Đã xếp yêu cầu vào hàng gửi qua cổng của tỉnh."))
    return redirect("intake:inquiries")
