"""Tell a sheet's rows apart: persons, and what is there for the eye only (groups, sums, signatures). Pure."""
from __future__ import annotations

import re
from dataclasses import dataclass

from . import row_words
from .bare_names import bare
from .headings import COMMON, Column, Heading, assign, plain
from .workbook import Sheet, Value, as_text

_SUMS = re.compile(r"^(tổng|cộng|trong đó|số lượng|tong (cong|so|hop)|cong (don|chung))\b|^(tong|cong)\s*:?$")
"""By the marks: Tống and Công are names."""
_COUNTED = re.compile(r"^\d+ (hoc sinh|tre|em|chau|nguoi|ho|be|doi tuong)\b")
_SIGNATURES = re.compile(
    r"(nguoi lap|lap bieu|lap bang|hieu truong|giao vien chu nhiem|chu tich|truong tram|ky ghi ro|ky ten|dong dau|"
    r"can bo lap|truong cong an|y te thon|xac nhan|thu truong|ke toan|cong chuc|tm ubnd|noi nhan|truong thon|"
    r"cong hoa xa hoi chu nghia|doc lap tu do hanh phuc)")
"""Of those who sign, and of the letterhead of a further table."""
_LETTER = re.compile(r"[^\W\d]")
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_NOTES = re.compile(r"^(ghi chu|luu y|chu thich|danh sach nay|an dinh|nguon)\b")
_GROUPS = re.compile(r"^(lop|thon|xom|ban|ap|khoi|to|nhom|truong|diem truong|ho so|i+v?|[a-z]|\d+)\b")
_TITLES = re.compile(r"^(danh sach|ds|bang|ket qua|bieu|so theo doi)\b")
_IN_A_TITLE = re.compile(r"(?i:(?<!biên )(?<!văn )(?<!\w)(?:lớp|nhóm lớp|thôn|xóm|bản|khối|tổ|nhóm trẻ))\s+(?=\d|"
                         r"[A-ZĐÁÀẢÃẠĂÂÉÈẺẼẸÊÍÓÔƠÚƯÝ]).*")
_BIRTH = re.compile(r"(ngay|thang|nam|sinh|sn|ns|khoang|n|t)? ?\d")
_SEXES = ("nam", "nu", "trai", "gai", "x", "1", "m", "f", "con trai", "con gai")
FEW = 3
"""Rows of words that a block of signatures may have; more than these are said to be left out."""


_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d")
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,6}")


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


def lines(sheet: Sheet, heading: Heading, *, places: bool = False) -> tuple[list[Line], list[str]]:
    """The rows below the heading that speak of a person, in order, and what was left unread, in sentences.

    Rows for the eye only are left out. Words of those who sign end a list only as long as no sure row of a person
    follows: tables stand one below another, and a note beside a child may speak of signing.
    places: the rows speak of places, which are called like the lines that stand above groups elsewhere.
    """
    found: list[Line] = []
    unread, dropped = _beside(heading), []
    group, ended, printed = "", False, {plain(cell) for column in heading.columns for cell in column.cells}
    for number in range(heading.bottom + 1, len(sheet.rows)):
        row = _Row(sheet, heading, number, [as_text(value) for value in sheet.rows[number]])
        plain_person = not places and row.is_plain()
        person = plain_person or (row.is_place(printed) if places else row.is_person(printed))
        sure = plain_person or (person and (places or row.is_sure()))
        if not sure and row.ends_the_list():
            if places:
                break
            ended = True
        if not sure and row.is_another_heading():
            unread.append(f"Từ dòng {number + 1} là một bảng có cột xếp khác nên chưa đọc. Hãy tách bảng đó sang trang "
                          "riêng rồi gửi lại.")
            break
        if sure or (person and not ended):
            found.append(Line(number + 1, "person", row.values(), group=group))
            ended = False
        else:
            group = row.group(group)
        if ended and person and row.is_named() and not row.ends_the_list():
            dropped.append(number + 1)
        elif len(dropped) <= FEW:
            dropped.clear()
    if len(dropped) > FEW:
        unread.append(f"Sau phần ký tên còn các dòng {dropped[0]}–{dropped[-1]} không có số thứ tự, ngày sinh hay giới "
                      "tính nên chưa đọc. Nếu đó là trẻ, hãy chuyển lên trên phần ký tên.")
    return found, unread


