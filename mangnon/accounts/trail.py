"""Sign-ins, sign-outs and failures go into the audit chain. The framework offers these as signals only."""
from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from mangnon.core import audit


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, **kwargs: Any) -> None:
    with transaction.atomic():
        audit.record(user, "sign in", "accounts.User", user.pk)


@receiver(user_logged_out)
def _signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        with transaction.atomic():
            audit.record(user, "sign out", "accounts.User", user.pk)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: Any, **kwargs: Any) -> None:
    """Without the name that was typed: it may be a password in the wrong box."""
    with transaction.atomic():
        audit.record(None, "sign in failed", "accounts.User")
