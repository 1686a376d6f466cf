"""Find the heading of a sheet and what each column holds: by the words people use, then by what stands below. Pure.

Headings lie below letterheads, over one row or several, with merged cells; every office words them differently.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from mangnon.core.names import fold

from .heading_words import CHILDS, COMMON, OTHERS, FieldWords, any_of
from .parent_columns import parents_of
from .workbook import Sheet

LOOK_AT_ROWS = 40
DEEPEST = 3


@dataclass
class Column:
    """A column with its heading. cells: the heading's cells from the top down, as typed."""

    at: int
    cells: list[str]

    @property
    def heading(self) -> str:
        return " / ".join(self.cells)

    @property
    def words(self) -> str:
        return plain(" ".join(self.cells))

    @property
    def last(self) -> str:
        return plain(self.cells[-1]) if self.cells else ""


@dataclass
class Heading:
    """Where a sheet's heading stands. top, bottom: its rows from 0.  fields: field to its columns."""

    top: int
    bottom: int
    columns: list[Column]
    fields: dict[str, list[Column]] = field(default_factory=dict)


@lru_cache(maxsize=4000)
def plain(text: str) -> str:
    """Heading words without marks, signs and doubled blanks: what the patterns compare."""
    # A database's export writes HoTen and ngay_sinh.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[^\w%]+|_+", " ", fold(apart)).split())


def find(sheet: Sheet, fields: Iterable[FieldWords]) -> Heading | None:
    """The heading of a sheet, or None where no row names persons."""
    wanted = (*COMMON, *fields)
    best, best_score = None, 0
    for top in range(min(len(sheet.rows), LOOK_AT_ROWS)):
        heading = _at(sheet, top, wanted)
        score = _score(heading, wanted) if heading else 0
        if heading and score > best_score:
            best, best_score = heading, score
    return best


def _at(sheet: Sheet, top: int, fields: tuple[FieldWords, ...]) -> Heading | None:
    if not _wordy(sheet, top) or _hangs_from_above(sheet, top):
        return None
    bottom = top + _depth(sheet, top) - 1
    columns = _columns(sheet, top, bottom)
    heading = Heading(top, bottom, columns)
    heading.fields = assign(columns, fields)
    return heading if "full_name" in heading.fields else None


def _wordy(sheet: Sheet, row: int) -> bool:
    """A heading has several cells of words: a title has one."""
    cells = [sheet.text(row, n) for n in range(len(sheet.rows[row]))]
    return sum(bool(re.search(r"[^\W\d]", cell)) for cell in cells) >= 3


def _hangs_from_above(sheet: Sheet, row: int) -> bool:
    """Whether cells merged with the row above reach into this one: then the heading began there."""
    return any(top < row <= bottom for top, _, bottom, _ in sheet.merged if bottom - top < DEEPEST)


def _depth(sheet: Sheet, top: int) -> int:
    """How many rows the heading has: as far as merged cells reach; without any, as long as words hang below gaps."""
    reach = [bottom for first, _, bottom, _ in sheet.merged if first == top and bottom - first < DEEPEST]
    if any(bottom > top for bottom in reach):
        return max(reach) - top + 1
    depth = 1
    while depth < DEEPEST and _hangs_below(sheet, top, top + depth):
        depth += 1
    return depth


def _hangs_below(sheet: Sheet, top: int, row: int) -> bool:
    """Whether a row only goes on with the heading: words, no number, nothing under columns that are named alone."""
    if row >= len(sheet.rows):
        return False
    filled = [n for n in range(len(sheet.rows[row])) if sheet.text(row, n)]
    if len(filled) < 2 or any(re.search(r"\d", sheet.text(row, n)) for n in filled):
        return False
    if _broken_name(sheet, top, row, filled):
        return True
    gaps = [n for n in filled if not sheet.text(top, n)]
    alone = [n for n in range(len(sheet.rows[top])) if sheet.text(top, n) and n not in filled]
    return bool(gaps) and len(alone) >= 2


