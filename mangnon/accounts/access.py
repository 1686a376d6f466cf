"""How a view says who may enter. What you may not see does not exist: 404."""
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from mangnon.core import audit

from .permissions import Permission

View = Callable[..., HttpResponse]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Let in whoever holds any of these permissions; others are asked to sign in, or find nothing there."""
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(request.user.can(p) for p in permissions):
                raise Http404
            return view(request, *args, **kwargs)
        guarded.access = permissions  # type: ignore[attr-defined]
        return guarded
    return decorate


def noted(what: str, *, subject: str = "pk") -> Callable[[View], View]:
    """Note the reading of a page: it leaves only after its line of the trail is committed.

    The page is made before, so that a page that was not found leaves no line; a line that cannot be written lets the
    page go nowhere. subject: the part of the address that names the row.
    """
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            page = view(request, *args, **kwargs)
            if page.status_code in (200, 422):
                with transaction.atomic():
                    audit.record(request.user, "read", what, kwargs.get(subject, ""))
            return page
        return guarded
    return decorate


def signed_in(view: View) -> View:
    """Let in whoever has signed in."""
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)
    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Let everybody in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
