"""What must be settled before anything else is shown: a second factor, a password of one's own."""
from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mangnon.core.models import Owner

FREE = ("/tai-khoan/", "/static/", "/ngon-ngu/")


class AccountsMiddleware:
    """Send officer and administrator to set up a second factor, outside the demonstration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not request.path.startswith(FREE):
            if user.must_change_password:
                return redirect("account_change_password")
            if user.needs_second_factor and not Owner.current().demo and not _has_factor(request):
                return redirect(reverse("mfa_index") + "?can=1")
        return self.get_response(request)


def _has_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))
