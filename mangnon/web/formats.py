"""Numbers and dates as Vietnamese papers write them: 1.904 and 95,7%, 23/11/2026, minus −. Pure.

Every function takes ``english=True`` for the second language: 1,904 and 95.7%, 23 Nov 2026.
"""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from mangnon.core.clock import VIETNAM

MINUS = "−"
SIGNS = {"%": "%", "per 1000": "‰", "per 10000": "", "per 100000": "", "count": "", "yes/no": ""}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_DECIMALS = 4


def number(value: float | int | Decimal | Fraction, decimals: int = 0, *, english: bool = False) -> str:
    """1904 as "1.904"; 95.652 with one decimal as "95,7"; halves go up; a minus is −."""
    shown = value if isinstance(value, int) else _rounded(value, decimals)
    text = f"{abs(shown):,.{decimals}f}" if decimals else f"{abs(shown):,}"
    if not english:
        text = text.translate(str.maketrans(",.", ".,"))
    return MINUS + text if shown < 0 else text


def _rounded(value: float | int | Decimal | Fraction, decimals: int) -> Decimal:
    """Round half up, exactly for fractions, by the digits that are shown for floats."""
    step = Fraction(1, 10 ** decimals)
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    whole = (abs(exact) / step + Fraction(1, 2)) // 1
    return Decimal(int(whole) if exact >= 0 else -int(whole)).scaleb(-decimals)


def plain(value: float | int | Decimal | Fraction, most: int = 2, *, english: bool = False) -> str:
    """A number with as many decimals as it needs, at most ``most``: 12.50 as "12,5", 9 as "9"."""
    shown = _rounded(value, most).normalize()
    return number(shown, max(0, -int(shown.as_tuple().exponent)), english=english)


def value(amount: float | Fraction, unit: str, target: float | Fraction | None = None, *, english: bool = False,
          ) -> str:
    """A measure's value with its sign: one decimal, two where one would cross or touch the target.

    unit: a key of SIGNS.  Two decimals as well below 1 (0,05% is not 0,1%) and for a rate per 10.000.  Whole numbers
    have none; a count has no sign.
    """
    exact = Fraction(amount)
    if unit in ("count", "yes/no"):
        return number(exact, 0, english=english)
    decimals = 2 if unit in ("per 10000", "per 100000") or abs(exact) < 1 else 1
    if exact.denominator == 1:
        decimals = 0
    elif target is not None:
        decimals = _honest(exact, Fraction(target), decimals)
    return number(exact, decimals, english=english) + SIGNS[unit]


def _honest(exact: Fraction, target: Fraction, decimals: int) -> int:
    """How many decimals keep the shown value on its own side of the target: 0,99% under 1%, never 1,0%."""
    while exact != target and decimals < MOST_DECIMALS and _touches(exact, target, decimals):
        decimals += 1
    return decimals


def _touches(exact: Fraction, target: Fraction, decimals: int) -> bool:
    shown = Fraction(_rounded(exact, decimals))
    return shown == target or (shown < target) != (exact < target)


def share(part: int, total: int | None, target: float | Fraction | None = None, *, english: bool = False) -> str:
    """95,7% of 88/92; nothing where there is no whole."""
    return value(Fraction(100 * part, total), "%", target, english=english) if total else ""


def of_total(part: int, total: int | None, *, english: bool = False) -> str:
    """88/92."""
    whole = "" if total is None else f"/{number(total, english=english)}"
    return number(part, english=english) + whole


def date(day: dt.date | None, *, english: bool = False) -> str:
    """23/11/2026; nothing for an unknown day."""
    if day is None:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if english else f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_short(day: dt.date | None, today: dt.date, *, english: bool = False) -> str:
    """23/11 in the running year, else with its year."""
    if day is None or day.year != today.year:
        return date(day, english=english)
    return f"{day.day} {MONTHS[day.month - 1]}" if english else f"{day.day:02}/{day.month:02}"


def date_known(day: dt.date, precision: str, *, english: bool = False) -> str:
    """A date as far as it is known: 12/03/2018, 03/2018, 2018."""
    if precision == "year":
        return f"{day.year:04}"
    if precision == "month":
        return f"{MONTHS[day.month - 1]} {day.year}" if english else f"{day.month:02}/{day.year:04}"
    return date(day, english=english)


def time(moment: dt.time | dt.datetime, *, english: bool = False) -> str:
    """09 giờ 40; 09:40 in English. The moment is already in local time."""
    return f"{moment.hour:02}{':' if english else ' giờ '}{moment.minute:02}"


def moment(at: dt.datetime, today: dt.date, *, english: bool = False) -> str:
    """21 giờ 40 of today, else 22/11, 21 giờ 40; an instant, told in Vietnam's time."""
    local = at.astimezone(VIETNAM)
    said = time(local, english=english)
    return said if local.date() == today else f"{date_short(local.date(), today, english=english)}, {said}"


def half_hidden(phone: str) -> str:
    """09••••78: enough to know whose it is."""
    digits = "".join(phone.split())
    return f"{digits[:2]}••••{digits[-2:]}" if len(digits) > 5 else ("••••" if digits else "")


def number_hidden(number: str) -> str:
    """038219••••••: the province, sex and year of a personal number, not the person."""
    return f"{number[:6]}••••••" if number else ""