def _beside(heading: Heading) -> list[str]:
    """Whether a second table of persons stands to the right: the columns of name and birth come again."""
    def again(name: str) -> Column | None:
        own = heading.fields.get(name, [])
        taken = {column.at for columns in heading.fields.values() for column in columns}
        # A heading merged over two columns is told twice as well, next to each other.
        return next((column for column in heading.columns if own and column.at > own[-1].at + 1
                     and column.at not in taken and column.words == own[-1].words), None)

    named, born = again("full_name"), again("born_on")
    if not named or not born or born.at < named.at:
        return []
    return [f"Bên phải, từ cột {_letters(named.at)}, còn một bảng nữa chưa đọc. Hãy chép bảng đó xuống dưới bảng thứ "
            "nhất rồi gửi lại."]


def _letters(at: int) -> str:
    """A column as the spreadsheet calls it: 0 is A, 26 is AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


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

    def _name(self) -> str:
        return bare(self._typed_name())[0]

    def _typed_name(self) -> str:
        return " ".join(filter(None, (self._at(column) for column in self.heading.fields["full_name"])))

    def group(self, before: str) -> str:
        """What a line that stands alone names: "LỚP MẪU GIÁO 5 TUỔI", "THÔN TRUNG HẬU"; the one before for any other.

        The title of a further table names its own, or none: its rows are not of the group above.
        """
        if self._is_group():
            name = self._typed_name()
            return name if row_words.NUMBERED_GROUP.match(name) or _GROUPS.search(plain(name)) else before
        filled = [text for text in self.texts if text]
        words = plain(filled[0]) if len(filled) == 1 else ""
        if _TITLES.search(words):
            inside = _IN_A_TITLE.search(filled[0])
            return inside[0] if inside else ""
        return filled[0] if words and _GROUPS.search(words) and not _SUMS.search(filled[0].lower()) else before

    def ends_the_list(self) -> bool:
        """Whether the signatures begin: a place and date, or the words of those who sign, without a birth beside."""
        if (self._has("full_name") and self._is_birth()) or self._is_sex():
            return False
        words = plain(" ".join(self.texts))
        return bool(_SIGNATURES.search(words) or _DATED.search(words)) or row_words.signs(
            next(filter(None, self.texts), ""))

    def is_plain(self) -> bool:
        """Whether the row is a person at first sight, as nearly every row of a list is: a name, and a day of birth."""
        born, names = self.heading.fields.get("born_on", ()), self.heading.fields["full_name"]
        if len(born) != 1 or not _DAY.fullmatch(self._at(born[0])):
            return False
        name = " ".join([self._at(column) for column in names])
        return name.istitle() and bool(_PLAIN_NAME.fullmatch(name))

    def is_sure(self) -> bool:
        """Of a row that may be a person: whether it is one, also below signatures.

        By a running number before the name, a birth or a sex: those who sign have none of these beside them.
        """
        return self.is_named() and (self._is_birth() or self._is_sex() or self._numbered())

    def is_named(self) -> bool:
        return _looks_like_a_name(self._name())

    def _numbered(self) -> bool:
        first = self.heading.fields["full_name"][0].at
        return any(re.fullmatch(r"\d{1,5}[.)]?", text) for text in self.texts[:first])

    def _is_birth(self) -> bool:
        """Whether a birth is told; "Hoằng Trung, ngày 5 tháng 9 năm 2026" in its column is none."""
        return any(_BIRTH.match(plain(self._at(column))) for column in self.heading.fields.get("born_on", ()))

    def _is_sex(self) -> bool:
        return any(plain(self._at(column)) in _SEXES for column in self.heading.fields.get("sex", ()))

    def is_another_heading(self) -> bool:
        """Whether a table begins whose columns stand elsewhere: read by this heading, it would say false things."""
        if sum(map(bool, self.texts)) < FEW or any(c.isdigit() for text in self.texts for c in text):
            return False
        fields, own = assign([Column(at, [text] if text else []) for at, text in enumerate(self.texts)],
                             COMMON), self.heading.fields
        return {"full_name", "born_on"} <= fields.keys() and any(
            column.at not in {mine.at for mine in own[name]} for name, columns in fields.items() if name in own
            for column in columns)

    def is_person(self, printed: set[str]) -> bool:
        filled = [n for n, text in enumerate(self.texts) if text]
        if not filled or self._repeats(printed) or self._only_numbers(filled):
            return False
        name = self._name()
        if self._is_group() or self._is_said_only(filled[0]):
            return False
        facts = [field for field in ("born_on", "sex", "personal_id", "mother_name") if self._has(field)]
        named = self._numbered() and _capitalised(name)
        if self._counts(facts) or (self._is_sum(filled, name) and not named and "mother_name" not in facts):
            return False
        if not facts and not named:
            words = plain(name) or plain(self.texts[filled[0]])
            return bool(name) and not (len(filled) == 1 or _NOTES.search(words) or self._merged_wide()
                                       or (_GROUPS.search(words) and not _looks_like_a_name(name)))
        return bool(name) or facts != ["sex"]

    def _is_group(self) -> bool:
        """Whether a group is named with something beside it: "Lớp 1B", "GVCN: …", or "I", "Thôn Trung Hậu", 8."""
        name = self._typed_name()
        if not name or self._tells_a_year() or self._is_sex():
            return False
        before = [text for text in self.texts[:self.heading.fields["full_name"][0].at] if text]
        return bool(row_words.NUMBERED_GROUP.match(name)) or bool(
            before and row_words.LETTER.fullmatch(before[0]) and row_words.GROUP.match(name.lower()))

    def _tells_a_year(self) -> bool:
        return any(re.search(r"\d{4}|/\d\d$", self._at(column)) for column in self.heading.fields.get("born_on", ()))

    def _is_said_only(self, first: int) -> bool:
        """Whether the row is a note with a day in it, or counts something: "Nữ", 4. first: the first filled column."""
        name = self._typed_name()
        if row_words.COUNTS.fullmatch(name.lower()) and not self._tells_a_year():
            return True
        if self._numbered():
            return False
        born = [text for column in self.heading.fields.get("born_on", ()) if (text := self._at(column))]
        return (first < self.heading.fields["full_name"][0].at and bool(row_words.NOTE.match(plain(self.texts[first])))
                ) or row_words.waits_for_a_day(name) or (
            bool(born) and not self._is_sex() and all(map(row_words.is_sentence, born)))

    def is_place(self, printed: set[str]) -> bool:
        filled = [n for n, text in enumerate(self.texts) if text]
        name = self._name()
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

    def _counts(self, facts: list[str]) -> bool:
        """Whether children are counted under Nam and Nữ, where a person has a tick: "Thôn Dư Khánh", 3, 5."""
        told = [text for column in self.heading.fields.get("sex", ()) if (text := self._at(column))]
        if facts != ["sex"] or not all(re.fullmatch(r"\d{1,4}", text) for text in told):
            return False
        return any(int(text) > 1 for text in told) or (
            not self._numbered() and bool(_GROUPS.search(plain(self._name()))))

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
            len(self._at(column).strip("() ")) > 2 for column in self.heading.fields["full_name"])


def _looks_like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and not re.search(r"\d", text)


def _capitalised(name: str) -> bool:
    """Whether each word begins with a capital, as in names: "Tổng Văn An" is nobody's sum, "Tổng số trẻ" is one."""
    if len(name.split()) < FEW or re.match(r"(tong|cong) (so|cong|hop|don|chung)\b", plain(name)):
        return False
    return _looks_like_a_name(name) and all(word[:1].isupper() and not word[1:].isupper() for word in name.split())
