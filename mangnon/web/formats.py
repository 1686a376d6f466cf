"""Numbers and dates as Vietnamese papers write them: 1.904 and 95,7%, 23/11/2026, minus −. Pure."""
from __future__ import annotations

import datetime as dt
from fractions import Fraction

MINUS = "−"
SIGNS = {"%": "%", "per 1000": "‰", "per 10000": "", "per 100000": "", "count": "", "yes/no": ""}


def number(value: float | int | Fraction, decimals: int = 0, *, english: bool = False) -> str:
    """1904 as "1.904"; 95.652 with one decimal as "95,7"; a minus is −."""
    text = f"{float(value):,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    text = text.replace("-", MINUS)
    return text if english else text.translate(str.maketrans(",.", ".,"))


def value(amount: float | Fraction, unit: str, target: float | Fraction | None = None, *, english: bool = False,
          ) -> str:
    """A measure's value with its sign: one decimal, two where one would cross or touch the target.

    Whole numbers have none; a count has no sign.
    """
    exact = Fraction(amount)
    if unit in ("count", "yes/no"):
        return number(exact, 0, english=english)
    decimals = 2 if unit in ("per 10000", "per 100000") else 1
    if exact.denominator == 1:
        decimals = 0
    elif target is not None and decimals == 1 and exact != target and _touches(exact, Fraction(target)):
        decimals = 2
    return number(exact, decimals, english=english) + SIGNS[unit]


def _touches(exact: Fraction, target: Fraction) -> bool:
    rounded = Fraction(round(exact * 10), 10)
    return rounded == target or (rounded < target) != (exact < target)


def of_total(part: int, total: int | None, *, english: bool = False) -> str:
    """88/92."""
    whole = "" if total is None else f"/{number(total, english=english)}"
    return number(part, english=english) + whole


def date(day: dt.date | None, *, english: bool = False) -> str:
    """23/11/2026; nothing for an unknown day."""
    if day is None:
        return ""
    return f"{day:%d/%m/%Y}"


def date_known(day: dt.date, precision: str) -> str:
    """A date as far as it is known: 12/03/2018, 03/2018, 2018."""
    return {"year": f"{day:%Y}", "month": f"{day:%m/%Y}"}.get(precision, f"{day:%d/%m/%Y}")
