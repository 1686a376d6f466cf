"""Read a list as it was sent and say of each row whose it is. Pure: the register is handed in, nothing is written."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from . import bare_names, habits, headings, list_day
from .column_contents import complete, fill_down
from .describing import Birth, Described, describe, personal_number
from .headings import Column, Heading
from .lines import Line, lines
from .list_kind import ListKind
from .matching import MATCH, REVIEW, Matcher, guard
from .packed import Unpacking
from .read_list import ReadList, ReadRow, ReadSheet, joined, name_of
from .told import Occasion, school_year_in
from .workbook import Sheet, as_text, open_workbook

ADULT = 18
NO_TICK = ("", "0", "-", "–", "không", "Không")
RESULTS = ("matched", "new", "review", "refused", "skipped")
PlaceOf = Callable[[str], tuple[str, str]]
Learnt = Callable[[Heading], dict[str, list[Column]] | None]


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
        complete(sheet, heading, kind.fields, today)
        fill_down(sheet, heading)
        if learnt and (said := learnt(heading)) is not None:
            heading.fields = said
        title = _title(sheet, heading)
        day, why = (on, "") if on else list_day.of_sheet(sheet, heading.top, today)
        persons, unread = lines(sheet, heading, places=kind.subject == "place")
        occasion = Occasion(day or today, today, facility, school_year or school_year_in(title), sheet.name, title,
                            kind.marks(persons, heading))
        found.notes += [(sheet.name, why) for why in (*unread, why) if why]
        found.sheets.append(ReadSheet(sheet.name, heading, [ReadRow(line, "") for line in persons], kind, occasion,
                                      sheet))
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
        described = _describe(row, sheet)
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


def _describe(row: ReadRow, sheet: ReadSheet) -> Described | None:
    """The person of a row, or None where the row cannot be used; what is wrong goes into its problems."""
    values, line, heading, today, mothers = row.line.values, row.line, sheet.heading, sheet.on.today, sheet.mothers
    name = name_of(line)
    if why := bare_names.wrong(name):
        row.problems.append((joined(heading.fields["full_name"]), why))
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
        village=sheet.home(line), number=personal_number(as_text(line.first("personal_id"))))


def _born(values: list[Any], today: dt.date) -> Birth:
    """One cell; day, month and year in three; or one of two cells, under Nam and under Nữ."""
    filled = [value for value in values if as_text(value)]
    if len(values) == 3 and len(filled) == 3:
        return habits.birth("/".join(as_text(value) for value in values), today)
    return habits.birth(filled[0], today) if filled else Birth()


def _sex(line: Line, heading: Heading) -> str:
    values = line.values.get("sex", [])
    if len(values) == 2:
        boy, girl = (as_text(value) not in NO_TICK for value in values)
        return "" if boy == girl else "male" if boy else "female"
    births = line.values.get("born_on", [])
    if not values and len(births) == 2:
        return "male" if as_text(births[0]) else "female" if as_text(births[1]) else ""
    last = heading.fields["sex"][0].last if values and "sex" in heading.fields else ""
    if last in ("nu", "nu x"):
        return "female" if habits.ticked(values[0]) else "male"
    if last == "nam x":
        return "male" if habits.ticked(values[0]) else "female"
    return habits.sex(values[0]) if values and not habits.ticked(values[0]) else ""
