"""What referrals say outside their own pages: codes and hours, never a name; unanswered ones climb."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.protection.cases.page import span_left
from mangnon.protection.cases.reading import approves
from mangnon.registry.models import Child

from . import states
from .models import Urgency
from .reading import may_refer, parts, received, sent


def waiting(user: Any) -> list[tuple[str, str]]:
    """For the receiver what she has not answered; for the sender what is near or late; for who signs what is late."""
    return [(words, address) for _at, words, address, _urgent in _found(user)]


def urgent(user: Any) -> list[tuple[str, str]]:
    """The same of what cannot wait: late, or asked for at once."""
    return [(words, address) for _at, words, address, hurries in _found(user) if hurries]


def _found(user: Any) -> list[tuple[Any, str, str, bool]]:
    now, found = clock.now(), []
    for row in received(user):
        if row.state == states.SENT and row.due_at:
            found.append((row.due_at, _("Chờ bạn trả lời chuyển gửi %(code)s, mức %(how)s: %(left)s") % {
                "code": row.code, "how": row.get_urgency_display(), "left": span_left(row.due_at, now)}, _door(row),
                row.late(now) or row.urgency == Urgency.EMERGENCY))
    signs = approves(user)
    for row in sent(user):
        late = row.late(now)
        if row.due_at and (late or row.near(now)) and row.receiver_id != user.pk:
            mine = states.SENDER in (parts(user, row) or ())
            if mine or (signs and late):
                words = _("Quá hạn trả lời chuyển gửi %(code)s: %(left)s") if late else _(
                    "Nơi nhận chưa trả lời chuyển gửi %(code)s: %(left)s")
                found.append((row.due_at, words % {"code": row.code, "left": span_left(row.due_at, now)}, _door(row),
                              True))
    return sorted(found, key=lambda one: one[0])


def _door(row: Any) -> str:
    return reverse("protection:referral", args=[row.code])


def links(user: Any, child: uuid.UUID) -> Iterable[tuple[str, str]]:
    """In the menu of a child's page."""
    it = Child.objects.filter(pk=child).first()
    if it is not None and may_refer(user, it):
        yield _("Chuyển gửi dịch vụ"), reverse("protection:referral-of-child", args=[child])
