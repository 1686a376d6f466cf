"""One-time links, and accounts as commands make them: the first one, and those of the demonstration."""
from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from mangnon.core import audit, clock, records
from mangnon.places.models import Facility, Unit

from .models import Assignment, SetupLink, User

LIFE = dt.timedelta(hours=24)


def issue_link(user: User, *, by: Any) -> str:
    """Make a one-time set-up link for 24 hours. Returns its token; only a digest is kept."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        SetupLink.objects.filter(user=user, used_at=None).delete()
        SetupLink.objects.create(user=user, digest=_digest(token), until=clock.now() + LIFE)
        audit.record(by, "setup link", "accounts.User", user.pk)
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_link(token: str) -> SetupLink | None:
    """The unused, unexpired link of a token, of an account that is not locked."""
    return SetupLink.objects.select_related("user").filter(
        digest=_digest(token), used_at=None, until__gt=clock.now(), user__is_active=True).first()


def use_link(link: SetupLink, password: str) -> bool:
    """Set the password behind a link. Returns False where another request used the link first."""
    hashed = make_password(password)  # slow on purpose, so it stays outside the transaction
    with transaction.atomic():
        if not SetupLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
            return False
        link.user.password, link.user.must_change_password = hashed, False
        link.user.save(update_fields=["password", "must_change_password"])
        audit.record(link.user, "set password", "accounts.User", link.user.pk)
    return True


def first_account(*, by: Any) -> str:
    """Make the child officer's account, who also administers until someone else does. Returns the link's token."""
    with transaction.atomic():
        user = User.objects.create_user("canbo", None, display_name="Cán bộ trẻ em")
        for role in ("child_officer", "administrator"):
            records.create(Assignment, by=by, user=user, role=role, from_on=clock.today())
        return issue_link(user, by=by)


def demo_accounts(accounts: Iterable[Mapping[str, str]], password: str, *, by: Any, since: dt.date) -> None:
    """Make the demonstration's users by role, all with one shared password."""
    units = {u.exchange_id: u for u in Unit.objects.all()}
    facilities = {f.exchange_id: f for f in Facility.objects.all()}
    # One hash for all: twenty slow hashes would make the first start wait for nothing.
    shared = make_password(password)
    with transaction.atomic():
        for entry in accounts:
            user = User.objects.create(username=entry["username"], display_name=entry["display_name"],
                                       password=shared)
            records.create(Assignment, by=by, user=user, role=entry["role"], from_on=since,
                           unit=units.get(entry.get("unit_id", "")),
                           facility=facilities.get(entry.get("facility_id", "")))
