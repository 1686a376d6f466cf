"""What this room tells on a child's page."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.hooks import TimelineEntry
from mangnon.delivery.models import Attendance
from mangnon.registry.scope import reaches


def may_read(user: Any, child: uuid.UUID) -> bool:
    return reaches(user, child, Permission.IDENTITY_READ)


def timeline(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    for row in Attendance.objects.filter(child=child).select_related("activity"):
        yield TimelineEntry(row.activity.held_on, str(row.activity), _("Tham gia"))


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """The survey beside line 1."""
    if code == "1" and user.can(Permission.EXACT_FIGURES):
        yield _("Khảo sát hài lòng"), reverse("participation:surveys")
