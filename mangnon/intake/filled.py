"""What the register says of a child, in the cells of a list that goes out filled in and comes back. Pure."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

Row = dict[str, str]
Cells = dict[str, str | dt.date]


@dataclass(frozen=True)
class Known:
    """A child as the register has her on a day. person: cells of ``children``.  head, status: of her household.

    rows: her rows of a table of the exchange format.  facility, school_year: of the school the list is for, or "".
    names: of facilities by exchange id.
    """

    person: Row
    rows: Callable[[str], list[Row]]
    day: dt.date
    facility: str = ""
    school_year: str = ""
    head: str = ""
    status: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def open(self, table: str) -> list[Row]:
        """Her rows of a table of intervals that hold on the day."""
        day = self.day.isoformat()
        return [row for row in self.rows(table) if row["from_on"] <= day and (not row["to_on"] or row["to_on"] > day)]

    def enrolment(self) -> Row | None:
        """Where she learns this school year: at the list's school, or anywhere where the list is of none."""
        found = [row for row in self.rows("enrolments") if row["school_year"] == self.school_year
                 and not row["left_on"] and self.facility in ("", row["facility_id"])]
        return max(found, key=lambda row: row["entered_on"]) if found else None


def day(text: str) -> str | dt.date:
    """A cell's day as a spreadsheet has it."""
    return dt.date.fromisoformat(text) if text else ""


def number(text: str) -> str:
    """A number as people write it here."""
    return text.replace(".", ",")
