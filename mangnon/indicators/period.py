"""The days a question is about. Pure."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.core import periods


class AskError(Exception):
    """A question that cannot be answered; the message says what to ask instead."""


@dataclass(frozen=True)
class Period:
    """Year Y as of a day: from 1 January to E, both included; E is 31 December, or the day if it falls inside Y."""

    year: int
    end: dt.date

    @classmethod
    def of(cls, year: int, as_of: dt.date) -> Period:
        """Raises AskError for a year that begins after the day."""
        if not 1900 <= year <= 2200:
            raise AskError(f"Năm {year} không dùng được. Hãy chọn một năm từ 1900 đến 2200.")
        if dt.date(year, 1, 1) > as_of:
            raise AskError(f"Năm {year} bắt đầu sau ngày {as_of:%d/%m/%Y}. Hãy chọn năm sớm hơn hoặc ngày muộn hơn.")
        return cls(year, min(periods.year_end(year), as_of))

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def running(self) -> bool:
        """Whether the year is not over on E."""
        return self.end < periods.year_end(self.year)

    @property
    def school_end(self) -> dt.date:
        """31 May, or E if that is earlier."""
        return min(dt.date(self.year, 5, 31), self.end)

    @property
    def school_start_year(self) -> int:
        """S: the first year of the school year that runs on E."""
        return self.year if self.end >= dt.date(self.year, 9, 1) else self.year - 1

    def days(self) -> dict[str, int]:
        """The words for days that definitions may use, as ordinals."""
        return {"start": self.start.toordinal(), "end": self.end.toordinal(),
                "school_end": self.school_end.toordinal()}

    def years(self) -> dict[str, int]:
        """The words for years that definitions may use."""
        return {"Y": self.year, "Y-1": self.year - 1, "S": self.school_start_year,
                "S-5": self.school_start_year - 5}
