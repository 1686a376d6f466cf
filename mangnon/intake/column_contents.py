"""What a column holds where its heading does not say: by what stands below. Pure.

A given name under a heading that is merged over two columns, a misspelt "Ngày sinnh", a value that stands once for
several rows.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from . import habits
from .describing import personal_number
from .heading_words import COMMON, FieldWords
from .headings import Column, Heading, fits, plain
from .workbook import Sheet, Value, as_text

LOOK_AT = 60
"""Rows below the heading that tell what a column holds."""
FEWEST, MOST_OF = 3, 0.9
_GIVEN = re.compile(r"[^\W\d_]+( [^\W\d_]+)?")
"""A given name without its family has a word or two."""
_NO_BIRTH = re.compile(r"\b(can|do|tiem|vao|nghi|cap|dang ky|mat|chet|kham|hoc|nhap|den|di|het han|me|cha|bo|chu ho)\b")
_SEXES = {"nam", "nu", "trai", "gai"}
NAMES, MAY_GO = ("full_name",), ("mother_name", "father_name", "village", "ethnicity")
TICK_COLUMNS = ("nu", "nu x", "nam x")
ANSWERS = {"x", "co", "khong", "ko", "da nop", "chua", "roi", "dung", "sai", "am tinh", "duong tinh", "da mat", "mat"}
"""What stands in a column of questions."""


def complete(sheet: Sheet, heading: Heading, fields: Iterable[FieldWords], today: dt.date) -> None:
    """Add to a heading's fields what the contents tell: the given name beside the family's, a birth, a sex."""
    _hold_it(sheet, heading, (*COMMON, *fields))
    _given_names(sheet, heading)
    taken = {column.at for columns in heading.fields.values() for column in columns}
    for name, holds in (("born_on", _births(today)), ("sex", _sexes), ("personal_id", _numbers)):
        if name in heading.fields:
            continue
        fitting = [column for column in heading.columns if column.at not in taken and column.cells
                   and not _NO_BIRTH.search(column.words) and holds(_below(sheet, heading, column.at))]
        if len(fitting) == 1:
            heading.fields[name] = fitting
            taken.add(fitting[0].at)


def _hold_it(sheet: Sheet, heading: Heading, fields: Iterable[FieldWords]) -> None:
    """A column whose cells are nothing of what its heading seemed to say gives way to one that fits better, or to none.

    Ticks are no home and digits no mother; a column "Nữ" in which nobody ticked says nothing of anybody.
    """
    taken = {column.at for columns in heading.fields.values() for column in columns}
    for words in fields:
        now = heading.fields.get(words.name, [])
        values = _below(sheet, heading, now[0].at) if len(now) == 1 else []
        if len(now) != 1 or _holds(words.name, values):
            continue
        better = next((column for column in heading.columns if column.at not in taken and column.cells
                       and fits(words, column) and _below(sheet, heading, column.at)
                       and _holds(words.name, _below(sheet, heading, column.at))), None)
        if better:
            heading.fields[words.name] = [better]
            taken.add(better.at)
        elif (values and words.name in MAY_GO) or (words.name == "sex" and now[0].last in TICK_COLUMNS):
            del heading.fields[words.name]


def _holds(name: str, values: list[Value]) -> bool:
    """Whether cells can be what a field is; of fields that may be anything one cell is enough."""
    texts = [as_text(value) for value in values]
    if name in NAMES or name in MAY_GO:
        wordy = [text for text in texts if re.search(r"[^\W\d_]{2}", text) and plain(text) not in ANSWERS]
        return 2 * len(wordy) > len(texts)
    if name == "born_on":
        return 2 * sum(any(c.isdigit() for c in text) for text in texts) > len(texts)
    return bool(texts)


def fill_down(sheet: Sheet, heading: Heading) -> None:
    """A cell that is merged over several rows below the heading counts for each of them: one class, one household."""
    for top, left, bottom, right in sheet.merged:
        if heading.bottom < top < bottom and left == right and left < len(sheet.rows[top]):
            value = sheet.rows[top][left]
            for row in sheet.rows[top + 1:bottom + 1]:
                row.extend([""] * (left + 1 - len(row)))
                row[left] = row[left] or value


def _given_names(sheet: Sheet, heading: Heading) -> None:
    """The column right of a name's, under the same merged heading or under none, with a word or two in each row."""
    names = heading.fields.get("full_name", [])
    if len(names) != 1:
        return
    first = names[0]
    second = next((column for column in heading.columns if column.at == first.at + 1), None) or Column(first.at + 1, [])
    taken = {column.at for columns in heading.fields.values() for column in columns}
    if second.at in taken or (second.cells and second.cells != first.cells):
        return
    rows = [(sheet.text(n, first.at), sheet.text(n, second.at)) for n in _rows(sheet, heading)]
    pairs = [(family, given) for family, given in rows if family and given]
    named = sum(1 for family, _given in rows if re.search(r"[^\W\d_]", family))
    given = [given for _family, given in pairs if _GIVEN.fullmatch(given)]
    ticks = sum(len(word) == 1 for word in given)
    if len(given) >= max(1, MOST_OF * len(pairs), 0.5 * named) and 2 * ticks < len(given):
        # Named like the first, so that a person sees it in the table of columns.
        second.cells = list(first.cells)
        if second not in heading.columns:
            heading.columns.append(second)
        heading.fields["full_name"] = [first, second]


def _rows(sheet: Sheet, heading: Heading) -> range:
    return range(heading.bottom + 1, min(len(sheet.rows), heading.bottom + 1 + LOOK_AT))


def _below(sheet: Sheet, heading: Heading, at: int) -> list[Value]:
    found = [sheet.rows[n][at] for n in _rows(sheet, heading) if at < len(sheet.rows[n])]
    return [value for value in found if as_text(value)]


def _mostly(values: list[Value], fits: Callable[[Value], bool]) -> bool:
    return len(values) >= FEWEST and sum(map(fits, values)) >= MOST_OF * len(values)


def _births(today: dt.date) -> Callable[[list[Value]], bool]:
    def day(value: Value) -> bool:
        try:
            return habits.birth(value, today).full
        except habits.BadDate:
            return False

    return lambda values: _mostly(values, day)


def _sexes(values: list[Value]) -> bool:
    return _mostly(values, lambda value: plain(as_text(value)) in _SEXES)


def _numbers(values: list[Value]) -> bool:
    return _mostly(values, lambda value: bool(personal_number(as_text(value))))
