"""Who signs at night and on holidays. Vietnamese: ca trực ký."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.accounts.models import User
from mangnon.core import clock, records

from .barring import barred_from
from .models import Case, Duty
from .reading import current


def on_duty(case: Case) -> list[Duty]:
    """The duties that run now, of those who may know the case."""
    found = Duty.objects.filter(current(), user__is_active=True).select_related("user").order_by("to_at")
    return [duty for duty in found if not barred_from(duty.user, [case.pk])]


def put_on_duty(user: User, from_at: dt.datetime, to_at: dt.datetime, *, by: Any, decision: str = "") -> Duty:
    """Let somebody sign for the chairman from one hour until another, the last one not included."""
    return records.create(Duty, by=by, user=user, from_at=from_at, to_at=to_at, decision=decision)


def end_duty(duty: Duty, *, by: Any) -> None:
    """A running duty ends now; one that has not begun never was; what is over stays as it was."""
    with transaction.atomic():
        duty, now = records.held(duty), clock.now()
        if duty.from_at >= now:
            records.remove(duty, by=by, reason="")
        elif duty.to_at > now:
            records.correct(duty, by=by, to_at=now)
