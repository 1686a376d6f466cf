"""The households of a sample by the codes of their rows: 1-02a is the first child of the second household of thôn 1."""
from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.places.models import Unit

from .models import Resurvey, ResurveyRow

_CODE = re.compile(r"(\d+)-(?:(\d+))?([a-z]*)(\d*)")


@dataclass(frozen=True)
class House:
    """code: of the household, "" for children of a sample drawn before the lines had one.  head: "" where unknown."""

    code: str
    head: str
    rows: list[ResurveyRow]

    @property
    def words(self) -> str:
        """What finds it, as its sheet has it: the head, or without one the child herself, whose name is not asked."""
        return self.head or next((find(row) for row in self.rows if row.child_id), "")

    @property
    def spare(self) -> str:
        """Code of its next empty line, for a child whom the register lacks."""
        taken = {row.code for row in self.rows}
        return next(code for n in itertools.count(1) if (code := f"{self.code}m{n}") not in taken)


def household_of(code: str) -> str:
    """1-02 of 1-02a and of 1-02m1; "" of 1-m1."""
    found = re.match(r"\d+-\d+", code)
    return found[0] if found else ""


def in_order(rows: Iterable[ResurveyRow]) -> list[ResurveyRow]:
    """As they stand on the sheets: by thôn and household, those written in by hand after the others of theirs."""
    return sorted(rows, key=lambda row: _place(row.code))


def _place(code: str) -> tuple[int, int, bool, str, int]:
    found = _CODE.fullmatch(code)
    if not found:
        return 0, 0, True, code, 0
    unit, house, letter, number = found.groups()
    return int(unit), int(house or 10_000), bool(number), letter, int(number or 0)


def houses(rows: Iterable[ResurveyRow]) -> list[House]:
    """Rows by household, in order."""
    found: dict[str, list[ResurveyRow]] = {}
    for row in in_order(rows):
        found.setdefault(household_of(row.code), []).append(row)
    return [House(code, next((row.head for row in some if row.head), ""), some) for code, some in found.items()]


def with_spare(it: Resurvey, place: Unit) -> list[House]:
    """A thôn's households, each with one empty line for a child whom the register lacks."""
    found = houses(it.rows.filter(unit=place).select_related("child"))
    for house in found:
        if house.code:
            house.rows.append(ResurveyRow(resurvey=it, unit=place, code=house.spare, head=house.head))
    return found


def find(row: ResurveyRow) -> str:
    """What finds a child and no more: the head of the household and her given name; without a head the whole name."""
    name = row.was.get("full_name", "")
    given = name.split()[-1] if name else "chưa có tên"
    return f"{row.head}: {given}" if row.head else name or "chưa có tên"
