"""Tell a sheet's rows apart: persons, and what is there for the eye only (groups, sums, signatures). Pure."""
from __future__ import annotations

import re
from dataclasses import dataclass

from .headings import Column, Heading, plain
from .workbook import Sheet, Value

_SUMS = re.compile(r"^(tổng|cộng|trong đó|số lượng|tong (cong|so|hop)|cong (don|chung))\b|^(tong|cong)\s*:?$")
"""By the marks: Tống and Công are names."""
_COUNTED = re.compile(r"^\d+ (hoc sinh|tre|em|chau|nguoi|ho|be|doi tuong)\b")
_SIGNATURES = re.compile(
    r"(nguoi lap|lap bieu|lap bang|hieu truong|giao vien chu nhiem|chu tich|truong tram|ky ghi ro|ky ten|dong dau|"
    r"can bo lap|truong cong an|y te thon|xac nhan|thu truong|ke toan|cong chuc|tm ubnd|noi nhan|truong thon)")
_DATED = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")
_NOTES = re.compile(r"^(ghi chu|luu y|chu thich|danh sach nay|an dinh|nguon)\b")
_GROUPS = re.compile(r"^(lop|thon|xom|ban|ap|khoi|to|nhom|truong|diem truong|ho so|i+v?|[a-z]|\d+)\b")


@dataclass
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
        return next((v for v in self.values.get(field, []) if v != ""), "")


def lines(sheet: Sheet, heading: Heading) -> list[Line]:
    """The rows below the heading that speak of a person, in order; rows for the eye only are left out."""
    found: list[Line] = []
    group = ""
    for row in range(heading.bottom + 1, len(sheet.rows)):
        if _ends_here(sheet, heading, row):
            break
        line = _line(sheet, heading, row)
        if line:
            line.group = group
            found.append(line)
        else:
            group = _group(sheet, row) or group
    return found


def _group(sheet: Sheet, row: int) -> str:
    """What a line that stands alone names: "LỚP MẪU GIÁO 5 TUỔI", "THÔN TRUNG HẬU"; "" for any other line."""
    filled = [text for n in range(len(sheet.rows[row])) if (text := sheet.text(row, n))]
    return filled[0] if len(filled) == 1 and _GROUPS.search(plain(filled[0])) and not _SUMS.search(
        filled[0].lower()) else ""


def _ends_here(sheet: Sheet, heading: Heading, row: int) -> bool:
    """Whether the signatures begin: a place and date, or the words of those who sign, with nobody's birth beside."""
    words = plain(" ".join(sheet.text(row, n) for n in range(len(sheet.rows[row]))))
    named = _has(sheet, heading, row, "full_name")
    if not words or (named and _has(sheet, heading, row, "born_on")) or _has(sheet, heading, row, "sex"):
        return False
    return bool(_SIGNATURES.search(words) or _DATED.search(words))


def _has(sheet: Sheet, heading: Heading, row: int, field: str) -> bool:
    return any(sheet.text(row, column.at) for column in heading.fields.get(field, ()))


def _line(sheet: Sheet, heading: Heading, row: int) -> Line | None:
    filled = [n for n in range(len(sheet.rows[row])) if sheet.text(row, n)]
    if not filled or _repeats(sheet, heading, row) or _only_numbers(sheet, heading, row, filled):
        return None
    name = " ".join(filter(None, (sheet.text(row, c.at) for c in heading.fields["full_name"])))
    facts = [field for field in ("born_on", "sex", "personal_id", "mother_name") if _has(sheet, heading, row, field)]
    words = plain(name) or plain(sheet.text(row, filled[0]))
    if _is_sum(sheet, row, filled, name) and "mother_name" not in facts:
        return None
    if not name and not facts:
        return None
    if not facts and (len(filled) == 1 or _NOTES.search(words) or _merged_wide(sheet, row)
                      or (_GROUPS.search(words) and not _looks_like_a_name(name))):
        return None
    if not name and facts == ["sex"]:
        return None
    values = {field: [_value(sheet, row, c) for c in columns] for field, columns in heading.fields.items()}
    return Line(row + 1, "person", values)


def _is_sum(sheet: Sheet, row: int, filled: list[int], name: str) -> bool:
    """Whether a row adds up: it begins with such a word, or counts where a name should stand ("40 học sinh")."""
    texts = [*(sheet.text(row, n) for n in filled[:2]), name]
    return any(_SUMS.search(text.lower().strip(" .-*:(")) for text in texts) or bool(_COUNTED.search(plain(name)))


def _value(sheet: Sheet, row: int, column: Column) -> Value:
    cells = sheet.rows[row]
    return cells[column.at] if column.at < len(cells) else ""


def _merged_wide(sheet: Sheet, row: int) -> bool:
    return any(top <= row <= bottom and right - left >= 2 for top, left, bottom, right in sheet.merged)


def _looks_like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and not re.search(r"\d", text)


def _repeats(sheet: Sheet, heading: Heading, row: int) -> bool:
    """A heading printed again at the top of the next page."""
    texts = {plain(cell) for column in heading.columns for cell in column.cells}
    here = [plain(sheet.text(row, n)) for n in range(len(sheet.rows[row])) if sheet.text(row, n)]
    words = [word for word in here if re.search(r"[^\W\d]", word)]
    return len(words) >= 2 and sum(word in texts for word in words) >= max(2, len(words) - 1)


def _only_numbers(sheet: Sheet, heading: Heading, row: int, filled: list[int]) -> bool:
    """A running number and nothing else, or the numbers of the columns: (1), (2), 3…"""
    cells = [sheet.text(row, n).strip("() ") for n in filled]
    if len(filled) == 1:
        return bool(re.fullmatch(r"[\d.,]+", cells[0]))
    return all(re.fullmatch(r"\d{1,2}|[a-zA-Z]", cell) for cell in cells) and not any(
        len(sheet.text(row, c.at)) > 2 for c in heading.fields["full_name"])
