"""What rolls of schools and kindergartens have in common: one enrolment a child, and how a class is called. Pure."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from mangnon.core.names import fold, nfc

from . import habits
from .heading_words import any_of
from .headings import Column, plain
from .told import Teller, school_year_in
from .workbook import as_text, shown

OPENS = "-09-05"
"""The day a school year opens (5 September), where the roll does not say since when a child is there."""
_GRADE = r"0?(1[0-2]|[1-9])"
_SUFFIX = r"(?:[A-Za-zĐđ]{1,2}\d{0,2}|\s[A-Za-zĐđ]|[./]\d{1,2})?"
_WORD = r"(?:lớp|lop|khối lớp|khoi lop|khối|khoi|k)"
_ROMAN = {roman: str(n) for n, roman in enumerate(
    ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), start=1)}
NOT_THIS_YEARS = (
    "lop cu", "(?:nam|hoc ky|ky) (?:hoc )?(?:truoc|ngoai|sau|toi)", "lop truoc", "chu nhiem", "gvcn", "si so",
    "len lop", "lop (?:truong|pho)", "hoc them", r"(?:\d )?buoi", "vao lop", "nang khieu", "phu dao", "boi duong",
    "ngoai khoa", "can su", "co van", "luu ban", "lop du kien", "chuyen lop", "xep lop", "so lop", "bo hoc",
    "giao vien", "thoi hoc", "lop tieng", "ngoai ngu", "ban tru", "lop sau")
"""Words of columns with "lớp" that are not the child's class of this year."""
_NUMBER = re.compile(r"0?[1-9]|1[0-2]")
_LED = re.compile(r"\b(?:lop|khoi)\b")
_MARKS = re.compile(r"\b(?:diem|hoc luc|ket qua|hanh kiem|xep loai|ren luyen|danh gia|hoc phi)\b")
_ONLY_A_YEAR = re.compile(r"(?:nam (?:hoc )?)?(?:20\d\d )?20\d\d")
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


@lru_cache(maxsize=1000)
def year_of(heading: str) -> str:
    """The school year that a heading names: "Lớp năm 2026-2027", "2026", "Năm học 26-27"; "" where it names none."""
    if found := school_year_in(heading):
        return found
    for first, second in re.findall(r"(?<![\d/.-])(\d\d)\s*[-–/]\s*(\d\d)(?!\d|[/.-]|\s*(?:tháng|th\b|tuổi))", heading):
        if int(second) == int(first) + 1:
            return f"20{first}-20{second}"
    found_one = re.search(r"(?<![\d/.-])(20\d\d)(?!\d)", heading)
    return f"{found_one[1]}-{int(found_one[1]) + 1}" if found_one else ""


def _of_this_year(row: Teller, year: str) -> list[Column]:
    """The columns of classes that speak of the school year: without a year of their own, or of the list's.

    A bare number is a grade only under "Lớp" or "Khối", or in the row of such numbers that begins right of it.
    """
    every = row.heading.fields.get("class", [])
    named = {column.at for column in every if not _NUMBER.fullmatch(column.last)}
    found = []
    for column in every:
        words = column.words
        bare = _NUMBER.fullmatch(column.last) or _ONLY_A_YEAR.fullmatch(column.last)
        if any_of(NOT_THIS_YEARS, words) or (bare and _MARKS.search(words)):
            continue
        if _NUMBER.fullmatch(column.last) and not _LED.search(plain(" ".join(column.cells[:-1]))):
            if len(column.cells) > 1 or column.at - 1 not in named:
                continue
            named.add(column.at)
        if (own := year_of(column.heading)) and own != year:
            continue
        found.append(column)
    return found


def classes(row: Teller, year: str = "") -> Iterator[str]:
    """What the row's columns of classes say, the name before the code; a tick says what its column is called.

    year: the school year that is meant; else the list's.
    """
    ours = _of_this_year(row, year or row.on.school_year)
    cells = [(column, value) for column, value in row.cells("class") if column in ours]
    if not ours and any(not _NUMBER.fullmatch(column.last) for column in row.heading.fields.get("class", ())):
        row.trouble(row.heading_of("class"), "Không cột lớp nào là của năm học này nên chưa ghi lớp của em.")
    for column, value in sorted(cells, key=lambda cell: plain(cell[0].cells[-1]).startswith("ma ")):
        text, grade = as_text(value), column.last.lstrip("0")
        if (_ONLY_A_YEAR.fullmatch(column.last) and not re.search(r"[^\W\d]", text)) or (
                _NUMBER.fullmatch(column.last) and not habits.ticked(value) and school_class(text)[0] != grade):
            row.trouble(column.heading, f"“{text}” không rõ là lớp hay là điểm nên chưa ghi lớp của em.")
            continue
        if isinstance(value, dt.date):
            row.trouble(column.heading, f"“{shown(value)}” là một ngày, có lẽ bảng tính đã đổi tên lớp nên chưa ghi "
                        "lớp của em.")
        elif habits.ticked(value) and school_class(column.cells[-1])[0]:
            yield column.cells[-1]
        else:
            yield text
