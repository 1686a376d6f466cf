"""Read what people type in the cells of a list: dates in every habit, ticks, sexes, numbers. Pure."""
from __future__ import annotations

import calendar
import datetime as dt
import re

from mangnon.core.names import fold

from . import row_words
from .describing import Birth
from .workbook import Value, as_text, shown

SERIAL_ZERO = dt.date(1899, 12, 30)
FIRST_YEAR = 1950
_DIGITS = frozenset("0123456789")
_MONTHS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai", "gieng",
           "chap")
_MONTH = re.compile(r"(?<=\d)[ -]*(?:thang|thg|th)[ .-]*(\d{1,2}|" + "|".join(sorted(_MONTHS, key=len, reverse=True))
                    + r")(?!\w)[ ,-]*(?=(?:nam )?\d{4}(?!\d))")
SERIALS = range(15_000, 80_000)
"""Days as Excel counts them: 1941 to 2119."""


class BadDate(Exception):
    """A date that cannot be; the message is the sentence for the user.

    perhaps: what it is with day and month exchanged, where that can be.
    """

    def __init__(self, text: str, perhaps: Birth | None = None) -> None:
        super().__init__(text)
        self.perhaps = perhaps


def birth(value: Value, today: dt.date) -> Birth:
    """Return a date of birth as far as it is told. Raises BadDate: no such day, or a day that lies ahead."""
    found = _birth(value, today)
    if _ahead(found, today):
        other = found.swapped
        raise BadDate(f"Ngày sinh {shown(value)} còn ở phía trước. Hãy kiểm tra lại.",
                      found if other and not _ahead(other, today) else None)
    return found


def _ahead(born: Birth, today: dt.date) -> bool:
    return bool(born.year) and (born.year, born.month or 1, born.day or 1) > (today.year, today.month, today.day)


