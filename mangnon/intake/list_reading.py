"""Read a list as it was sent and say of each row whose it is. Pure: the register is handed in, nothing is written."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import habits, headings
from .describing import Birth, Described, describe, personal_number
from .headings import Column, FieldWords, Heading
from .lines import Line, lines
from .matching import MATCH, REVIEW, Answer, Matcher
from .workbook import Sheet, as_text, open_workbook

ADULT = 18
RESULTS = ("matched", "new", "review", "refused", "skipped")
Mothers = Callable[[list[Line]], dict[int, str]]


@dataclass(frozen=True)
class ListKind:
    """A kind of list. name: as the command knows it.  title: what people call it.  fields: what it adds to the person.

    mothers: finds the mothers that a list tells by its order, as a population list does; row number to name.
    """

    name: str
    title: str
    fields: tuple[FieldWords, ...] = ()
    mothers: Mothers | None = None


@dataclass
class ReadRow:
    """A row and what is decided of it. problems: (heading, sentence)."""

    line: Line
    result: str
    answer: Answer | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def child_id(self) -> str:
        return self.answer.best.child.id if self.result == "matched" and self.answer and self.answer.best else ""


@dataclass
class ReadSheet:
    """A sheet with its heading and rows."""

    name: str
    heading: Heading
    rows: list[ReadRow]


@dataclass
class ReadList:
    """A file as understood. skipped: (sheet, why)."""

    kind: str
    sheets: list[ReadSheet] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``mangnon import list``."""
        return {"kind": self.kind, "sheets": [_sheet_json(sheet) for sheet in self.sheets],
                "skipped_sheets": [{"sheet": name, "text": why} for name, why in self.skipped]}


def _sheet_json(sheet: ReadSheet) -> dict[str, Any]:
    columns = {name: joined(columns) for name, columns in sheet.heading.fields.items()}
    return {"sheet": sheet.name, "header_row": sheet.heading.top + 1, "columns": columns,
            "rows": [_row_json(row) for row in sheet.rows]}


def _row_json(row: ReadRow) -> dict[str, Any]:
    shown = row.answer.candidates if row.answer and row.result in ("matched", "review") else []
    return {"row": row.line.number, "result": row.result, "child_id": row.child_id or None,
            "candidates": [{"child_id": c.child.id, "score": round(c.score, 4)} for c in shown],
            "problems": [{"column": column, "text": text} for column, text in row.problems]}


def joined(columns: Iterable[Column]) -> str:
    """The headings of a field's columns, joined by " + "."""
    return " + ".join(column.heading for column in columns)


def read_list(path: Path, kind: ListKind, register: Iterable[Described], *, today: dt.date,
              on: dt.date | None = None) -> ReadList:
    """Read a file and match its rows. on: the day the list speaks of; without it a date of its title, else today.

    Raises FileRefused.
    """
    found = ReadList(kind.name)
    read: list[tuple[Sheet, ReadSheet, dt.date]] = []
    for sheet in open_workbook(path):
        heading = headings.find(sheet, kind.fields)
        if heading is None:
            found.skipped.append((sheet.name, "Không thấy dòng tiêu đề có cột họ tên nên bỏ qua trang này."))
            continue
        rows = [ReadRow(line, "") for line in lines(sheet, heading)]
        shown = ReadSheet(sheet.name, heading, rows)
        found.sheets.append(shown)
        read.append((sheet, shown, on or _day_of(sheet, heading) or today))
    matcher = Matcher(register)
    for _, shown, day in read:
        _decide(shown, kind, matcher, today, day)
    return found


def _day_of(sheet: Sheet, heading: Heading) -> dt.date | None:
    """The day that the title above the heading speaks of."""
    titles = " ".join(sheet.text(row, n) for row in range(heading.top) for n in range(len(sheet.rows[row])))
    return habits.date_in(titles)


def _decide(sheet: ReadSheet, kind: ListKind, matcher: Matcher, today: dt.date, day: dt.date) -> None:
    mothers = kind.mothers([row.line for row in sheet.rows]) if kind.mothers else {}
    asked: list[tuple[ReadRow, Described]] = []
    for row in sheet.rows:
        described = _describe(row, sheet.heading, today, mothers)
        if described is None:
            row.result = "refused"
        elif described.birth.year and habits.years_old(described.birth, day) >= ADULT:
            row.result = "skipped"
        else:
            asked.append((row, described))
    for (row, _), answer in zip(asked, matcher.answers([described for _, described in asked]), strict=True):
        row.answer = answer
        row.result = {MATCH: "matched", REVIEW: "review"}.get(answer.decision, "refused" if row.problems else "new")


def _describe(row: ReadRow, heading: Heading, today: dt.date, mothers: dict[int, str]) -> Described | None:
    """The person of a row, or None where the row cannot be used; what is wrong goes into its problems."""
    values, line = row.line.values, row.line
    name = " ".join(filter(None, (as_text(v) for v in values["full_name"])))
    if not re.search(r"[^\W\d_]", name):
        row.problems.append((joined(heading.fields["full_name"]), "Dòng này không có họ tên. Hãy điền họ tên."))
    elif name.lstrip()[:1] in "=+-@":
        row.problems.append((joined(heading.fields["full_name"]), (
            "Họ tên bắt đầu bằng dấu của công thức nên không được nhận. Hãy gõ lại họ tên.")))
    usable = not row.problems
    born = Birth()
    try:
        born = _born(values.get("born_on", []), today)
    except habits.BadDate as bad:
        row.problems.append((joined(heading.fields["born_on"]), str(bad)))
        # A day that lies ahead, and with its month exchanged does not, may still be a child whom the register knows.
        born = bad.perhaps or born
        usable = usable and bad.perhaps is not None
    if not usable:
        return None
    return describe(
        id=str(line.number), name_=name, born=born, sex=_sex(row.line, heading),
        mother=mothers.get(line.number) or as_text(line.first("mother_name")),
        village=as_text(line.first("village")), number=personal_number(as_text(line.first("personal_id"))))


def _born(values: list[Any], today: dt.date) -> Birth:
    """One cell; day, month and year in three; or one of two cells, under Nam and under Nữ."""
    filled = [value for value in values if as_text(value)]
    if len(values) == 3 and len(filled) == 3:
        return habits.birth("/".join(as_text(value) for value in values), today)
    return habits.birth(filled[0], today) if filled else Birth()


def _sex(line: Line, heading: Heading) -> str:
    values = line.values.get("sex", [])
    if len(values) == 2:
        boy, girl = (bool(as_text(value)) for value in values)
        return "" if boy == girl else "male" if boy else "female"
    births = line.values.get("born_on", [])
    if not values and len(births) == 2:
        return "male" if as_text(births[0]) else "female" if as_text(births[1]) else ""
    only_girls = bool(values) and heading.fields["sex"][0].last == "nu"
    if only_girls:
        return "female" if habits.ticked(values[0]) else "male"
    return habits.sex(values[0]) if values and not habits.ticked(values[0]) else ""
