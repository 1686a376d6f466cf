"""Pages about people are nobody else's: not cached, not framed, and busy databases answer with a sentence."""
from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

BUSY = ("locked", "lock timeout", "statement timeout")
"""What SQLite and PostgreSQL say when somebody else has been writing for too long."""


class LanguageMiddleware:
    """The language that was chosen on this machine, else Vietnamese: an old PC's browser often says it is English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class PrivateMiddleware:
    """Forbid caching of every page, and answer 503 kindly when the database is busy for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and any(sign in str(exception) for sign in BUSY):
            # Without the header: its questions to the database would wait as well.
            return HttpResponse(render_to_string("web/busy.html"), status=503, headers={"Retry-After": "3"})
        return None
