"""Several facts in one cell: a birth behind the name, a sex behind the birth, both parents in one column. Pure.

What cannot be told apart is left out: a name in a column of both parents that says not whose it is, is nobody's.
"""
from __future__ import annotations

import re
import unicodedata

from .bare_names import bare
from .headings import Heading
from .workbook import Value, as_text

Values = dict[str, list[Value]]
_DAY = r"(?<![\d/.-])\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d\d)(?!\d)"
_SAID = r"[\s,;(–-]*(?:(?:ngày sinh|sinh ngày|sinh năm|sinh|sn|ns)\b[\s.:]*)?"
_BEHIND = re.compile(rf"{_SAID}({_DAY}|(?<!\d)(?:19|20)\d\d(?!\d))", re.IGNORECASE)
_SEX = re.compile(r"(?<!\w)(?:(nam|trai)(?!\s*\d)|(nữ|gái))(?!\w)", re.IGNORECASE)
"""By the marks: "năm" is a year; "nam 2019" without marks may be one."""
_WHOSE = re.compile(r"(?<!\w)(?:họ tên |tên )?(?:(bố|cha|ba)|(mẹ|má))\s*(?::|-|–)\s*", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:^|(?<=[;,/\n&+–-])|(?<=\svà))\s*(con )?(?:(bố|cha|ông)|(mẹ|má|bà))\s*[:–-]?\s+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE)
"""Whose name follows, without a colon: "Con ông A, bà B", "Bố A và mẹ B"."""
_BEHIND_NAME = re.compile(r"\(\s*(?:(bố|cha|ông)|(mẹ|má|bà))\s*\)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;,/\n&+]\s*|\s+(?:và|-|–)\s+")
PAIR = 2
_NUMBERS = re.compile(
    r"[\s,;(:.–-]*(?:số\s+)?(?:sn|sinh năm|năm sinh|sinh|sđt|đt|điện thoại|định danh|cccd|cmnd)?"
    r"[\s.:]*\+?\d[\d\s./-]*\)?",
    re.IGNORECASE)
"""A telephone, a year or a number behind a parent's name: none of them is of the name."""
_FATHER, _MOTHER = re.compile(r"\b(cha|bo|ong)\b"), re.compile(r"\b(me|ba)\b")


class Unpacking:
    """What a sheet's heading says of its cells; asked once a row."""

    def __init__(self, heading: Heading) -> None:
        self.has_sex, self.has_birth = "sex" in heading.fields, "born_on" in heading.fields
        columns = [*heading.fields.get("mother_name", ()), *heading.fields.get("father_name", ())]
        words = columns[0].words if len(columns) == 1 else ""
        father, mother = _FATHER.search(words), _MOTHER.search(words)
        self.both = bool(father and mother)
        self.father_first = bool(father and mother and father.start() < mother.start())

    def unpack(self, values: Values) -> None:
        """Put what stands in one cell under the fields it is of; a cell that holds one fact stays as it is."""
        self._parents(values)
        self._sex(values)
        self._birth(values)
        self._remarks(values)

    def _remarks(self, values: Values) -> None:
        """What stands beside the name in its cell; a sex among it counts where no column is of it."""
        cells = values.get("full_name", ())
        filled = [at for at, value in enumerate(cells) if as_text(value)]
        text = as_text(cells[filled[0]]) if len(filled) == 1 else ""
        if text and (told := bare(text))[0] != text:
            values["full_name"][filled[0]] = told[0]
            if told[1] and not self.has_sex and "sex" not in values:
                values["sex"] = [told[1]]

    def _birth(self, values: Values) -> None:
        """A birth behind the name, where no cell of its own holds one."""
        if any(as_text(value) for value in values.get("born_on", ())):
            return
        for at, value in enumerate(values.get("full_name", ())):
            text = as_text(value)
            found = _BEHIND.search(text) if any(c.isdigit() for c in text) else None
            if found and text[:found.start()].strip():
                if not self.has_sex and (sex := _SEX.search(text[found.end():])):
                    values["sex"] = [sex[0]]
                values["born_on"] = [found[1]]
                values["full_name"][at] = text[:found.start()].rstrip(" ,;(–-")
                return

    def _sex(self, values: Values) -> None:
        """A sex behind the birth, where no column is of it."""
        if self.has_sex or not self.has_birth or len(values.get("born_on", ())) != 1:
            return
        text = values["born_on"][0]
        if isinstance(text, str) and (found := _SEX.search(unicodedata.normalize("NFC", text))):
            values["sex"] = [found[0]]

    def _parents(self, values: Values) -> None:
        """Both parents in one cell: by the word before each, else by the order of the heading."""
        for field in ("mother_name", "father_name"):
            value = next(iter(values.get(field, ())), "")
            typed = as_text(value.replace("\n", "; ") if isinstance(value, str) else value)
            typed = unicodedata.normalize("NFC", typed)
            text = _NUMBERS.sub("", typed) if any(c.isdigit() for c in typed) else typed
            if not text:
                continue
            if text != typed:
                values[field] = [text]
            told = _labelled(text)
            if told is None and self.both:
                told = self._in_order(text)
            if told is not None:
                values["father_name"], values["mother_name"] = [told[0]], [told[1]]
                return

    def _in_order(self, text: str) -> tuple[str, str]:
        parts = [part for part in _BETWEEN.split(text) if part]
        if len(parts) == PAIR:
            return (parts[0], parts[1]) if self.father_first else (parts[1], parts[0])
        # Thị is a woman's middle name; without it one name alone is nobody's.
        return ("", text) if len(parts) == 1 and re.search(r"\bthị\b", text, re.IGNORECASE) else ("", "")


def _labelled(text: str) -> tuple[str, str] | None:
    """(father, mother) by the words before their names; None where no such word stands."""
    if _BEHIND_NAME.search(text):
        return _labelled_behind(text)
    marks = list(_WHOSE.finditer(text)) or _called(text)
    if not marks:
        return None
    father = mother = ""
    for mark, end in zip(marks, [*(later.start() for later in marks[1:]), len(text)], strict=True):
        name = re.sub(r"\s+và$", "", text[mark.end():end].strip(" ;,/\n&+–-"))
        if mark[mark.re.groups - 1]:
            father = father or name
        else:
            mother = mother or name
    return father, mother


def _called(text: str) -> list[re.Match[str]]:
    """Names behind "ông" and "bà", "bố" and "mẹ": where both stand, or "con" before one; Ông is a family's name too."""
    marks = list(_CALLED.finditer(text))
    both = any(mark[2] for mark in marks) and any(mark[3] for mark in marks)
    return marks if both or any(mark[1] for mark in marks) else []


def _labelled_behind(text: str) -> tuple[str, str]:
    """(father, mother) by the words in brackets behind their names: "A (bố), B (mẹ)"."""
    father = mother = ""
    begin = 0
    for mark in _BEHIND_NAME.finditer(text):
        name = text[begin:mark.start()].strip(" ;,/\n&+–-")
        name = re.sub(r"^và\s+", "", name)
        father, mother = (father or name, mother) if mark[1] else (father, mother or name)
        begin = mark.end()
    return father, mother
