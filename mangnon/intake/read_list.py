"""What reading a list finds: its sheets, and of each row whose it is and what it says. Pure."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .describing import Birth, Described
from .headings import Column, Heading
from .lines import Line
from .list_kind import ListKind
from .matching import Answer
from .told import Occasion, Teller, Told, person, village_in
from .workbook import Sheet, as_text


@dataclass(slots=True)
class ReadRow:
    """A row and what is decided of it. problems: (heading, sentence).  described: the person of a row of use.

    place: exchange id of the facility that a row of a list of places means.
    """

    line: Line
    result: str
    answer: Answer | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    described: Described | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """What stands where the name should."""
        return name_of(self.line)

    @property
    def child_id(self) -> str:
        if self.place:
            return self.place
        return self.answer.best.child.id if self.result == "matched" and self.answer and self.answer.best else ""


@dataclass
class ReadSheet:
    """A sheet with its heading and rows. mothers, households: what its order tells, by row number."""

    name: str
    heading: Heading
    rows: list[ReadRow]
    kind: ListKind
    on: Occasion
    raw: Sheet
    mothers: dict[int, str] = field(default_factory=dict)
    households: dict[int, dict[str, str]] = field(default_factory=dict)

    def home(self, line: Line) -> str:
        """The thôn of a row: its own cell; without such a column the line above, the sheet's name or the title."""
        if "village" in self.heading.fields:
            return as_text(line.first("village"))
        return next(filter(None, map(village_in, (line.group, self.on.section, self.on.title))), "")

    def told(self, row: ReadRow) -> Told | None:
        """What a row of use says, ready to be compared with what the register holds; made when asked for."""
        described, number = row.described, row.line.number
        if row.place:
            teller = Teller(row.line, self.heading, self.on, Birth())
            teller.told.person["full_name"] = row.name
            return self._told_by(teller)
        if described is None:
            return None
        teller = Teller(row.line, self.heading, self.on, described.birth)
        mother = self.mothers.get(number) or as_text(row.line.first("mother_name"))
        person(teller, "" if described.newborn else row.name, described.sex, mother)
        teller.told.village = self.home(row.line)
        self._told_by(teller)
        teller.told.household = teller.told.household or self.households.get(number, {})
        return teller.told

    def _told_by(self, teller: Teller) -> Told:
        if self.kind.tell:
            self.kind.tell(teller)
        return teller.told


@dataclass
class ReadList:
    """A file as understood. skipped: (sheet, why).  notes: what a person should know of a sheet that is read."""

    kind: str
    sheets: list[ReadSheet] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``mangnon import list``."""
        found = self.outline()
        for shown, sheet in zip(found["sheets"], self.sheets, strict=True):
            shown["rows"] = [row_json(row, sheet.told(row)) for row in sheet.rows]
        return found

    def outline(self) -> dict[str, Any]:
        """The same without the rows."""
        return {"kind": self.kind, "sheets": [_sheet_json(sheet) for sheet in self.sheets],
                "skipped_sheets": [{"sheet": name, "text": why} for name, why in self.skipped]}


AS_THE_FORMAT = {"injected_on": "given_on"}
"""Fields that the reader tells apart and the exchange format calls alike: the day of one dose a row."""


def _sheet_json(sheet: ReadSheet) -> dict[str, Any]:
    columns = {AS_THE_FORMAT.get(name, name): joined(columns) for name, columns in sheet.heading.fields.items()}
    return {"sheet": sheet.name, "header_row": sheet.heading.top + 1, "columns": columns, "rows": []}


def row_json(row: ReadRow, told: Told | None) -> dict[str, Any]:
    """A row in the JSON of ``mangnon import list``."""
    problems = [*row.problems, *(told.troubles if told else [])]
    shown = row.answer.candidates if row.answer and row.result in ("matched", "review") else []
    return {"row": row.line.number, "result": row.result, "child_id": row.child_id or None,
            "candidates": [{"child_id": c.child.id, "score": round(c.score, 4)} for c in shown],
            "problems": [{"column": column, "text": text} for column, text in problems]}


def joined(columns: Iterable[Column]) -> str:
    """The headings of a field's columns, each once, joined by " + "."""
    return " + ".join(dict.fromkeys(column.heading for column in columns if column.heading))


def name_of(line: Line) -> str:
    return " ".join(filter(None, (as_text(v) for v in line.values["full_name"])))
