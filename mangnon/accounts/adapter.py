"""How the sign-in library behaves here: no registration, no mail, our words."""
from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers; the administrator opens accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened; the library's English notes stay out."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """There is no mail: the commune's PC has no mail server."""

    def send_account_already_exists_mail(self, email: str) -> None:
        """No mail."""


class MfaAdapter(DefaultMFAAdapter):
    """One-time codes and passkeys."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_totp_issuer(self) -> str:
        return "Măng Non"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail."""
