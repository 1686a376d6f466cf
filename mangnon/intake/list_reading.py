"""Read a list as it was sent and say of each row whose it is. Pure: the register is handed in, nothing is written."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import habits, headings
from .blank import Box
from .describing import Birth, Described, describe, personal_number
from .filled import Cells, Known
from .headings import Column, FieldWords, Heading
from .lines import Line, lines
from .matching import MATCH, REVIEW, Answer, Matcher, guard
from .packed import Unpacking
from .told import Occasion, Teller, Told, person, school_year_in
from .workbook import Sheet, as_text, open_workbook

ADULT = 18
RESULTS = ("matched", "new", "review", "refused", "skipped")
Mothers = Callable[[list[Line]], dict[int, str]]
PlaceOf = Callable[[str], tuple[str, str]]
Learnt = Callable[[Heading], dict[str, list[Column]] | None]


@dataclass(frozen=True)
class ListKind:
    """A kind of list. name: as the command knows it.  title: what people call it.  fields: what it adds to the person.

    mothers, households: find what a list tells by its order, as a population list does; by row number.
    tell: adds what the kind is about to a row that speaks of a child.  place: "school" where the list must say whose
    it is.  blank: columns of its empty workbook besides the person's.
    filled: the kind's own cells of a child as the register has them; None for a child who is on no such list.
    subject: what a row is about, "child" or "place", or "answer" to what we asked of a child.
    by_columns: what it is about stands in columns of its own, never in its title: without one it is another list.
    once: a child stands on it once; a second row of hers is the sender's slip.
    marks: the marks that a sheet's lines use, where one mark's meaning depends on the others.
    """

    name: str
    title: str
    fields: tuple[FieldWords, ...] = ()
    mothers: Mothers | None = None
    households: Callable[[list[Line]], dict[int, dict[str, str]]] | None = None
    tell: Callable[[Teller], None] | None = None
    place: str = ""
    blank: tuple[Box, ...] = ()
    subject: str = "child"
    filled: Callable[[Known], Cells | None] | None = None
    by_columns: bool = False
    once: bool = False
    marks: Callable[[list[Line], Heading], frozenset[str]] = lambda lines_, heading: frozenset()

    def lacks(self, fields: Iterable[str]) -> bool:
        """Whether a list with these fields has nothing of what this kind is about."""
        return self.by_columns and not {words.name for words in self.fields} & set(fields)


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
        return _name(self.line)

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
        self._told_by(teller)
        teller.told.household = teller.told.household or self.households.get(number, {})
        return teller.told

    def _told_by(self, teller: Teller) -> Told:
        if self.kind.tell:
            self.kind.tell(teller)
        return teller.told


@dataclass
class ReadList:
    """A file as understood. skipped: (sheet, why)."""

    kind: str
    sheets: list[ReadSheet] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

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


def _sheet_json(sheet: ReadSheet) -> dict[str, Any]:
    columns = {name: joined(columns) for name, columns in sheet.heading.fields.items()}
    return {"sheet": sheet.name, "header_row": sheet.heading.top + 1, "columns": columns, "rows": []}


def row_json(row: ReadRow, told: Told | None) -> dict[str, Any]:
    """A row in the JSON of ``mangnon import list``."""
    problems = [*row.problems, *(told.troubles if told else [])]
    shown = row.answer.candidates if row.answer and row.result in ("matched", "review") else []
    return {"row": row.line.number, "result": row.result, "child_id": row.child_id or None,
            "candidates": [{"child_id": c.child.id, "score": round(c.score, 4)} for c in shown],
            "problems": [{"column": column, "text": text} for column, text in problems]}


def joined(columns: Iterable[Column]) -> str:
    """The headings of a field's columns, joined by " + "."""
    return " + ".join(column.heading for column in columns)