def _birth(value: Value, today: dt.date) -> Birth:
    if isinstance(value, dt.date):
        # A year typed into a cell that shows days: Excel has made 2018 the 2,018th day, in July 1905.
        days = (value if not isinstance(value, dt.datetime) else value.date()) - SERIAL_ZERO
        if FIRST_YEAR <= days.days <= today.year:
            return Birth(days.days)
        return Birth(value.year, value.month, value.day)
    text = as_text(value)
    if not text:
        return Birth()
    if text[:1] not in _DIGITS and row_words.is_sentence(text):
        raise BadDate(f"“{text}” không phải ngày sinh. Hãy viết ngày/tháng/năm, ví dụ 23/11/2019.")
    if re.fullmatch(r"\d+", text):
        return _from_number(text, today)
    if found := re.search(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        return _day(int(found[3]), int(found[2]), int(found[1]), text)
    if found := re.search(r"(?<!\d)(\d{1,2})[-/.\s\\_]+(\d{1,2})[-/.\s\\_]+(\d{4}|\d{2})(?!\d)", text) or re.search(
            r"(?<!\d)(\d{1,2})[-/.\s,]+(\d{1,2})[-/.\s,]+(\d{4})(?!\d)", text):
        return _day(int(found[1]), int(found[2]), _year(found[3], today), text)
    if re.fullmatch(r"(?:ngày\s*)?(?:0?[1-9]|[12]\d|3[01])\s*[-/.]\s*(?:0?[1-9]|1[0-2])", text, re.IGNORECASE):
        raise BadDate(f"“{text}” chưa có năm nên chưa rõ ngày sinh. Hãy gõ thêm năm, ví dụ 23/11/2019.")
    return _in_words(text, today)


def _in_words(text: str, today: dt.date) -> Birth:
    """"ngày 5 tháng 3 năm 2019", "5 tháng 3, 2019", "tháng 3/2019", "3/2019", "2019-03", "năm 2019".

    A month stands alone: with another number before it, part of a day was not understood.
    """
    words = _month_as_number(text)
    if found := re.search(r"(?<!\d)(\d{1,2}) ?thang ?(\d{1,2})[ ,]*(?:nam)? ?(\d{4})(?!\d)", words):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    alone = len(re.findall(r"\d+", words)) == 2
    if alone and (found := re.search(r"(?<!\d)(\d{1,2})\s*(?:[-/.]|nam)\s*(\d{4})(?!\d)", words)):
        return _month(int(found[1]), int(found[2]), text)
    if alone and (found := re.search(r"(?<!\d)((?:19|20)\d\d)\s*[-/.]\s*(\d{1,2})(?!\d)", words)):
        return _month(int(found[2]), int(found[1]), text)
    if (found := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", words)) and len(re.findall(r"\d+", words)) == 1 and (
            "/" not in words):
        return Birth(int(found[1]))
    raise BadDate(f"“{text}” không phải ngày sinh. Hãy viết ngày/tháng/năm, ví dụ 23/11/2019.")


def _month_as_number(text: str) -> str:
    """The folded text, its month in figures: "5 tháng Ba 2018", "5-Th6-2018" and "05 thg 6, 2018" as Excel shows days.

    "5 tháng năm 2018" has no month, where nothing tells the word from that of a year; "Năm" is May.
    """
    def number(found: re.Match[str]) -> str:
        month = found[1]
        if month == "nam" and "Năm" not in text and "năm năm" not in text:
            return found[0]
        at = {"gieng": 1, "chap": 12}.get(month) or (int(month) if month.isdigit() else _MONTHS.index(month) + 1)
        return f" thang {at} "

    return " ".join(_MONTH.sub(number, fold(text)).split())


def _from_number(text: str, today: dt.date) -> Birth:
    """A year, a day as Excel counts, or eight digits without signs."""
    number = int(text)
    if 1900 <= number <= today.year + 1:
        return Birth(number)
    if number in SERIALS:
        day = SERIAL_ZERO + dt.timedelta(number)
        return Birth(day.year, day.month, day.day)
    if len(text) == 8 and 1900 <= int(text[4:]) <= today.year + 1:
        return _day(int(text[:2]), int(text[2:4]), int(text[4:]), text)
    raise BadDate(f"“{text}” không phải ngày sinh. Hãy viết ngày/tháng/năm, ví dụ 23/11/2019.")


def _year(text: str, today: dt.date) -> int:
    """Two digits mean the nearest such year that is not ahead."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100


def _day(day: int, month: int, year: int, text: str) -> Birth:
    if not 1 <= month <= 12:
        raise BadDate(f"“{text}”: không có tháng {month}. Hãy viết ngày/tháng/năm, ví dụ 23/11/2019.")
    if not 1900 <= year <= 2200:
        raise BadDate(f"“{text}”: năm {year} không đúng. Hãy viết ngày/tháng/năm, ví dụ 23/11/2019.")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadDate(f"Tháng {month} năm {year} không có ngày {day}. Hãy kiểm tra lại ngày sinh.")
    return Birth(year, month, day)


def _month(month: int, year: int, text: str) -> Birth:
    if not 1 <= month <= 12:
        raise BadDate(f"“{text}”: không có tháng {month}. Hãy viết tháng/năm, ví dụ 11/2019.")
    return Birth(year, month)


def date_in(text: str) -> dt.date | None:
    """The last whole date that a title speaks of: a list "from … to …" is of its end."""
    found = None
    for day, month, year in re.findall(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)", text):
        found = _maybe(int(year), int(month), int(day)) or found
    for day, month, year in re.findall(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})", fold(text)):
        found = _maybe(int(year), int(month), int(day)) or found
    return found


def short_day(value: Value, on: dt.date) -> dt.date | None:
    """A day without its year, "05/9" or "ngày 5.9": the last such day that is not after the list's own.

    A number 5.1 may have been 5.10 before the spreadsheet made it a number.
    """
    found = re.fullmatch(r"(?:ngay )?(\d{1,2})\s*[/.-]\s*(\d{1,2})", fold(as_text(value)).strip(" ."))
    if not found or (isinstance(value, float) and found[2] == "1"):
        return None
    days = (_maybe(year, int(found[2]), int(found[1])) for year in (on.year, on.year - 1))
    return next((day for day in days if day and day <= on), None)


def _maybe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def sex(value: Value) -> str:
    """male, female or "" from what people write; in a column "Nữ" a tick means a girl."""
    word = fold(as_text(value)).strip(" .")
    if word in ("nam", "trai", "m", "male", "be trai", "con trai"):
        return "male"
    return "female" if word in ("nu", "gai", "f", "female", "x", "be gai", "con gai") else ""


LONGEST_TICK = 8
"""Letters of a tick with its marks apart and a full stop."""


def ticked(value: Value) -> bool:
    """Whether a cell is ticked: x, 1, có, v, +."""
    text = as_text(value)
    return len(text) <= LONGEST_TICK and fold(text).strip(" .") in (
        "x", "1", "co", "v", "+", "true", "dung", "√", "✓", "✔", "c")


def years_old(born: Birth, on: dt.date) -> int:
    """Completed years on a day, the youngest that a date known in part allows."""
    month, day = born.month or 12, born.day or 28
    return on.year - born.year - ((on.month, on.day) < (month, day))