def _broken_name(sheet: Sheet, top: int, row: int, filled: list[int]) -> bool:
    """Whether the words of a heading go on in the next row without a merged cell: "Họ và" above "tên"."""
    return any(re.fullmatch(r"ho( va)?( chu dem)?( va)?", plain(sheet.text(top, n))) and plain(sheet.text(row, n)) in (
        "ten", "va ten", "ten tre", "ten hoc sinh") for n in filled) and all(sheet.text(top, n) for n in filled)


def _columns(sheet: Sheet, top: int, bottom: int) -> list[Column]:
    width = max(len(sheet.rows[row]) for row in range(top, bottom + 1))
    return [Column(at, _cells(sheet, top, bottom, at)) for at in range(width)]


def _cells(sheet: Sheet, top: int, bottom: int, at: int) -> list[str]:
    """The heading of one column from the top down; a merged cell counts for all it covers, once."""
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in range(top, bottom + 1):
        place = _owner(sheet, row, at)
        if place == (row, at) and not sheet.text(row, at) and row < bottom:
            place = _spread(sheet, row, bottom, at)
        text = sheet.text(*place)
        if text and place not in seen:
            found.append(text)
        seen.add(place)
    return found


def _owner(sheet: Sheet, row: int, at: int) -> tuple[int, int]:
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= at <= right:
            return top, left
    return row, at


def _spread(sheet: Sheet, row: int, bottom: int, at: int) -> tuple[int, int]:
    """An empty cell of an upper row, with words below it, belongs to the words on its left."""
    if not any(sheet.text(below, at) for below in range(row + 1, bottom + 1)):
        return row, at
    left = at
    while left > 0 and not sheet.text(row, left):
        left -= 1
    under = any(sheet.text(below, left) for below in range(row + 1, bottom + 1))
    return (row, left) if sheet.text(row, left) and under else (row, at)


def _score(heading: Heading, fields: tuple[FieldWords, ...]) -> int:
    """How much a place looks like the heading: more fields, and no row too many."""
    weights = {f.name: f.weight for f in fields}
    names = sum(weights.get(name, 1) for name in heading.fields)
    named = sum(1 for column in heading.columns if column.cells)
    return names * 100 + named * 2 - (heading.bottom - heading.top) if len(heading.fields) > 1 else 0


def assign(columns: list[Column], fields: tuple[FieldWords, ...]) -> dict[str, list[Column]]:
    """Each field's columns: the closest wording wins, and a column serves one field."""
    found: dict[str, list[Column]] = {}
    taken: set[int] = set()
    special = _split(columns)
    for name, parts in special.items():
        found[name] = parts
        taken |= {column.at for column in parts}
    for words in sorted(fields, key=lambda f: -f.weight):
        if words.name in found:
            continue
        fitting = [c for c in columns if c.at not in taken and c.cells and fits(words, c)]
        if words.name in CHILDS and "full_name" in found:
            fitting = _of_the_child(fitting, columns, found["full_name"][0].at)
        if fitting:
            chosen = fitting if words.name in MANY else [min(fitting, key=lambda c: _rank(words, c))]
            found[words.name] = chosen
            taken |= {column.at for column in chosen}
    return found


def _of_the_child(fitting: list[Column], columns: list[Column], name: int) -> list[Column]:
    """Without the columns of another person who stands before the child: "Chủ hộ", "Năm sinh", "Họ tên trẻ", …

    Behind the child's name each column is of whoever stands next on its left, as far as there is a choice.
    """
    others = [c.at for c in columns if c.cells and c.at != name and (
        parents_of(c.cells) or _PERSON.fullmatch(c.last))]
    left = [c for c in fitting if not any(at < c.at < name for at in others)]
    own = [c for c in left if c.at < name or not any(name < at < c.at for at in others)]
    return own or left


_PERSON = re.compile(r"((ho (va )?)?ten )?(chu ho|phu huynh|nguoi giam ho|giam ho|nguoi nuoi duong|vo|chong)")
MANY = {"given_on", "group", "severity", "status", "kind", "change", "present", "class", "weight_kg", "height_cm",
        "sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating"}