def read_list(path: Path, kind: ListKind, register: Iterable[Described], *, today: dt.date,
              on: dt.date | None = None, facility: str = "", school_year: str = "",
              learnt: Learnt | None = None, place_of: PlaceOf = lambda name: ("", ""),
              refer: Callable[[str], str] = lambda reference: "") -> ReadList:
    """Read a file and match its rows. on: the day the list speaks of; without it a date of its title, else today.

    facility: exchange id of the place that sends it.  school_year: else the one that the title names.
    learnt: what a person once said of a sheet's columns.  place_of: which facility a name means.  refer: whom a
    reference of ours means.  Raises FileRefused.
    """
    found = ReadList(kind.name)
    for sheet in open_workbook(path):
        heading = headings.find(sheet, kind.fields)
        if heading is None:
            found.skipped.append((sheet.name, "Không thấy dòng tiêu đề có cột họ tên nên bỏ qua trang này."))
            continue
        heading = headings.with_numbers(sheet, heading, kind.fields)
        if learnt and (said := learnt(heading)) is not None:
            heading.fields = said
        title = _title(sheet, heading)
        rows = [ReadRow(line, "") for line in lines(sheet, heading, places=kind.subject == "place")]
        occasion = Occasion(on or habits.date_in(title) or today, today, facility,
                            school_year or school_year_in(title), sheet.name, title,
                            kind.marks([row.line for row in rows], heading))
        found.sheets.append(ReadSheet(sheet.name, heading, rows, kind, occasion, sheet))
    if kind.subject == "place":
        for shown in found.sheets:
            _place(shown, place_of)
        return found
    matcher = Matcher(register)
    for shown in found.sheets:
        _decide(shown, matcher)
        if kind.subject == "answer":
            _confirm(shown, refer)
    return found


def _confirm(sheet: ReadSheet, refer: Callable[[str], str]) -> None:
    """Hold each row of an answer against the child who was asked about: the reference and what we sent must agree."""
    heading, seen = joined(sheet.heading.fields.get("reference", ())), set()
    for row in sheet.rows:
        if row.described is None:
            continue
        asked, answer = refer(as_text(row.line.first("reference"))), row.answer
        candidates = answer.candidates if answer else []
        meant = next((one for one in candidates if one.child.id == asked), None)
        why = ("Mã tham chiếu không thuộc yêu cầu nào của xã này nên không nhận. Hãy gửi lại tệp gốc." if not asked else
               "Mã tham chiếu này đã có ở dòng trên." if asked in seen else
               "Các cột đã gửi đi bị sửa, không còn là em đã hỏi. Hãy gửi lại tệp gốc." if meant is None else "")
        seen.add(asked)
        if why or meant is None or answer is None:
            row.result, row.described, row.answer = "refused", None, None
            row.problems.append((heading, why))
            continue
        answer.candidates = [meant, *(one for one in candidates if one is not meant)]
        row.result = "review" if guard(meant, row.described) else "matched"
        answer.why = guard(meant, row.described)


def _place(sheet: ReadSheet, place_of: PlaceOf) -> None:
    """Say of each row of a list of places which it means; a place that the register lacks is refused."""
    for row in sheet.rows:
        row.place, why = place_of(row.name)
        row.result = "matched" if row.place else "refused"
        if why:
            row.problems.append((joined(sheet.heading.fields["full_name"]), why))


def _title(sheet: Sheet, heading: Heading) -> str:
    """What stands above the heading."""
    return " ".join(sheet.text(row, n) for row in range(heading.top) for n in range(len(sheet.rows[row])))


def _decide(sheet: ReadSheet, matcher: Matcher) -> None:
    kind, lines_ = sheet.kind, [row.line for row in sheet.rows]
    sheet.mothers = kind.mothers(lines_) if kind.mothers else {}
    sheet.households = kind.households(lines_) if kind.households else {}
    asked, unpacking = [], Unpacking(sheet.heading)
    for row in sheet.rows:
        unpacking.unpack(row.line.values)
        described = _describe(row, sheet.heading, sheet.on.today, sheet.mothers)
        if described is None:
            row.result = "refused"
        elif described.birth.year and habits.years_old(described.birth, sheet.on.on) >= ADULT:
            row.result = "skipped"
        else:
            row.described = described
            asked.append(row)
    for row, answer in zip(asked, matcher.answers(filter(None, (row.described for row in asked))), strict=True):
        row.answer = answer
        row.result = {MATCH: "matched", REVIEW: "review"}.get(answer.decision, "refused" if row.problems else "new")


def _name(line: Line) -> str:
    return " ".join(filter(None, (as_text(v) for v in line.values["full_name"])))


def _describe(row: ReadRow, heading: Heading, today: dt.date, mothers: dict[int, str]) -> Described | None:
    """The person of a row, or None where the row cannot be used; what is wrong goes into its problems."""
    values, line = row.line.values, row.line
    name = _name(line)
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
    only_girls = bool(values) and "sex" in heading.fields and heading.fields["sex"][0].last == "nu"
    if only_girls:
        return "female" if habits.ticked(values[0]) else "male"
    return habits.sex(values[0]) if values and not habits.ticked(values[0]) else ""
