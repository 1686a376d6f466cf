"""What rolls of schools and kindergartens have in common: one enrolment a child, and how a class is called. Pure."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from mangnon.core.names import fold, nfc

from . import habits
from .headings import plain
from .told import Teller
from .workbook import as_text, shown

OPENS = "-09-05"
"""The day a school year opens (5 September), where the roll does not say since when a child is there."""
_GRADE = r"0?(1[0-2]|[1-9])"
_SUFFIX = r"(?:[A-Za-zĐđ]{1,2}\d{0,2}|\s[A-Za-zĐđ]|[./]\d{1,2})?"
_WORD = r"(?:lớp|lop|khối lớp|khoi lop|khối|khoi|k)"
_ROMAN = {roman: str(n) for n, roman in enumerate(
    ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), start=1)}
_NAMED = re.compile(rf"(?<!\w)(lớp|lop|khối|khoi)\s*:?\s*({_GRADE}({_SUFFIX}))(?!\w|[.,/]\d|\s*(?:tuổi|tuoi)\b)",
                    re.IGNORECASE)
_MANY = re.compile(rf"(?<!\w)(?:lớp|lop|khối|khoi)\s*{_GRADE}{_SUFFIX}\s*(?:,|và|đến|-|–|;)\s*(?:lớp\s*)?"
                   rf"{_GRADE}(?!\d)", re.IGNORECASE)
_SHEET = re.compile(rf"(?:(?:ds|danh sách|danh sach|hs|học sinh|hoc sinh)\s+)?(?:(?P<word>{_WORD})\s*)?"
                    rf"(?P<class>{_GRADE}(?P<suffix>{_SUFFIX}))", re.IGNORECASE)


def enrol(row: Teller, grade: str, class_name: str) -> None:
    """The child learns at the place of the list in its school year. grade: a code of the exchange format.

    Without a school or a school year nothing is told here: the whole list is asked for it, once.
    """
    if row.on.facility and row.on.school_year:
        row.fact("enrolments", facility_id=row.on.facility, school_year=row.on.school_year, grade=grade,
                 **{"class": class_name}, entered_on=row.on.school_year[:4] + OPENS, outcome="studying")


@lru_cache(maxsize=1000)
def class_name(text: str) -> str:
    """A class as a register names it: "LỚP MẪU GIÁO 5 TUỔI" is "Mẫu giáo 5 tuổi", "Lớp 6A" is "6A", "MGL A" stays.

    Only words with marks are made small: without them capitals may be letters that stand for words.
    """
    bare = re.sub(r"^\s*lớp\s+", "", nfc(" ".join(text.split())), flags=re.IGNORECASE)
    if bare != bare.upper() or bare == bare.lower() or fold(bare) == bare.lower():
        return bare
    words = " ".join(word.lower() if len(word) > 1 and word.isalpha() else word for word in bare.split())
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=1000)
def school_class(text: str) -> tuple[str, str]:
    """(grade, class) that a cell of a column of classes names: "06A" is 6 and "6A", "VI A" is 6; ("", "") else."""
    bare = class_name(text)
    if found := re.search(rf"(?<![\d.,])(?:{_WORD})?{_GRADE}(?!\d|\s*(?:tuổi|tuoi)\b)", bare, re.IGNORECASE):
        return found[1], re.sub(r"^0(?=\d)", "", bare)
    found = re.match(r"([XVI]+)(?:[\s.]+[A-ZĐ]\d?)?$", bare)
    return (_ROMAN[found[1]], bare) if found and found[1] in _ROMAN else ("", "")


@lru_cache(maxsize=1000)
def class_of_sheet(text: str) -> tuple[str, str]:
    """(grade, class) of the name of a sheet or a line that is called like a class: "6A", "Khối 6"; not "Sheet1"."""
    found = _SHEET.fullmatch(nfc(" ".join(text.split())))
    if not found or not (found["word"] or found["suffix"]):
        return "", ""
    return found[3], _named(found["word"] or "", found["class"], found["suffix"])


def _named(word: str, name: str, suffix: str) -> str:
    """The class that stands behind a word for a class; a whole grade ("Khối 6") names none."""
    return "" if fold(word).startswith("k") and not suffix else re.sub(r"^0(?=\d)", "", name.strip())


@lru_cache(maxsize=1000)
def class_in(text: str) -> tuple[str, str]:
    """(grade, class) that a title names, where it names exactly one: "DANH SÁCH HỌC SINH LỚP 3A"."""
    found = {(match[3], _named(match[1], match[2], match[4])) for match in _NAMED.finditer(nfc(text))}
    return found.pop() if len(found) == 1 and not _MANY.search(nfc(text)) else ("", "")


def classes(row: Teller) -> Iterator[str]:
    """What the row's columns of classes say, the name before the code; a tick says what its column is called."""
    cells = list(row.cells("class"))
    for column, value in sorted(cells, key=lambda cell: plain(cell[0].cells[-1]).startswith("ma ")):
        if isinstance(value, dt.date):
            row.trouble(column.heading, f"“{shown(value)}” là một ngày, có lẽ bảng tính đã đổi tên lớp nên chưa ghi "
                        "lớp của em.")
        elif habits.ticked(value) and school_class(column.cells[-1])[0]:
            yield column.cells[-1]
        else:
            yield as_text(value)
