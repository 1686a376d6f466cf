"""What this room tells on a child's page and in the menu."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.hooks import TimelineEntry
from mangnon.registry.many import listed
from mangnon.registry.scope import reaches

from .kinds import KINDS
from .many import MANY
from .models import Enrolment


def may_read(user: Any, child: uuid.UUID) -> bool:
    return reaches(user, child, Permission.EDUCATION_READ)


def timeline(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    if not may_read(user, child):
        return
    for row in Enrolment.objects.filter(child=child).select_related("facility"):
        where = row.facility.name if row.facility else _("trường ngoài xã")
        yield TimelineEntry(row.entered_on, _("Vào lớp %(grade)s, %(where)s") % {
            "grade": row.class_name or row.get_grade_display(), "where": where}, _("Trường học"),
            row.get_outcome_display() if row.outcome else "")


def links(user: Any, child: uuid.UUID) -> Iterable[tuple[str, str]]:
    if reaches(user, child, Permission.EDUCATION_WRITE):
        for kind in KINDS:
            yield kind.add_title, kind.add_url(child)


def entries(request: HttpRequest) -> Iterable[dict[str, Any]]:
    if request.user.is_authenticated and request.user.can(Permission.EDUCATION_WRITE):
        yield {"order": 45, "label": _("Kết quả lớp"), "url": reverse("education:class-outcomes")}


def grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """Pages of this room that record many rows at once."""
    yield from listed(MANY, user, 40)
    if user.can(Permission.EDUCATION_WRITE):
        yield 45, _("Kết quả cả lớp"), _("Lên lớp, hoàn thành, ở lại, chuyển trường, bỏ học của từng em."), reverse(
            "education:class-outcomes")
