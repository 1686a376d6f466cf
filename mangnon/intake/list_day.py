"""Which day a list speaks of: what stands above its heading has other days as well. Pure.

A letter's place and day, the letter that the list is enclosed with and the births that it takes in are not its day.
"""
from __future__ import annotations

import calendar
import datetime as dt
import re

from mangnon.core.names import fold

from .workbook import Sheet, shown

_DAYS = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?![\d/.-]*\d)"
    r"|(?<!\d)(\d{1,2}) ?thang ?(\d{1,2}),? ?(?:nam )?(\d{4})(?!\d)")
_MONTH = re.compile(r"(?:\bthang |\bt)(\d{1,2})(?: ?[/.-] ?| nam )(\d{4})(?!\d)")
_BIRTHS = re.compile(r"(?<!hoc )(?<!ve )(?<!khai )\bsinh (?:tu|truoc|sau|trong|den|nam|ngay|thang|\d)")
_ENCLOSED = re.compile(r"\b(?:kem theo|cong van|quyet dinh|ke hoach|bao cao so|bien ban|thong bao|ban hanh)\b")
_OWN = re.compile(r"(?:\bngay (?:can|do|kham|tiem|dieu tra|ra soat|kiem tra|to chuc|diem danh|chot)\b[^\d]*"
                  r"|\btinh den\b[^\d]*|\bden (?:het )?ngay [^\d]*|\bden |\bthoi (?:diem|gian)\b.*|\btu \D*)$")
_PLACE = re.compile(r"^[^\d,:]{2,40}, ?(?:ngay )?$")
_TITLE = re.compile(r"\b(?:danh sach|ds|bang|ket qua|can|do|so theo doi|bieu)\b")
ENCLOSED, LETTERHEAD, MONTH, TITLE, OWN = range(1, 6)


def of_sheet(sheet: Sheet, top: int, today: dt.date) -> tuple[dt.date | None, str]:
    """The day by what stands above a heading, and a sentence where only its month is told. top: the heading's row."""
    best: tuple[int, dt.date, str] | None = None
    for row in sheet.rows[:top]:
        cells = [shown(value) for value in row if shown(value)]
        # Words and days of one line may stand in cells of their own: "Ngày", 5, "tháng", 9, "năm", 2026.
        parts = cells if any(_DAYS.search(fold(cell)) and len(cell) > 10 for cell in cells) else [" ".join(cells)]
        for part in parts:
            for rank, day, why in _told(part, today):
                if best is None or rank >= best[0]:
                    best = rank, day, why
    return (best[1], best[2]) if best else (None, "")


def of_line(text: str) -> dt.date | None:
    """The last whole day that a line above a group speaks of: "Thôn Đông - cân ngày 02 tháng 9 năm 2026"."""
    days = [day for rank, day, _ in _told(text, dt.date.max) if rank not in (ENCLOSED, MONTH)]
    return days[-1] if days else None


def _told(text: str, today: dt.date) -> list[tuple[int, dt.date, str]]:
    """(rank, day, sentence) of each day, and of the month where a part has no day."""
    found = []
    for part in re.split(r"[()\[\];\n]", text):
        words = fold(part)
        births = _BIRTHS.search(words)
        # A plan's last day lies ahead and is no day of a list.
        days = [(one, day) for one in _DAYS.finditer(words) if (day := _day(one, words)) and day <= today]
        found += [(_rank(words[:one.start()]), day, "") for one, day in days
                  if births is None or one.start() < births.start()]
        if not days and births is None and (month := _MONTH.search(words)) and not _ENCLOSED.search(words):
            found += _of_month(int(month[1]), int(month[2]), today)
    return found


def _day(found: re.Match[str], words: str) -> dt.date | None:
    day, month, year = (int(part) for part in found.groups() if part is not None)
    if year < 100:
        # Two digits are a year only where the words say that it is a day: 1.2.26 may number a chapter.
        if "ngay" not in words[:found.start()]:
            return None
        year += 2000
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _rank(before: str) -> int:
    """How surely the day behind these words is the list's own."""
    if _ENCLOSED.search(before):
        return ENCLOSED
    if _OWN.search(before):
        return OWN
    return LETTERHEAD if _PLACE.match(before) and not _TITLE.search(before) else TITLE


def _of_month(month: int, year: int, today: dt.date) -> list[tuple[int, dt.date, str]]:
    if not 1 <= month <= 12 or not 2000 <= year <= 2100 or dt.date(year, month, 1) > today:
        return []
    day = min(dt.date(year, month, calendar.monthrange(year, month)[1]), today)
    return [(MONTH, day, f"Tiêu đề chỉ ghi tháng {month}/{year}, không ghi ngày, nên lấy ngày {day:%d/%m/%Y}. Nếu "
                         "không đúng, hãy chọn ngày của danh sách rồi đọc lại.")]
