"""Values that may be a slip of the finger: asked about in words, never refused. Pure but for the words' language.

A slip is likely where a z-score lies beyond WHO's limits of plausible values, or leaps from the last one.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core.periods import completed_months

from .growth import RANGES, z_score_of

LEAP = 2.5
"""So many standard deviations between two measurements are more often a slip than growth."""
SHRUNK = Decimal(2)
"""Centimetres that two careful measurers may differ by."""
NEAR = Decimal("0.25")
MONTHS_AGO = ("", gettext_lazy("Một tháng trước"), gettext_lazy("Hai tháng trước"),
              gettext_lazy("Ba tháng trước"), gettext_lazy("Bốn tháng trước"),
              gettext_lazy("Năm tháng trước"), gettext_lazy("Sáu tháng trước"),
              gettext_lazy("Bảy tháng trước"), gettext_lazy("Tám tháng trước"),
              gettext_lazy("Chín tháng trước"), gettext_lazy("Mười tháng trước"))


@dataclass(frozen=True)
class Taken:
    """What was measured on a day."""

    on: dt.date
    weight: Decimal | None
    height: Decimal | None


def taken_of(row: Any) -> Taken | None:
    """What a kept measurement took, or nothing where there is none."""
    return Taken(row.measured_on, row.weight_kg, row.height_cm) if row else None


@dataclass(frozen=True)
class Odd:
    """A value that is asked about. what: weight or height; meant: what may have been meant."""

    what: str
    value: Decimal
    words: str
    meant: Decimal | None


def oddities(child: Any, now: Taken, position: str, before: Taken | None) -> list[Odd]:
    """Return what looks like a slip, weight first."""
    found = []
    for what, unit, name in (("weight", "kg", "waz"), ("height", "cm", "haz")):
        value, last = getattr(now, what), getattr(before, what, None)
        if value is not None and _is_odd(child, now, position, before, name):
            meant = None if last is None else likely(value, last)
            found.append(Odd(what, value, _question(value, last, unit, before, now.on), meant))
    return found


def _z(child: Any, taken: Taken, position: str, name: str) -> float | None:
    days = (taken.on - child.born_on).days
    if child.born_precision != "day" or days < 0:
        return None
    return _z_at(child.sex, days, taken.weight, taken.height, position)[name]


@lru_cache(maxsize=4096)
def _z_at(sex: str, days: int, weight: Decimal | None, height: Decimal | None, position: str,
          ) -> dict[str, float | None]:
    """The same few are asked for again and again while the edges of what is calm are looked for."""
    return z_score_of(sex, days, weight, height, position, False)


def _is_odd(child: Any, now: Taken, position: str, before: Taken | None, name: str) -> bool:
    z = _z(child, now, position, name)
    low, high = RANGES[name]
    if z is not None and not low <= z <= high:
        return True
    if before is None:
        return False
    value, last = (now.weight, before.weight) if name == "waz" else (now.height, before.height)
    if value is None or last is None:
        return False
    if name == "haz" and value < last - SHRUNK:
        return True
    earlier = _z(child, before, "", name)
    if z is not None and earlier is not None:
        return abs(z - earlier) > LEAP
    return not last / 2 <= value <= last * 2


def _question(value: Decimal, last: Decimal | None, unit: str, before: Taken | None, on: dt.date) -> str:
    words = f"{shown(value)} {unit}?"
    if last is not None and before is not None:
        words += " " + _("%(ago)s %(last)s %(unit)s.") % {"ago": ago(before.on, on), "last": shown(last), "unit": unit}
        meant = likely(value, last)
        if meant is not None:
            words += " " + _("Có thể bạn muốn gõ %(meant)s.") % {"meant": shown(meant)}
    else:
        words += " " + _("Hiếm có ở tuổi này. Hãy xem lại dấu phẩy và ngày sinh.")
    return words


def ago(day: dt.date, on: dt.date) -> str:
    """"Ba tháng trước", "12 ngày trước"."""
    months = completed_months(day, on)
    if months == 0:
        return _("%(n)s ngày trước") % {"n": (on - day).days}
    return str(MONTHS_AGO[months]) if months < len(MONTHS_AGO) else _("%(n)s tháng trước") % {"n": months}


def likely(value: Decimal, last: Decimal) -> Decimal | None:
    """What may have been meant: a digit too many, one too few, or a lost comma; the nearest to the last value."""
    guesses = [value / 10, value * 10, value - 10, value + 10, value - 100, value + 100]
    near = [g for g in guesses if g > 0 and abs(g - last) <= last * NEAR]
    return min(near, key=lambda g: abs(g - last)) if near else None


TENTH = Decimal("0.1")
HIGHEST = Decimal(150)


def calm_weights(child: Any, on: dt.date, before: Taken | None) -> tuple[Decimal, Decimal] | None:
    """The lightest and the heaviest weight, in tenths of a kilogram, that ``oddities`` would not ask about on a day.

    For a page that is to ask without network. None where every weight is asked about.
    """
    def calm(kg: Decimal) -> bool:
        return not oddities(child, Taken(on, kg, None), "", before)

    last = before.weight if before else None
    guesses = [last] if last is not None else [Decimal(kg) for kg in range(2, 100)]
    start = next((kg.quantize(TENTH) for kg in guesses if calm(kg.quantize(TENTH))), None)
    return None if start is None else (_edge(calm, start, TENTH), _edge(calm, start, HIGHEST))


def _edge(calm: Callable[[Decimal], bool], inside: Decimal, outside: Decimal) -> Decimal:
    """The last calm weight on the way from one that is calm: what is calm lies in one piece."""
    if calm(outside):
        return outside
    while abs(outside - inside) > TENTH:
        middle = ((inside + outside) / 2).quantize(TENTH)
        inside, outside = (middle, outside) if calm(middle) else (inside, middle)
    return inside


def gain_words(kg: Decimal, before: Taken, on: dt.date) -> str:
    """"tăng 0,3 kg trong 3 tháng": how a weight moved since the last one, which has a weight."""
    by = kg - (before.weight or kg)
    months = completed_months(before.on, on)
    span = _("%(n)s tháng") % {"n": months} if months else _("%(n)s ngày") % {"n": (on - before.on).days}
    if not by:
        return _("bằng lần trước, sau %(span)s") % {"span": span}
    words = _("tăng %(kg)s kg trong %(span)s") if by > 0 else _("giảm %(kg)s kg trong %(span)s")
    return words % {"kg": shown(abs(by)), "span": span}


def shown(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
