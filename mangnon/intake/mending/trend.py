"""How the register's soundness went, from the days that were kept."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import QualityDay

SPAN = 90
"""Days that the trend looks back."""


@dataclass(frozen=True)
class Trend:
    """days: kept days, oldest first.  counts: children pointed at on each.  known: (what, first share, last share)."""

    days: list[dt.date]
    counts: list[float | None]
    known: list[tuple[str, float | None, float | None]]

    @property
    def first(self) -> float | None:
        return self.counts[0]

    @property
    def last(self) -> float | None:
        return self.counts[-1]


def trend(day: dt.date, *, sealed: bool) -> Trend | None:
    """The last three months; None where fewer than two days were kept. sealed: with the rules of sealed rows."""
    rows = list(QualityDay.objects.filter(day__gt=day - dt.timedelta(days=SPAN), day__lte=day).order_by("day"))
    if len(rows) < 2:
        return None
    counts: list[float | None] = [float(sum(row.found.values()) + (sum(row.sealed.values()) if sealed else 0))
                                  for row in rows]
    named = {"day": _("Đủ ngày sinh"), "number": _("Số định danh"), "mother": _("Họ tên mẹ"),
             "registered": _("Khai sinh, dưới 5 tuổi")}
    return Trend([row.day for row in rows], counts, [
        (words, _share(rows[0].known.get(name)), _share(rows[-1].known.get(name))) for name, words in named.items()])


def _share(known: Any) -> float | None:
    """A share in percent; None where there was nobody."""
    return round(100 * known[0] / known[1], 1) if known and known[1] else None
