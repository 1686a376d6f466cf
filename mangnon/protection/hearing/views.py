"""The public page: somebody without an account tells of a child, and later reads the answer with three words.

Drawn without the request: no account, no session and no cookie is looked at or made. A form needs no token against
other sites' pages, for it acts with nobody's rights; one that another site sent is shown again to be sent by hand.
"""
from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import public

from . import actions, limits, talk
from .forms import CodeForm, MoreForm, TellForm, legible

ELSEWHERE = "https://www.google.com/search?q=th%E1%BB%9Di+ti%E1%BA%BFt+h%C3%B4m+nay"
"""Where one leaves to: the day's weather, as anybody looks it up."""
BODY = 512 * 1024
"""Bytes of a page that are read; the longest story takes a third of it."""


class NoFiles(FileUploadHandler):
    """Takes no file and writes none to the disk: the page has no box for one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def legible_request(request: HttpRequest) -> bool:
    """Whether the form that was sent can be read; what it calls its own encoding does not matter."""
    request.encoding = "utf-8"
    request.upload_handlers = [NoFiles(request)]
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) <= BODY and request.POST is not None
    except (ValueError, MultiPartParserError, BadRequest, SuspiciousOperation):
        return False


def open_door(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A door of the public page."""
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not legible_request(request):
            return _page("tell", {"form": TellForm(), "unread": True, "secret": _secret(request)}, 400)
        return view(request)
    return asks_nobody(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(guarded)))


def asks_nobody(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to all; a visit of somebody signed in is not ended here, so that nothing typed is lost, and not noted."""
    view.asks_nobody = True  # type: ignore[attr-defined]
    return public(view)


def _page(name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    text = render_to_string(f"protection/hearing/{name}.html", {"number": secrets.token_hex(16), **context})
    return HttpResponse(text, status=status, headers={"Retry-After": "600"} if status in (429, 503) else {})


def _number(request: HttpRequest) -> str:
    """The number of the page that was sent, or a new one."""
    sent = legible(request.POST.get("trang"), 64)
    return sent if len(sent) >= 16 else secrets.token_hex(16)


def _from_elsewhere(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site")


def _secret(request: HttpRequest) -> bool:
    """Whether nobody on the way can read along."""
    return request.is_secure() or request.get_host().rpartition(":")[0] in ("localhost", "127.0.0.1")


@open_door
def tell(request: HttpRequest) -> HttpResponse:
    """A few boxes, and three words for who sent them."""
    secret = _secret(request)
    if request.method != "POST":
        return _page("tell", {"form": TellForm(), "secret": secret})
    form, number, address = TellForm(request.POST), _number(request), request.META.get("REMOTE_ADDR", "")
    again: dict[str, Any] = {"form": form, "number": number, "secret": secret}
    if not form.is_valid():
        return _page("tell", again, 422)
    if _from_elsewhere(request):
        return _page("tell", {**again, "once_more": True}, 422)
    data = form.cleaned_data
    limit = limits.dangers if data["danger"] else limits.reports
    if limit.reached(address):
        return _page("tell", {**again, "many": True}, 429)
    try:
        receipt = actions.tell(number, told=form.told, danger=data["danger"], unit=data["unit"],
                               by_child=data["me"] is True)
    except DatabaseError:
        return _page("tell", {**again, "busy": True}, 503)
    limit.count(address)
    return _page("sent", {"words": receipt.words, "danger": data["danger"], "talk": data["talk"] is not False})


@open_door
def read(request: HttpRequest) -> HttpResponse:
    """With the three words: what the commune answered, and a box to write more.

    A code that no report has is answered like one to which nobody has answered yet.
    """
    if request.method != "POST":
        return _page("code", {"form": CodeForm()})
    address, code = request.META.get("REMOTE_ADDR", ""), CodeForm(request.POST)
    writes = "text" in request.POST
    more = MoreForm(request.POST if writes else None)
    if limits.guesses.reached(address):
        return _page("code", {"form": code, "many": True, "kept": legible(request.POST.get("text"), 20_000)}, 429)
    if not code.is_valid():
        return _page("code", {"form": code, "kept": legible(request.POST.get("text"), 20_000)}, 422)
    words = code.cleaned_data["code"]
    try:
        return _talk(request, words, more, writes, address)
    except DatabaseError:
        return _page("talk", {"words": words, "more": more, "busy": True, "number": _number(request)}, 503)


def _talk(request: HttpRequest, words: tuple[str, ...], more: MoreForm, writes: bool, address: str) -> HttpResponse:
    known, answers = talk.answers_to("".join(words))
    if not known:
        limits.guesses.count(address)
    shown: dict[str, Any] = {"words": words, "more": more, "answers": [(m, talk.words_of(m)) for m in answers]}
    actions.heard(answers, by=actions.SENDER)
    if not writes:
        return _page("talk", shown)
    shown["number"] = _number(request)
    if not more.is_valid():
        return _page("talk", shown, 422)
    if _from_elsewhere(request):
        return _page("talk", {**shown, "once_more": True}, 422)
    if limits.messages.reached(address):
        return _page("talk", {**shown, "many": True}, 429)
    actions.say(shown.pop("number"), "".join(words), more.cleaned_data["text"])
    limits.messages.count(address)
    return _page("talk", {**shown, "more": MoreForm(), "received": True})


@asks_nobody
@csrf_exempt
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away to a page that anybody may have open.

    What pages have stored in the browser is cleared, but not where somebody is signed in: her drafts are there. The
    cache is left: it holds no page of ours, and clearing it can keep the browser on this page for seconds.
    """
    answer = HttpResponseRedirect(ELSEWHERE)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        answer["Clear-Site-Data"] = '"storage"'
    return answer
