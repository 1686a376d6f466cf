"""The officer's side: answering a sender on the page of the case, and the notice for the board of a thôn."""
from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mangnon.accounts.access import requires, signed_in
from mangnon.accounts.permissions import Permission

from ..cases import states
from ..cases.reading import opened, parts_of
from ..cases.views import case_of, key_of
from . import actions
from .forms import AnswerForm

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
"""Names under which a machine reaches only itself: a picture with one leads nobody's telephone anywhere."""


@signed_in
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer who sent a report; typed words stay where the sealed words have closed meanwhile."""
    it = case_of(request, code)
    if states.OWNER not in parts_of(request.user, it):
        raise Http404
    told = it.reports.exclude(thread="").order_by("-received_at")
    if (chosen := key_of(request.POST.get("tin"))) is not None:
        told = told.filter(pk=chosen)
    if (report := told.first()) is None:
        raise Http404
    form, key = AnswerForm(request.POST), key_of(request.POST.get("ma")) or uuid.uuid4()
    closed = opened(request.user, it) is None
    if closed or not form.is_valid():
        return render(request, "protection/hearing/answer.html", {
            "it": it, "report": report, "form": form, "key": key, "closed": closed}, status=422)
    actions.answer(report, form.cleaned_data["text"], by=request.user, pk=key)
    messages.success(request, _("Đã trả lời. Người báo thấy lời này khi mở trang bằng ba từ."))
    return redirect("protection:case", code)


@requires(Permission.SEALED_WRITE)
def notice(request: HttpRequest) -> HttpResponse:
    """A sheet of A5 for the board of a thôn: whom to call, and the address of the public page as a picture."""
    link = _address(request)
    # segno draws from our own link, nothing that a person typed.
    code = mark_safe(segno.make(link, micro=False).svg_inline(scale=5, omitsize=True)) if link else ""  # noqa: S308
    return render(request, "protection/hearing/notice.html", {"link": link, "code": code})


def _address(request: HttpRequest) -> str:
    """The public page as a telephone in the thôn reaches it; none where only this machine does."""
    host, _sign, port = request.get_host().rpartition(":")
    name = host if port.isdecimal() else request.get_host()
    if name in LOOPBACK:
        name = next((known for known in settings.ALLOWED_HOSTS if known not in LOOPBACK and "*" not in known
                     and not known.startswith(".")), "")
    if not name:
        return ""
    shown = f"{name}:{port}" if host and port.isdecimal() else name
    return f"{request.scheme}://{shown}{reverse('hearing:tell')}"