"""Fields that are spread over several columns: a dose, a group, a degree, a class, an answer each."""


def fits(words: FieldWords, column: Column) -> bool:
    """By the lowest cell, which is the column's own; by all cells where that alone says too little.

    Below "Thông tin chủ hộ" stands nothing of a child.
    """
    if words.name in PARENTS:
        # A column of both is the mother's until its cells are parted.
        whose = parents_of(column.cells)
        return whose == {"father"} if words.name == "father_name" else "mother" in whose
    above = plain(" ".join(column.cells[:-1]))
    if words.name in CHILDS and any_of(OTHERS, above) and not any_of(_CHILD, above):
        return False
    return words.fits(column.last) or (len(column.cells) > 1 and words.fits(column.words)
                                       and not any_of(words.never, column.last))


PARENTS = ("mother_name", "father_name")
_CHILD = ("tre", "tre em", "hoc sinh", "em", "chau", "be", "doi tuong", "khuyet tat", "nguoi chet", "khai sinh", "con")


def _rank(words: FieldWords, column: Column) -> tuple[int, int, int, int]:
    """Smaller is closer: a column that says it is the child's, then its own words, then the left one."""
    child = words.name in CHILDS and any_of(_CHILD, column.words)
    first = any_of(words.first, column.last)
    return (0 if child else 1, 0 if first else 1, 0 if words.fits(column.last) else 1, column.at)


def _split(columns: list[Column]) -> dict[str, list[Column]]:
    """Fields that several columns make up: family and given name; day, month and year; a tick under Nam or Nữ."""
    found: dict[str, list[Column]] = {}
    by_last = [(c.last, c) for c in columns if c.cells]
    family = [c for last, c in by_last if re.fullmatch(r"ho( va)?( ten| chu)?( dem| lot)|ho", last)
              and not any_of(OTHERS, c.words)]
    given = [c for last, c in by_last if re.fullmatch(r"ten|ten goi", last) and not any_of(OTHERS, c.words)]
    if family and given:
        found["full_name"] = [family[0], given[0]]
    parts = [next((c for last, c in by_last if last in (word, f"{word} sinh") and any_of(("sinh",), c.words)), None)
             for word in ("ngay", "thang", "nam")]
    if all(parts):
        found["born_on"] = [c for c in parts if c]
    boys = [c for last, c in by_last if re.fullmatch(r"nam|(nam|ngay|ngay thang( nam)?) sinh nam", last)
            and c not in found.get("born_on", [])]
    girls = [c for last, c in by_last if re.fullmatch(r"nu|(nam|ngay|ngay thang( nam)?) sinh nu", last)]
    if boys and girls:
        pair = [boys[0], girls[0]]
        if all(any_of(("sinh",), c.words) for c in pair) and "born_on" not in found:
            found["born_on"] = pair
        else:
            found["sex"] = pair
    return found


_NUMBERED = re.compile(r"(?:(?:mũi|lần|m) ?)?[1-9]", re.IGNORECASE)


def with_numbers(sheet: Sheet, heading: Heading, fields: Iterable[FieldWords]) -> Heading:
    """The heading with a row of numbers that only goes on with it, merged or not: 1, 2, 3 under "OPV" and two gaps.

    The numbers of the columns stand under every column, the name's too: they are no heading.
    """
    below = heading.bottom + 1
    if below >= len(sheet.rows):
        return heading
    filled = [n for n in range(len(sheet.rows[below])) if sheet.text(below, n)]
    named = {column.at for column in heading.columns if column.cells}
    persons = {column.at for name in ("full_name", "born_on", "sex") for column in heading.fields.get(name, ())}
    gaps = [n for n in filled if n not in named and (n - 1) in {*filled}]
    if len(filled) < 2 or not gaps or persons & {*filled} or not all(
            _NUMBERED.fullmatch(sheet.text(below, n)) for n in filled):
        return heading
    longer = Heading(heading.top, below, _columns(sheet, heading.top, below))
    longer.fields = assign(longer.columns, (*COMMON, *fields))
    return longer if "full_name" in longer.fields else heading
