"""The one place that asks for the time, so that every rule can be told another."""
from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """Return the current instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the current day in Vietnam, where every commune lives."""
    return dt.datetime.now(VIETNAM).date()
