"""Who is missing from line 5a for good: every dose is written, and one came after the first birthday.

A child without a dose is not among them: it may have been given in time elsewhere and only not been written yet.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from mangnon.web import formats

from .live import settings_in_use
from .models import PROJECTION
from .sight import may_read
from .words import english

LINE = "5a"
BOOSTER = 150
"""Days after the first birthday: a dose so late answers the call of the second year, so one of the first year may only
not have been written."""


def words(day: dt.date) -> str:
    """Why she stays missing, beside her name."""
    return _("mũi cuối %(day)s, sau ngày tròn 12 tháng: không sửa được nữa") % {
        "day": formats.date(day, english=english())}


def no_work(code: str, part: str, ids: Collection[uuid.UUID], user: Any) -> set[uuid.UUID]:
    """Of a list's children those whom no work can bring into the line any more, as far as this user reads doses."""
    if (code, part) != (LINE, "missing") or not may_read(user, {"dose"}):
        return set()
    return {uuid.UUID(key) for key in too_late([str(pk) for pk in ids])}


def too_late(ids: Collection[str]) -> dict[str, dt.date]:
    """Of these children those who can never be complete, each with the day of the dose that came too late."""
    doses: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    rows = PROJECTION["dose"]._default_manager.filter(child__in=ids).order_by("day")
    for child, day, vaccine, by_one in rows.values_list("child", "day", "vaccine", "by_one") if ids else ():
        doses[child].append((day, vaccine, by_one))
    turned_one = dict(PROJECTION["child"]._default_manager.filter(child__in=list(doses)).values_list(
        "child", "turned_one"))
    found: dict[str, dt.date] = {}
    asked = settings_in_use()["full_doses"] if doses else []
    for child, given in doses.items():
        for series in asked:
            own = [(day, by_one) for day, vaccine, by_one in given if vaccine in series["vaccines"]]
            if len(own) >= series["doses"] > sum(by_one for _day, by_one in own):
                day = own[series["doses"] - 1][0]
                if day < turned_one[child] + BOOSTER:
                    late = dt.date.fromordinal(day)
                    found[child] = max(late, found.get(child, late))
    return found
