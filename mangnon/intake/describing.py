"""A child as a list or the register describes her, in the form in which two descriptions are compared. Pure.

Names keep what was typed elsewhere; here "Hoà" is "Hòa", capitals and spaces do not count, and marks that a person
typed are respected: "Phú" is not "Phụ", while "Phu" of somebody who types no marks may be either.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from mangnon.core import names
from mangnon.core.old_text import UNSEEN
from mangnon.core.syllables import is_syllable

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_FAMILY_SHORT = re.compile(r"\s*([^\W\d_]{1,3})\.\s*(?=[^\W\d_]+\s+[^\W\d_])")
"""A family name shortened before two more words: "Ng. Minh Anh"; "N.V. An" says too little."""
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NEWBORN = re.compile(r"^(con|bé con|cháu|trẻ)\s+(của\s+)?(bà|chị|mẹ|cô|ông|anh)\s+", re.IGNORECASE)
_PLACE_WORDS = re.compile(
    r"^((thôn|thon|xóm|xom|làng|lang|ấp|ap|bản|ban|tổ dân phố|to dan pho|khu phố|khu pho|khu|tdp|tổ|to|xã|xa|phường|"
    r"phuong|thị trấn|thi tran)[\s.:]+|(x|p|t|tt|kp)[.:]\s*)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_VILLAGES = re.compile(r"(thon|xom|lang|ap|ban|to dan pho|tdp|khu pho|kp|khu)[\s.:]")
_COMMUNES = re.compile(r"(xa|phuong|thi tran)[\s.:]|(x|p|tt)[.:]")
_WIDER = re.compile(r"(huyen|quan|thi xa|thanh pho|tp|tinh|h|viet nam)\b")
_STREETS = re.compile(r"(so|so nha|nha|ngo|ngach|hem|duong|pho|to|doi|cum|nay|truoc|cu)\b|\d")
_NEVER_PLAIN = frozenset(["nguyen", "tran", "le", "pham", "huynh", "vo", "vu", "dang", "bui", "do", "ngo", "duong",
                          "truong", "dinh", "luong", "trinh", "dao", "doan", "trieu", "quach", "luu"])
"""Family names that all have marks, where marks are typed."""
SHORTENED = 3
"""Letters of a commune's name shortened ("HT"), which tell nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name. key: letters and tone, wherever the tone was written.  plain: letters without marks."""

    text: str
    key: str
    plain: str

    @property
    def marked(self) -> bool:
        return self.text != self.plain

    @property
    def is_word(self) -> bool:
        """Whether it is spelled as a syllable: what is not was mistyped."""
        return is_syllable(self.text)


