"""What a row of a list says, in the words of the exchange format: the person, her home, and what the list is about.

Pure. A kind of list adds its own facts with a ``Teller``; nothing here knows the register.
"""
from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mangnon.core import names

from . import habits
from .describing import Birth, personal_number
from .headings import Column, Heading
from .lines import Line
from .workbook import Value, as_text, shown

_NO_HOME = "".join(f"(?<!{word} )" for word in ("điểm trường", "trường", "điểm", "tại", "trưởng", "tế"))
_GOES_ON = "".join(rf"(?!{word}\b)" for word in (
    "xã", "phường", "năm", "tháng", "ngày", "từ", "đến", "quý", "có", "là", "cân", "đợt", "và", "thôn", "xóm"))
_VILLAGE = re.compile(
    rf"{_NO_HOME}(?<!\w)((?:thôn|xóm|tổ dân phố|khu phố|bản)\s+(?!sao\b|dân\b|đội\b)[^\s,;.:()–-]+"
    rf"(?:\s+{_GOES_ON}[^\s,;.:()–-]+){{0,3}})", re.IGNORECASE)
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True)
class Occasion:
    """What the whole list speaks of. on: its day.  facility: exchange id of the place it comes from, or "".

    school_year: "2026-2027" or "".  section: what the sheet is called.  title: what stands above its
    heading.  today: no fact lies ahead of it.  marks: the short marks that the whole sheet uses, for kinds that ask.
    """

    on: dt.date
    today: dt.date
    facility: str = ""
    school_year: str = ""
    section: str = ""
    title: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Told:
    """A row's content. person: cells of ``children`` that are told.  village: as typed.

    facts: (table of the exchange format, its cells without the child).  household: number, head and status as told.
    since, left: days on which the child moved in or out, where the list is of that.
    reference: of a question of ours, where the row answers one.
    troubles: (heading, sentence): what could not be used, while the rest can.
    """

    person: dict[str, str] = field(default_factory=dict)
    village: str = ""
    facts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    household: dict[str, str] = field(default_factory=dict)
    since: str = ""
    left: str = ""
    reference: str = ""
    troubles: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"person": self.person, "village": self.village, "facts": [list(fact) for fact in self.facts],
                "household": self.household, "since": self.since, "left": self.left,
                **({"reference": self.reference} if self.reference else {})}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Told:
        return cls(data["person"], data["village"], [(table, cells) for table, cells in data["facts"]],
                   data["household"], data.get("since", ""), data.get("left", ""),
                   data.get("reference", ""))


class Teller:
    """One row as a kind of list reads it."""

    def __init__(self, line: Line, heading: Heading, occasion: Occasion, born: Birth) -> None:
        self.line, self.heading, self.on, self.born = line, heading, occasion, born
        self.told = Told()

    def text(self, name: str) -> str:
        """A field's first filled cell as text, or ""."""
        return as_text(self.line.first(name))

    def cells(self, name: str) -> Iterator[tuple[Column, Value]]:
        """The filled cells of a field with the columns they stand in."""
        for column, value in zip(self.heading.fields.get(name, ()), self.line.values.get(name, ()), strict=False):
            if as_text(value):
                yield column, value

    def has_column(self, name: str) -> bool:
        return name in self.heading.fields

    def fact(self, table: str, **cells: str) -> None:
        self.told.facts.append((table, cells))

    def trouble(self, column: str, text: str) -> None:
        """Say why something of the row was left out. column: a heading."""
        self.told.troubles.append((column, text))

    def heading_of(self, name: str) -> str:
        return " + ".join(column.heading for column in self.heading.fields.get(name, ()))

    def day(self, name: str) -> str:
        """A field's cell as an ISO day; "" where it is empty or no such day, which is said."""
        value = self.line.first(name)
        short = habits.short_day(value, self.on.on) if name == "measured_on" else None
        if short and str(short.year) in f"{self.on.title} {self.on.section} {self.line.group}":
            # Children are weighed within the year that the list is of; doses and deaths may be of any.
            value = short
        return self.day_of(value, self.heading_of(name)) if as_text(value) else ""

    def day_of(self, value: Value, column: str) -> str:
        """A cell as an ISO day between the child's birth and today; "" otherwise, with the reason."""
        try:
            found = habits.birth(value, self.on.today)
        except habits.BadDate as bad:
            self.trouble(column, str(bad).replace("Ngày sinh", "Ngày").replace("ngày sinh", "ngày"))
            return ""
        if not found.full:
            self.trouble(column, f"“{shown(value)}” chưa đủ ngày, tháng, năm nên chưa ghi được.")
            return ""
        day = dt.date(found.year, found.month, found.day)
        if self.born.year and day < earliest(self.born):
            self.trouble(column, f"Ngày {day:%d/%m/%Y} trước ngày sinh của em nên không ghi. Hãy hỏi lại nơi gửi.")
            return ""
        return day.isoformat()


