"""Ages and intervals as a schedule writes them: "28 ngày", "6 tuần", "2 tháng", "5 tuổi". Pure."""
from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mangnon.core.periods import add_months

WRITTEN = re.compile(r"(\d{1,4})\s*(ngày|tuần|tháng|tuổi|năm)")


@dataclass(frozen=True)
class Span:
    """So many days, or so many whole calendar months, after a day."""

    days: int = 0
    months: int = 0

    def after(self, day: dt.date) -> dt.date:
        """The day on which this has passed since ``day``; clamped to the calendar's end."""
        if self.months:
            return add_months(day, self.months)
        return day + dt.timedelta(days=min(self.days, (dt.date.max - day).days)) if self.days else day

    @property
    def age(self) -> str:
        """As an age: 28 ngày tuổi, 2 tháng tuổi, 5 tuổi."""
        if self.months and self.months % 12 == 0 and self.months >= 60:
            return _("%(n)s tuổi") % {"n": self.months // 12}
        if self.months:
            return _("%(n)s tháng tuổi") % {"n": self.months}
        return _("%(n)s ngày tuổi") % {"n": self.days} if self.days else _("lúc sinh")

    @property
    def words(self) -> str:
        """28 ngày, 2 tháng, 5 năm."""
        if self.months and self.months % 12 == 0 and self.months >= 60:
            return _("%(n)s năm") % {"n": self.months // 12}
        return _("%(n)s tháng") % {"n": self.months} if self.months else _("%(n)s ngày") % {"n": self.days}


def read_span(text: object) -> Span:
    """Raises ValueError where the words are none of ours."""
    found = WRITTEN.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(text)
    number, unit = int(found[1]), found[2]
    if unit in ("ngày", "tuần"):
        return Span(days=number * (7 if unit == "tuần" else 1))
    return Span(months=number * (1 if unit == "tháng" else 12))


def overdue_words(days: int) -> str:
    """quá hạn 12 ngày; from two years on the years."""
    if days >= 730:
        return _("quá hạn hơn %(n)s năm") % {"n": days // 365}
    return _("quá hạn %(n)s ngày") % {"n": days}
