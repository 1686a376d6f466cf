"""What a cell of words says of the child: words as whole words with their marks, denials, and of whom it speaks. Pure.

A cell often tells of the family: "Mẹ mất, chuyển về ở với bà". Only what is said of the child is a fact of hers.
"""
from __future__ import annotations

import re
from functools import lru_cache

from mangnon.core.names import fold, nfc

from . import habits

_TONES = {old: new for vowels in ("oa", "oe", "uy") for mark in "\u0300\u0301\u0303\u0309\u0323"
          for old, new in [(nfc(vowels + mark), nfc(vowels[0] + mark + vowels[1]))]}
"""One place for the tone: "tuý" is "túy"."""
NO = r"không|chưa|chẳng|hết|ko|kg|khg|hông"
_DENIED = rf"{NO}|k|âm tính"
_DOUBTED = r"nguy cơ|nghi|có thể|suýt|sắp|ảnh hưởng|phơi nhiễm|liên quan|hay|dự kiến|hụt"
_KIN = (r"bố|cha|ba|mẹ|má|ông|bà|anh|chị|em trai|em gái|em ruột|cô|dì|chú|bác|cậu|mợ|thím|vợ|chồng|phụ huynh|gia đình|"
        r"người thân|người nhà|người nuôi|chủ hộ|con của|con người|bạn|hàng xóm|họ hàng|người|nhà có|hộ có")
_KIN_BARE = r"bo|cha|me|ong|ba|anh|chi|em trai|em gai|phu huynh|gia dinh|chu ho|con cua|nguoi|nha co|ho co"
"""Of words typed without marks only those that mean little else: "di" may be dì or đi."""
_CHILD = r"trẻ|trẻ em|em|cháu|bé|con|học sinh"
_YES = ("có", "đã có", "dương tính", "đúng", "rồi")
HERS, NOBODY, DENIED, UNCLEAR = "hers", "nobody", "denied", "unclear"
Table = tuple[tuple[str, str], ...]


@lru_cache(maxsize=8000)
def bare(text: str) -> str:
    """Small letters with marks, tones in one place, signs made blanks."""
    words = " ".join(re.sub(r"[^\w%+?]+", " ", nfc(text).lower()).split())
    return re.sub("|".join(_TONES), lambda found: _TONES[found[0]], words)


@lru_cache(maxsize=2000)
def _compiled(pattern: str, marks: bool) -> re.Pattern[str]:
    words = re.sub("|".join(_TONES), lambda found: _TONES[found[0]], nfc(pattern))
    return re.compile(rf"(?<!\w)(?:{words if marks else fold(words)})(?!\w)")


def find(pattern: str, text: str, only_marked: str = "") -> re.Match[str] | None:
    """Where whole words stand in a bare text: with their marks, or without any where the text has none at all.

    only_marked: more words, which without marks would be others: "ngã" is not Nga.
    """
    marked = text != fold(text)
    return _compiled(f"{pattern}|{only_marked}" if marked and only_marked else pattern, marked).search(text)


def is_unknown(text: str) -> bool:
    """Whether a cell says that nobody knows, or nobody has looked: "Không rõ", "chưa khám", "?"."""
    words = bare(text)
    return "?" in words or bool(find(
        r"(?:không|chưa|ko) (?:rõ|nhớ|biết|xác định|đánh giá|khám|kiểm tra|hỏi|tìm hiểu|áp dụng)", words))


def is_doubted(text: str) -> bool:
    """Whether a cell says that something may be: "Nghi", "nguy cơ"."""
    return bool(find(_DOUBTED, bare(text)))


def is_no(text: str) -> bool:
    """Whether a cell only denies: "Không", "chưa có", "Ko", "(-)", "0"."""
    if text[:1].isdigit() and text != "0":
        return False
    words = bare(text)
    if is_unknown(text):
        return False
    return bool(_compiled(rf"{NO}|âm tính", words != fold(words)).match(words)) or words in (
        "0", "k", "n", "no", "false") or (not words and "-" in text)


def is_yes(text: str) -> bool:
    """Whether a cell only affirms: a tick, "(+)", "Có"."""
    words = bare(text)
    return habits.ticked(text.strip("() ")) or any(words in (one, fold(one)) for one in _YES)


def clauses(text: str) -> list[str]:
    """The parts of a cell that state something each, as bare text; dates are left out."""
    plain = re.sub(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?", " ", nfc(text).lower())
    plain = re.sub(r"\(\s*[-–]\s*\)", " âm tính ", plain)
    parts = re.split(r"[,;.()\[\]\n:–+/]|\s-\s|\bvà\b|\bnhưng\b|\bcòn\b|\brồi\b|\bsau đó\b|\bva\b|\bnhung\b", plain)
    return [said for part in parts if (said := bare(part))]


def of_whom(clause: str, start: int, *, company: str = "", carried: bool = False) -> str:
    """Of whom a clause states what begins at start: HERS, NOBODY (of another), DENIED, or UNCLEAR.

    company: words after which a relative is only beside her: "theo mẹ chuyển đi".  carried: the clause before spoke
    of another, and this one does not say that it speaks of the child.
    """
    before, after = clause[:start].strip(), clause[start:]
    if find(_DENIED, before) or find(r"âm tính|(?:không|chưa)$", after):
        return DENIED
    if find(_DOUBTED, clause) or "?" in clause:
        return UNCLEAR
    kin = _KIN if clause != fold(clause) else _KIN_BARE
    beside = rf"(?:{company})(?: (?:{kin}))+" if company else ""
    rest = _compiled(beside, clause != fold(clause)).sub(" ", before) if beside else before
    if find(kin, rest):
        return NOBODY
    return UNCLEAR if carried and not find(_CHILD, rest) else HERS


def speaks_of_another(clause: str) -> bool:
    """Whether a clause begins with a relative: what follows it may be of the same person."""
    marks = clause != fold(clause)
    return bool(_compiled(rf"(?:(?:có|con|của) )?(?:{_KIN if marks else _KIN_BARE})", marks).match(clause))


def first(table: Table, clause: str) -> tuple[str, int]:
    """The first code of a table whose words stand in a clause, and where they begin; ("", 0) where none do."""
    for code, pattern in table:
        if found := find(pattern, clause):
            return code, found.start()
    return "", 0
