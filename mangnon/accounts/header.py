"""What accounts say in every page's header: who is signed in; in the demonstration, whom one may be."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.core.models import Owner

from . import first_steps
from .models import Assignment
from .permissions import Permission

DEMO_PASSWORD = "mangnon2030"  # noqa: S105 - printed on the demonstration's own sign-in page


def parts(request: HttpRequest) -> dict[str, Any]:
    demo = Owner.current().demo
    user = request.user
    found: dict[str, Any] = {"demo": demo}
    if user.is_authenticated:
        roles = user.roles
        found |= {"user_name": user.display_name, "user_role": roles[0].name if roles else "",
                  "account_url": reverse("accounts:account"), "no_single_keys": not user.single_keys}
    elif demo:
        rows = Assignment.objects.select_related("user").order_by("role")
        order = {a.role: a for a in rows}
        from .roles import CHOICES

        found |= {"demo_password": DEMO_PASSWORD, "demo_users": [
            {"username": order[code].user.username, "role": name} for code, name in CHOICES if code in order]}
    return found


def entries(request: HttpRequest) -> Iterable[dict[str, Any]]:
    user = request.user
    if not user.is_authenticated:
        return
    if first_steps.waiting(user):
        yield {"order": 1, "label": _("Bắt đầu"), "url": reverse("accounts:first-steps")}
    if user.can(Permission.USERS_MANAGE):
        yield {"order": 90, "label": _("Tài khoản"), "url": reverse("accounts:users")}
    if user.can(Permission.AUDIT_READ):
        yield {"order": 88, "label": _("Nhật ký"), "url": reverse("accounts:trail")}
    if user.can(Permission.DELEGATE):
        yield {"order": 85, "label": _("Ủy quyền"), "url": reverse("accounts:delegations")}


def begin(user: Any) -> str | None:
    """The list of first steps, while a new commune still needs something from this person."""
    return reverse("accounts:first-steps") if first_steps.waiting(user) else None


def start(user: Any) -> str:
    """People for who looks after accounts; one's own account for whoever has no other start page."""
    return reverse("accounts:users" if user.can(Permission.USERS_MANAGE) else "accounts:account")
