"""What is done to accounts: open, lock, give and end roles, stand in, take a lost second factor off."""
from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from mangnon.core import audit, records

from .models import Assignment, Delegation, User

KEEPER = "administrator"


class LastAdministrator(Exception):
    """The act would leave nobody who can open accounts."""


def open_account(*, by: Any, username: str, display_name: str, phone: str = "") -> User:
    """Open an account without a password; a set-up link lets the person set one."""
    with transaction.atomic():
        user = User.objects.create_user(username, None, display_name=display_name, phone=phone)
        audit.record(by, "create", "accounts.User", user.pk, fields=["username", "display_name", "phone"])
    return user


def end_role(assignment: Assignment, *, by: Any, on: dt.date) -> None:
    """The role ends on a day, or never began. Raises LastAdministrator."""
    with transaction.atomic():
        if assignment.role == KEEPER:
            _keep_one(on, without=assignment)
        records.correct(assignment, by=by, to_on=max(on, assignment.from_on))


def set_active(user: User, active: bool, *, by: Any, on: dt.date) -> None:
    """Lock an account, which ends its sessions at the next click, or open it again. Raises LastAdministrator."""
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        if not active:
            _keep_one(on)
        audit.record(by, "unlock" if active else "lock", "accounts.User", user.pk)


def has_factor(user: User) -> bool:
    """Whether a second factor stands."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def remove_factors(user: User, *, by: Any) -> None:
    """Take off every second factor of a person who lost the phone; the next sign-in sets up a new one."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        audit.record(by, "second factor off", "accounts.User", user.pk)


def end_delegation(delegation: Delegation, *, by: Any, on: dt.date) -> None:
    """The chairman takes the delegation back on a day."""
    records.correct(delegation, by=by, to_on=max(on, delegation.from_on))


def _keep_one(on: dt.date, without: Assignment | None = None) -> None:
    rows = Assignment.objects.select_for_update().filter(role=KEEPER, user__is_active=True)
    if not any(row.holds_on(on) and row != without for row in rows):
        raise LastAdministrator
