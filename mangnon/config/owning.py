"""Whose data a folder holds: the commune that stands today, and the plan it carries out."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import clock
from mangnon.places.models import Level, Unit
from mangnon.plan.actions import adopt
from mangnon.plan.document import builtin_text
from mangnon.plan.models import Plan


def own(code: str = "", *, by: Any, text: str = "", on: dt.date | None = None) -> str:
    """Give the folder its plan and its commune, where that is not decided yet. Returns a notice or "".

    Without ``mangnon init`` the owner is the one commune that stands today; where several stand, the user is asked
    for one and the built-in plan waits without a place.
    """
    day = on or clock.today()
    with transaction.atomic():
        plan = Plan.objects.order_by("from_on").first() or adopt(text or builtin_text(), by=by)
        if plan.unit_id and not code:
            return ""
        unit, notice = _commune(code, day)
        if unit:
            plan.unit = unit
            plan.save(update_fields=["unit"])
    return notice


def _commune(code: str, day: dt.date) -> tuple[Unit | None, str]:
    communes = Unit.objects.filter(level=Level.COMMUNE)
    if code:
        found = communes.filter(code=code).standing_on(day).first() or communes.filter(code=code).last()
        return found, "" if found else f"Không có xã nào mang mã “{code}”. Hãy chọn lại bằng --unit MÃ."
    standing = list(communes.standing_on(day)[:2])
    if len(standing) == 1:
        return standing[0], ""
    if not standing:
        return None, ""
    return None, "Thư mục có nhiều xã. Hãy cho biết dữ liệu này của xã nào: mangnon import folder DIR --unit MÃ."