@lru_cache(maxsize=100_000)
def word(text: str) -> Word:
    """The compared form of one word."""
    small = names.nfc(text).lower()
    apart = unicodedata.normalize("NFD", small)
    letters = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))
    return Word(small, letters + "".join(c for c in apart if c in _TONES), names.fold(small))


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name taken apart: family name, middle words, given name. Empty words where there is none."""

    words: tuple[Word, ...] = ()

    @property
    def given(self) -> Word | None:
        return self.words[-1] if self.words else None

    @property
    def family(self) -> Word | None:
        return self.words[0] if len(self.words) > 1 else None

    @property
    def middle(self) -> tuple[Word, ...]:
        return self.words[1:-1]

    @property
    def marked(self) -> bool:
        """Whether whoever typed it types marks."""
        return any(w.marked for w in self.words)

    @property
    def without_marks(self) -> bool:
        """Whether it was surely typed without marks: "Tran Thi My"; "Mai Linh Chi" has none to type."""
        if self.marked or len(self.words) < 2:
            return False
        return self.words[0].plain in _NEVER_PLAIN or any(w.plain == "thi" for w in self.middle)

    @property
    def key(self) -> str:
        return " ".join(w.key for w in self.words)

    @property
    def plain(self) -> str:
        return " ".join(w.plain for w in self.words)


def name(text: str) -> Name:
    """Take a name apart; what stands in brackets and what is no letter does not belong to it."""
    bare = text if UNSEEN.isdisjoint(text) else "".join(c for c in text if c not in UNSEEN)
    if "(" in bare:
        bare = re.sub(r"\([^)]*\)", " ", bare)
    bare = unicodedata.normalize("NFC", bare)
    short = _FAMILY_SHORT.match(bare) if "." in bare else None
    words = _LETTERS.findall(bare[short.end():] if short else bare)
    return Name(tuple(word(w) for w in ([f"{short[1]}.", *words] if short else words)))


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as far as it is known; 0 = not known."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def full(self) -> bool:
        return bool(self.year and self.month and self.day)

    @property
    def swapped(self) -> Birth | None:
        """Day and month exchanged, where that is another date that can be."""
        if self.full and self.day <= 12 and self.day != self.month:
            return Birth(self.year, self.day, self.month)
        return None


def birth(text: str) -> Birth:
    """A date written YYYY-MM-DD, YYYY-MM or YYYY; anything else is not known."""
    found = re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?\s*", text or "")
    return Birth(*(int(part or 0) for part in found.groups())) if found else Birth()


@lru_cache(maxsize=10_000)
def place(text: str) -> str:
    """A village's or commune's name without its kind: "Thôn Đông Thôn" and "đông thôn" are one place."""
    bare = _PLACE_WORDS.sub("", unicodedata.normalize("NFC", text).strip())
    return names.fold(re.sub(r"[^\w\s]", " ", bare or text))


_JOINED = re.compile(r"(?<=[^\s,;-])\s+(?=(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh)\s|(?:tp|h|t|tx)\.)",
                     re.IGNORECASE)


def parted(text: str) -> str:
    """An address with a comma before each unit that is named by its kind: "Thôn 3 xã Hoằng Trung tỉnh Thanh Hóa"."""
    return _JOINED.sub(", ", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=10_000)
def address(text: str) -> tuple[str, str]:
    """(village, commune) of an address in the form that is compared, "" where it does not name one.

    "Thôn 3", "Thôn 3, xã Hoằng Trung, tỉnh Thanh Hóa", "Tổ 2, thôn 3 - Hoằng Trung", "X. Hoằng Trung, thôn 3".
    """
    parts = [part for part in _PARTS.split(parted(text).strip()) if part]
    if len(parts) < 2:
        return place(text), ""
    folded = [names.fold(part) for part in parts]
    village = next((n for n, part in enumerate(folded) if _VILLAGES.match(part)), None)
    commune = next((n for n, part in enumerate(folded) if n != village and _COMMUNES.match(part)), None)
    bare = [n for n, part in enumerate(folded) if n not in (village, commune) and not (
        _WIDER.match(part) or _STREETS.match(part) or _VILLAGES.match(part))]
    if village is None:
        # "Tổ 2, xã Hoằng Trung": a group of a village stands for it where no other part does. What follows a commune
        # holds it.
        groups = (n for n, part in enumerate(folded) if part.startswith("to "))
        village = next((n for n in bare if commune is None or n < commune), next(groups, None))
    if commune is None:
        commune = next((n for n in bare if village is not None and n > village and len(folded[n]) > SHORTENED), None)
    return ("" if village is None else place(parts[village])), ("" if commune is None else place(parts[commune]))


@dataclass(frozen=True, slots=True)
class Described:
    """A child as described. id: opaque.  number: personal number of 12 digits or "".  newborn: has no name yet."""

    id: str
    name: Name
    birth: Birth
    sex: str = ""
    mother: Name = field(default_factory=Name)
    village: str = ""
    commune: str = ""
    number: str = ""
    newborn: bool = False
    name_marked: bool = field(init=False, compare=False)
    mother_marked: bool = field(init=False, compare=False)
    """Whether whoever typed it types marks: two columns may come from two hands, so each name is asked for itself."""

    def __post_init__(self) -> None:
        marked = self.name.marked or self.mother.marked
        object.__setattr__(self, "name_marked", marked and not self.name.without_marks)
        object.__setattr__(self, "mother_marked", marked and not self.mother.without_marks)


def describe(*, id: str, name_: str, born: Birth, sex: str = "", mother: str = "", village: str = "",
             commune: str = "", number: str = "") -> Described:
    """Make a description comparable. "Con bà Hương" is a newborn without a name whose mother is called Hương."""
    typed, mothers = unicodedata.normalize("NFC", name_).strip(), name(mother)
    found = _NEWBORN.match(typed)
    if found:
        mothers = mothers if mothers.words else name(typed[found.end():])
    own = Name() if found else name(name_)
    where, inside = address(village)
    return Described(id, own, born, sex if sex in ("male", "female") else "", mothers, where, inside or place(commune),
                     personal_number(number), newborn=not own.words)


def personal_number(text: str) -> str:
    """Twelve digits; the leading zero that a spreadsheet took away is put back. Anything else is no number.

    An apostrophe before it was typed so that the spreadsheet keeps the zero.
    """
    digits = re.sub(r"^['’`]|[\s.]", "", (text or "").strip())
    digits = digits.zfill(12) if digits.isdigit() and len(digits) == 11 else digits
    return digits if len(digits) == 12 and digits.isdigit() else ""
