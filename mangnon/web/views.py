"""The few pages that belong to the house itself: the door to one's start page, errors, the style page."""
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mangnon.core import audit, hooks

from .samples import samples


def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own start page."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    for _, page in sorted(hooks.start_pages, key=lambda item: item[0]):
        url = page(request.user)
        if url:
            return redirect(url)
    return not_found(request)


home.access = "public"  # type: ignore[attr-defined]


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch between Vietnamese and English, and come back."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax",
                            httponly=True, secure=settings.LANGUAGE_COOKIE_SECURE)
    return response


set_language.access = "public"  # type: ignore[attr-defined]


@require_POST
def printed(request: HttpRequest) -> HttpResponse:
    """A page is being printed: which one is noted, by its door and the id in its address, never by a name."""
    if not request.user.is_authenticated:
        return redirect_to_login("/")
    try:
        match = resolve(request.POST.get("trang", ""))
    except Resolver404:
        return not_found(request)
    row = next((str(match.kwargs[k]) for k in ("pk", "child_id", "code", "name") if k in match.kwargs), "")
    with transaction.atomic():
        audit.record(request.user, "print", match.view_name or "", row)
    return HttpResponse(status=204)


printed.access = "signed_in"  # type: ignore[attr-defined]


def style_page(request: HttpRequest) -> HttpResponse:
    """Every component of the design system, with invented words."""
    return render(request, "web/kieu_dang.html", samples())


style_page.access = "public"  # type: ignore[attr-defined]


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/forbidden.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is gone: the page lay open too long. Nothing was written."""
    return HttpResponse(render_to_string("web/stale_form.html"), status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake. Drawn without the header, whose questions to the database may be what fails."""
    return HttpResponse(render_to_string("web/broken.html"), status=500)