def village_in(text: str) -> str:
    """The one thôn that a title, a sheet's name or a line above a group names; "" where none or several do.

    A point of a school lies in a thôn and says nothing of where its pupils live.
    """
    found = {" ".join(said.split()) for said in _VILLAGE.findall(unicodedata.normalize("NFC", text))}
    return found.pop() if len(found) == 1 else ""


def earliest(born: Birth) -> dt.date:
    """The first day that a birth may mean."""
    return dt.date(born.year, born.month or 1, born.day or 1)


def person(teller: Teller, name: str, sex: str, mother: str) -> None:
    """Tell who the row speaks of. name, sex and mother: as the reader found them, in several columns or by order."""
    cells = {"full_name": tidy(name), "sex": sex, "mother_name": tidy(mother),
             "father_name": tidy(teller.text("father_name")), "ethnicity": teller.text("ethnicity"),
             "personal_id": personal_number(teller.text("personal_id")), **_birth(teller.born)}
    teller.told.person = {name: value for name, value in cells.items() if value}
    teller.told.village = teller.text("village")
    shown_sex, columns = teller.text("sex"), teller.heading.fields.get("sex", ())
    if shown_sex and not sex and len(columns) == 1:
        teller.trouble(teller.heading_of("sex"), f"“{shown_sex}” không rõ là nam hay nữ nên không ghi giới tính.")
    typed = teller.text("personal_id")
    if typed and "personal_id" not in teller.told.person and re.search(r"\d", typed):
        teller.trouble(teller.heading_of("personal_id"), (
            f"“{typed}” không phải số định danh 12 chữ số nên không ghi số này."))


def _birth(born: Birth) -> dict[str, str]:
    if not born.year:
        return {}
    precision = "day" if born.full else "month" if born.month else "year"
    return {"born_on": earliest(born).isoformat(), "born_precision": precision}


def tidy(text: str) -> str:
    """A name as it is written in a register: single blanks, no remark in brackets, capitals only where they begin.

    What a person typed is kept otherwise: marks, spelling, "Hoà" or "Hòa".
    """
    bare = " ".join(_IN_BRACKETS.sub("", names.nfc(text)).split())
    if bare.istitle():
        return bare
    if bare and bare == bare.lower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0][:1].upper() + word[0][1:], bare)
    return re.sub(r"[^\W\d_]+", lambda word: _capitalised(word[0]), bare)


def _capitalised(word: str) -> str:
    """A word of a name typed in capitals, "THỊ"; the old fonts have no capital with a tone: "ánh" was meant large."""
    if len(word) > 1 and word.isupper():
        return word[:1] + word[1:].lower()
    toned = set(unicodedata.normalize("NFD", word[:1])) & _TONES
    return word[:1].upper() + word[1:] if toned else word


def school_year_in(text: str) -> str:
    """The school year that a title names: "Năm học 2026 - 2027" is "2026-2027"; "" where there is none."""
    for first, second in re.findall(r"(?<!\d)(20\d\d)\s*[-–/]\s*(20\d\d)(?!\d)", text):
        if int(second) == int(first) + 1:
            return f"{first}-{second}"
    return ""
