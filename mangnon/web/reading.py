"""What people type, read: dates and numbers in the forms they come in. A sentence says what cannot be read."""
from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DAY = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})$")
_EIGHT = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_MONTH = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{4})$")
_ISO_MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")
_NO_YEAR = re.compile(r"^(0?[1-9]|[12]\d|3[01])\s*[/.\-]\s*(0?[1-9]|1[0-2])$")
_WHOLE = re.compile(r"^\d{1,3}(?:[. \u00a0]\d{3})+$|^\d+$")
YEARS = (1900, 2100)
NEW_CENTURY = 70
"""Two digits below this are of this century: 26 is 2026, 89 is 1989."""


def read_date(text: str) -> dt.date:
    """Read 23/11/2026, 3-2-26, 23112026, 2026-11-23. Raises ValidationError with a sentence."""
    flat = text.strip()
    if found := _ISO.match(flat):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY.match(flat) or _EIGHT.match(flat):
        day, month, year = (int(part) for part in found.groups())
        year = _full_year(year)
    elif _NO_YEAR.match(flat):
        # The running year would be a guess: of a birth it is wrong more often than not.
        raise ValidationError(_("“%(text)s” chưa có năm. Hãy gõ thêm năm, ví dụ 23/11/2026.") % {"text": flat})
    else:
        raise ValidationError(_("“%(text)s” không đọc được. Hãy viết ngày/tháng/năm, ví dụ 23/11/2026.")
                              % {"text": flat[:20]})
    return _checked(year, month, day)


def _full_year(year: int) -> int:
    return year if year > 99 else year + (2000 if year < NEW_CENTURY else 1900)


def _checked(year: int, month: int, day: int) -> dt.date:
    if not 1 <= month <= 12:
        raise ValidationError(_("Không có tháng %(month)s. Hãy viết ngày/tháng/năm.") % {"month": month})
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValidationError(_("Năm %(year)s không dùng được. Hãy kiểm tra lại.") % {"year": year})
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValidationError(_("Tháng %(month)s năm %(year)s không có ngày %(day)s.")
                              % {"month": month, "year": year, "day": day})
    return dt.date(year, month, day)


def read_known_date(text: str) -> tuple[dt.date, str]:
    """Read a date as far as it is known: 12/03/2018, 03/2018, 2018. Returns (first possible day, precision).

    precision: day, month or year.  Raises ValidationError with a sentence.
    """
    flat = text.strip()
    if re.fullmatch(r"\d{4}", flat):
        return _checked(int(flat), 1, 1), "year"
    if found := _ISO_MONTH.match(flat):
        return _checked(int(found[1]), int(found[2]), 1), "month"
    if found := _MONTH.match(flat):
        return _checked(int(found[2]), int(found[1]), 1), "month"
    if found := _NO_YEAR.match(flat):
        raise ValidationError(_without_year(flat, int(found[1]), int(found[2])))
    try:
        return read_date(flat), "day"
    except ValidationError as wrong:
        if _DAY.match(flat) or _ISO.match(flat) or _EIGHT.match(flat):
            raise
        raise ValidationError(_("“%(text)s” không đọc được. Hãy viết 12/03/2018; chỉ biết tháng thì 03/2018; "
                                "chỉ biết năm thì 2018.") % {"text": flat[:20]}) from wrong


def _without_year(text: str, first: int, second: int) -> str:
    """1/12 may be a day of any year, or a month of 2012: nobody but who typed it knows."""
    sign = next(mark for mark in text if not mark.isdigit() and not mark.isspace())
    if first > 12:
        return _("“%(text)s” chưa có năm. Hãy gõ thêm năm sinh, như %(full)s.") % {
            "text": text, "full": f"{text}{sign}2018"}
    return _("“%(text)s” chưa rõ năm nào. Ngày %(a)s tháng %(b)s thì gõ thêm năm sinh, như %(full)s; tháng %(a)s "
             "năm 20%(yy)s thì gõ %(a)s/20%(yy)s.") % {
                 "text": text, "full": f"{text}{sign}2018", "a": first, "b": second, "yy": f"{second:02}"}


def read_decimal(text: str) -> Decimal:
    """Read a number as typed: 12,5, 12.5, 1.904,5, 1,904.5. Raises ValidationError with a sentence."""
    flat = re.sub(r"[\s\u00a0]", "", text)
    # With both signs the later one is the decimal sign: 1.904,5 here, 1,904.5 in a table from elsewhere.
    if flat.rfind(",") > flat.rfind("."):
        flat = flat.replace(".", "").replace(",", ".")
    elif "," in flat:
        flat = flat.replace(",", "")
    if not re.fullmatch(r"[-+\u2212]?\d*\.?\d*", flat) or not re.search(r"\d", flat):
        raise ValidationError(_("“%(text)s” không phải là số. Hãy viết như 12,5.") % {"text": text.strip()[:20]})
    try:
        number = Decimal(flat.replace("\u2212", "-"))
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” không phải là số. Hãy viết như 12,5.")
                              % {"text": text.strip()[:20]}) from None
    if number < 0 or len(flat) > 12:
        raise ValidationError(_("“%(text)s” không dùng được. Hãy viết một số không âm.") % {"text": text.strip()[:20]})
    return number


def read_whole(text: str) -> int:
    """Read a whole number: 1904, 1.904, 1 904. Raises ValidationError with a sentence."""
    flat = text.strip()
    if not _WHOLE.match(flat) or len(flat) > 15:
        raise ValidationError(_("“%(text)s” không phải là số nguyên. Hãy viết như 12 hoặc 1.904.")
                              % {"text": flat[:20]})
    return int(re.sub(r"\D", "", flat))
