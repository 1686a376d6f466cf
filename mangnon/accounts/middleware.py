"""What must be settled before anything else is shown: a visit not too old, one's own password, a second factor."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mangnon.core.models import Owner

from . import visits
from .models import User

PASSWORD_DOORS = frozenset({"account_change_password", "account_reauthenticate", "account_logout"})
FACTOR_DOORS = PASSWORD_DOORS | {
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes"}
"""Named one by one: a new page of this room stays shut until a second factor stands."""


class AccountsMiddleware:
    """End old visits, speak the person's language, and send whoever must to set up what is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and not _asks_nobody(request):
            if visits.is_over(request):
                return _ended(request)
            _speak(request, user)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or getattr(view, "access", None) == "public":
            return None
        if user.must_change_password and match.view_name not in PASSWORD_DOORS:
            return redirect("account_change_password")
        if match.view_name not in FACTOR_DOORS and lacks_factor(user):
            return redirect(reverse("mfa_index") + "?can=1")
        return None


def _asks_nobody(request: HttpRequest) -> bool:
    """Whether the page is the same for everybody and must not notice who has signed in, nor when."""
    try:
        return bool(getattr(resolve(request.path_info).func, "asks_nobody", False))
    except Resolver404:
        return False


def lacks_factor(user: User) -> bool:
    """Whether a person must set up a second factor before going on; never in the demonstration."""
    if not user.needs_second_factor or Owner.current().demo:
        return False
    # The library's models can't be imported before all rooms are loaded.
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def _ended(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    logout(request)
    messages.info(request, _("Lâu không dùng nên phần mềm đã tự đăng xuất. Hãy đăng nhập lại."))
    response = redirect_to_login(back)
    if request.headers.get("HX-Request"):
        # Otherwise the sign-in page would be put into the middle of the page that asked.
        response["HX-Redirect"] = response.url
        response.status_code = 200
    return response


def _speak(request: HttpRequest, user: User) -> None:
    """The person's language, unless this machine has chosen one."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language  # as LocaleMiddleware does
