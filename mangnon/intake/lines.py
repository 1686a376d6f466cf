"""Tell a sheet's rows apart: persons, and what is there for the eye only (groups, sums, signatures). Pure."""
from __future__ import annotations

import re
from dataclasses import dataclass

from .headings import Column, Heading, plain
from .workbook import Sheet, Value, as_text

_SUMS = re.compile(r"^(tổng|cộng|trong đó|số lượng|tong (cong|so|hop)|cong (don|chung))\b|^(tong|cong)\s*:?$")
"""By the marks: Tống and Công are names."""
_COUNTED = re.compile(r"^\d+ (hoc sinh|tre|em|chau|nguoi|ho|be|doi tuong)\b")
_SIGNATURES = re.compile(
    r"(nguoi lap|lap bieu|lap bang|hieu truong|giao vien chu nhiem|chu tich|truong tram|ky ghi ro|ky ten|dong dau|"
    r"can bo lap|truong cong an|y te thon|xac nhan|thu truong|ke toan|cong chuc|tm ubnd|noi nhan|truong thon)")
_LETTER = re.compile(r"[^\W\d]")
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_NOTES = re.compile(r"^(ghi chu|luu y|chu thich|danh sach nay|an dinh|nguon)\b")
_GROUPS = re.compile(r"^(lop|thon|xom|ban|ap|khoi|to|nhom|truong|diem truong|ho so|i+v?|[a-z]|\d+)\b")


@dataclass(slots=True)
class Line:
    """A row below the heading. number: as the spreadsheet shows it.  values: field to the cells that hold it.

    kind: person, or skipped (left out of the list, for a reason that everybody sees).  group: the line above that
    names a class or a thôn, as typed.
    """

    number: int
    kind: str
    values: dict[str, list[Value]]
    why: str = ""
    group: str = ""

    def first(self, field: str) -> Value:
        for value in self.values.get(field, ()):
            if value != "":
                return value
        return ""


def lines(sheet: Sheet, heading: Heading, *, places: bool = False) -> list[Line]:
    """The rows below the heading that speak of a person, in order; rows for the eye only are left out.

    places: they speak of places, which are called like the lines that stand above groups elsewhere.
    """
    found: list[Line] = []
    group, printed = "", {plain(cell) for column in heading.columns for cell in column.cells}
    for number in range(heading.bottom + 1, len(sheet.rows)):
        row = _Row(sheet, heading, number, [as_text(value) for value in sheet.rows[number]])
        if row.ends_the_list() and not (places and row.is_place(printed)):
            break
        if row.is_place(printed) if places else row.is_person(printed):
            found.append(Line(number + 1, "person", row.values(), group=group))
        else:
            group = row.group() or group
    return found


@dataclass(slots=True)
class _Row:
    """A row below the heading, its cells as text beside it. number: from 0."""

    sheet: Sheet
    heading: Heading
    number: int
    texts: list[str]

    def _at(self, column: Column) -> str:
        return self.texts[column.at] if column.at < len(self.texts) else ""

    def _has(self, field: str) -> bool:
        return any(self._at(column) for column in self.heading.fields.get(field, ()))

    def group(self) -> str:
        """What a line that stands alone names: "LỚP MẪU GIÁO 5 TUỔI", "THÔN TRUNG HẬU"; "" for any other line."""
        filled = [text for text in self.texts if text]
        return filled[0] if len(filled) == 1 and _GROUPS.search(plain(filled[0])) and not _SUMS.search(
            filled[0].lower()) else ""

    def ends_the_list(self) -> bool:
        """Whether the signatures begin: a place and date, or the words of those who sign, without a birth beside."""
        if (self._has("full_name") and self._has("born_on")) or self._has("sex"):
            return False
        words = plain(" ".join(self.texts))
        return bool(_SIGNATURES.search(words) or _DATED.search(words))

    def is_person(self, printed: set[str]) -> bool:
        filled = [n for n, text in enumerate(self.texts) if text]
        if not filled or self._repeats(printed) or self._only_numbers(filled):
            return False
        name = " ".join(filter(None, (self._at(column) for column in self.heading.fields["full_name"])))
        facts = [field for field in ("born_on", "sex", "personal_id", "mother_name") if self._has(field)]
        if self._is_sum(filled, name) and "mother_name" not in facts:
            return False
        if not facts:
            words = plain(name) or plain(self.texts[filled[0]])
            return bool(name) and not (len(filled) == 1 or _NOTES.search(words) or self._merged_wide()
                                       or (_GROUPS.search(words) and not _looks_like_a_name(name)))
        return bool(name) or facts != ["sex"]

    def is_place(self, printed: set[str]) -> bool:
        filled = [n for n, text in enumerate(self.texts) if text]
        name = " ".join(filter(None, (self._at(column) for column in self.heading.fields["full_name"])))
        return bool(re.search(r"[^\W\d_]{2}", name)) and len(filled) > 1 and not (
            self._repeats(printed) or self._only_numbers(filled) or self._is_sum(filled, name)
            or _NOTES.search(plain(name)) or self._merged_wide())

    def values(self) -> dict[str, list[Value]]:
        cells = self.sheet.rows[self.number]
        return {field: [cells[column.at] if column.at < len(cells) else "" for column in columns]
                for field, columns in self.heading.fields.items()}

    def _is_sum(self, filled: list[int], name: str) -> bool:
        """Whether a row adds up: it begins with such a word, or counts where a name should stand ("40 học sinh")."""
        texts = [*(self.texts[n] for n in filled[:2]), name]
        return any(_SUMS.search(text.lower().strip(" .-*:(")) for text in texts) or bool(_COUNTED.search(plain(name)))

    def _merged_wide(self) -> bool:
        return any(top <= self.number <= bottom and right - left >= 2
                   for top, left, bottom, right in self.sheet.merged)

    def _repeats(self, printed: set[str]) -> bool:
        """A heading printed again at the top of the next page. printed: the heading's cells."""
        words, others = 0, 0
        for text in self.texts:
            if text and _LETTER.search(text) and _LETTER.search(word := plain(text)):
                words, others = words + 1, others + (word not in printed)
                if others > 1:
                    return False
        return words - others >= 2

    def _only_numbers(self, filled: list[int]) -> bool:
        """A running number and nothing else, or the numbers of the columns: (1), (2), 3…"""
        cells = [self.texts[n].strip("() ") for n in filled]
        if len(filled) == 1:
            return bool(re.fullmatch(r"[\d.,]+", cells[0]))
        return all(re.fullmatch(r"\d{1,2}|[a-zA-Z]", cell) for cell in cells) and not any(
            len(self._at(column)) > 2 for column in self.heading.fields["full_name"])


def _looks_like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and not re.search(r"\d", text)
