"""Days that stand in the headings of columns: "Đợt 1 (01/6/2026)", "05/9", a day of a spreadsheet. Pure."""
from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from . import habits
from .headings import Column
from .told import Occasion

SCHOOL_YEAR_OPENS = 8
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_SHORT = re.compile(r"(?:^|ngày\s*|\(\s*)(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d\d))?\s*(?:$|\))", re.IGNORECASE)


def day_in(column: Column, on: Occasion) -> dt.date | None:
    """The day that a column's heading names; a day and a month are of the title's year, or of the list's day."""
    return _day_in(tuple(column.cells), on)


@lru_cache(maxsize=500)
def _day_in(cells: tuple[str, ...], on: Occasion) -> dt.date | None:
    """Asked of every row."""
    if found := habits.date_in(" / ".join(cells)):
        return found
    for text in reversed(cells):
        try:
            if iso := _ISO.search(text):
                return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
            if short := _SHORT.search(text.strip()):
                month = int(short[2])
                return dt.date(2000 + int(short[3]) if short[3] else year_of(month, on), month, int(short[1]))
        except ValueError:
            continue
    return None


def year_of(month: int, on: Occasion) -> int:
    """The year of a month without one: the title's, of a school year the half it lies in, else of the list's day."""
    years = sorted({int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", on.title)})
    if len(years) == 1:
        return years[0]
    if len(years) > 1 and years[1] == years[0] + 1:
        return years[0] if month >= SCHOOL_YEAR_OPENS else years[1]
    return on.on.year
