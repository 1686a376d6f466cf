"""How the sign-in library behaves here: no registration, no mail, our words, secrets sealed."""
from __future__ import annotations

import base64
import secrets
import time
from pathlib import Path
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mangnon.core import keys

FRESH_SECONDS = 300
SEALED = "s1:"
PURPOSE = b"accounts.mfa"
TOO_MANY = _("Gõ sai nhiều lần nên tạm dừng. Hãy thử lại sau 15 phút.")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody registers; the administrator opens accounts."""

    error_messages = {**DefaultAccountAdapter.error_messages, "too_many_login_attempts": TOO_MANY,
                      "rate_limited": TOO_MANY}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, per name and address; the library's own count is per name alone.

        With that, a stranger anywhere could keep the only officer out. Its limit stays for one-time codes, which
        nobody reaches without the password.
        """

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again within five minutes of signing in: the password was typed a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
        if records and time.time() - records[-1]["at"] < FRESH_SECONDS:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: Any, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

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

    def encrypt(self, text: str) -> str:
        """Seal a secret with the key outside the database, so that the database alone opens no account."""
        nonce = secrets.token_bytes(12)
        sealed = nonce + _cipher().encrypt(nonce, text.encode(), PURPOSE)
        return SEALED + base64.b64encode(sealed).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text  # kept before secrets were sealed
        sealed = base64.b64decode(encrypted_text[len(SEALED):])
        return _cipher().decrypt(sealed[:12], sealed[12:], PURPOSE).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail."""


def _cipher() -> AESGCM:
    return AESGCM(keys.read(Path(settings.KEYS_DIR), "sealing"))
