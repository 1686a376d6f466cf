"""Sign-ins, sign-outs and failures go into the audit chain. The libraries offer these as signals only."""
from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from mangnon.core import audit

from . import visits
from .models import User


def _note(by: Any, verb: str, record_id: Any = "", **more: Any) -> None:
    with transaction.atomic():
        audit.record(by, verb, "accounts.User", record_id, **more)


def known(name: str | None) -> Any:
    """The account a typed name belongs to, as an id; other names are not kept: one may be a password misplaced."""
    return User.objects.filter(username=name or "").values_list("pk", flat=True).first() or ""


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    if request is not None:
        visits.begin(request)
    _note(user, "sign in", user.pk)


@receiver(user_logged_out)
def _signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        _note(user, "sign out", user.pk)


@receiver(user_login_failed)
def _failed(sender: Any, credentials: Any, **kwargs: Any) -> None:
    _note(None, "sign in failed", known(credentials.get("username")))


@receiver(password_changed)
def _password(sender: Any, user: Any, **kwargs: Any) -> None:
    _note(user, "change password", user.pk)


@receiver(authentication_failed)
def _wrong_code(sender: Any, user: Any, **kwargs: Any) -> None:
    _note(None, "second factor failed", user.pk)


@receiver(authenticator_added)
def _factor_on(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(user, "second factor on", user.pk, fields=[str(authenticator.type)])


@receiver(authenticator_removed)
def _factor_off(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _note(user, "second factor off", user.pk, fields=[str(authenticator.type)])
