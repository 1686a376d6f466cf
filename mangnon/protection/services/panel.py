"""What a child's page tells of her packages: what is due first, then what was given, in words and a mark."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from mangnon.web import formats

from .package_models import NOT_RECEIVED, PackageGiven

MOST = 15


def packages_of(rows: Any, today: dt.date) -> list[tuple[PackageGiven, str, str]]:
    """(package, mark, words): planned ones by their day, then the newest given."""
    found = rows.select_related("provider")
    waiting = list(found.filter(given_on=None).order_by("planned_on", "seq"))
    given = list(found.exclude(given_on=None).order_by("-given_on", "-seq")[:MOST])
    return [(row, *said(row, today)) for row in [*waiting, *given]]


def said(row: PackageGiven, today: dt.date) -> tuple[str, str]:
    """(mark, words) of how a package stands."""
    if row.given_on is None:
        planned = row.planned_on or today
        words = _("quá hẹn %(day)s") if planned < today else _("hẹn %(day)s")
        return "qua" if planned < today else "cho", words % {"day": formats.date(planned)}
    day = formats.date(row.given_on)
    parts = [_("ngày %(day)s") % {"day": day}]
    if row.minutes:
        parts.append(_("%(n)s phút") % {"n": row.minutes})
    if row.result:
        parts.append(str(row.get_result_display()))
    return "tuchoi" if row.result in NOT_RECEIVED else "dat", ", ".join(parts)
