"""Text from before Unicode: TCVN3 (.VnTime fonts) and VNI Windows, told apart and made Unicode NFC. Pure.

Source: TCVN 5712:1993; the VNI Windows fonts' table. Both keep Vietnamese in single bytes that other programs show
as Latin letters: "NguyÔn V¨n §øc" and "Nguyeãn Vaên Ñöùc" are Nguyễn Văn Đức.
"""
from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from .syllables import COMMON, is_syllable

Encoding = Literal["tcvn3", "vni", "unicode"]

_HIGH = ("ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖ"
         "ủũúụừửữứựỳỷỹýỵỐ")
_C1 = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_LOW = {0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ",
        0x16: "Ý", 0x17: "Ỵ"}
_TCVN3 = {**_LOW, **dict(enumerate(_C1, 0x80)), **dict(enumerate(_HIGH, 0xA1))}
_PLAIN_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĂÂÊÔƠƯĐ")
_PLAIN_SMALL = frozenset("abcdefghijklmnopqrstuvwxyzăâêôơưđ")
_FONT_ONLY = frozenset(chr(n) for n in (*range(0xA1, 0xAF), *range(0xB5, 0x100))
                       if not _TCVN3[n].isupper() or n <= 0xA7)
"""The codes that a .VnTime font draws; the others are the standard's capitals with a tone, which no font has."""

_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BOWL = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    pairs = {base + mark: {"ô": "ơ", "ö": "ư"}.get(base, base) + tone
             for base in "aeouyôö" for mark, tone in _VNI_MARKS.items()}
    pairs |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _VNI_HAT.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BOWL.items()}
    small = {source: unicodedata.normalize("NFC", target) for source, target in {**pairs, **_VNI_ALONE}.items()}
    large = {source.upper(): target.upper() for source, target in small.items()}
    mixed = {source[0].upper() + source[1:]: target.upper() for source, target in small.items() if len(source) == 2}
    return {**small, **mixed, **large}


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff")
"""Characters nobody sees or types; copying brings them, so they say nothing of the encoding."""
_MARKS = frozenset("“”‘’–—…")
"""Quotation marks and dashes that an office program types; in Unicode there is nothing strange about them."""
_BAR_D = {"Ð", "Đ"}
"""Ð is how many type Đ, and the byte of é in TCVN3: alone it says nothing of a file's encoding."""
_SAMPLE = 20_000
_MOSTLY = 0.9
_WORD = re.compile(r"[^\W\d_]+")


def from_tcvn3(cell: str) -> str:
    """Return a cell of TCVN3 text as Unicode NFC. The cell's characters stand for single bytes."""
    decoded = unicodedata.normalize("NFC", "".join(_TCVN3.get(_byte(char), char) for char in cell))
    return _WORD.sub(lambda word: _in_capitals(word[0]), decoded)


def _in_capitals(word: str) -> str:
    """The fonts have letters with a tone in lower case only: among plain capitals such a letter is one as well."""
    if sum(char in _PLAIN_CAPITALS for char in word) >= 2 and not any(char in _PLAIN_SMALL for char in word):
        return word.upper()
    return word


def from_vni(cell: str) -> str:
    """Return a cell of VNI Windows text as Unicode NFC."""
    return unicodedata.normalize("NFC", _VNI_PATTERN.sub(lambda found: _VNI[found[0]], cell))


def _byte(char: str) -> int:
    """The byte that a character stands for: as Windows shows single bytes, else by its number; -1 for none."""
    if ord(char) < 0x100:
        return ord(char)
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return -1


def read(data: bytes) -> tuple[str, bool]:
    """Return the text of a file and whether it was Unicode; other bytes stand as the characters of their numbers.

    UTF-16 is known by its mark, with which no text in single bytes begins: it would be two letters with a tone.
    """
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace"), True
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), True
    except UnicodeDecodeError:
        return data.decode("latin-1"), False


def from_windows_1258(data: bytes) -> str | None:
    """The text of a file in Windows-1258, NFC; None where it is something else, or reads better as an old font's.

    That code page has vowels and tones apart, so its words are syllables in no other reading.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    start = data[:_SAMPLE].decode("latin-1").splitlines()
    share = _spelled(text[:_SAMPLE])
    return text if share >= _MOSTLY and share > _spelled("\n".join(auto(start, unicode_=False))) else None


def _spelled(text: str) -> float:
    """The share of words with marks that are syllables."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(is_syllable(word) and _one_case(word) for word in words) / len(words) if words else 0.0


def convert(data: bytes, source: str = "auto") -> str:
    """Return a file's text in Unicode NFC. source: tcvn3, vni or auto. Lines and tabs stay where they are."""
    text, unicode_ = read(data)
    parts = re.split(r"(\r?\n|\t)", text)
    if source == "auto":
        return "".join(auto(parts, unicode_=unicode_))
    decode = from_tcvn3 if source == "tcvn3" else from_vni
    return "".join(decode(part) for part in parts)


def auto(cells: Iterable[str], *, unicode_: bool = True) -> list[str]:
    """Return the cells in Unicode NFC, each by what it is; the whole file decides where one may be two.

    unicode_: the cells come from Unicode; else they are single bytes, and none can be Unicode already.
    """
    found = list(cells)
    spoken = _spoken(found, unicode_)
    if unicode_ and spoken == ["unicode"]:
        # No cell may be anything else: a hundred thousand rows need not be tried in every encoding.
        return [cell if cell.isascii() else unicodedata.normalize("NFC", cell) for cell in found]
    return [_auto_cell(cell, spoken, unicode_) for cell in found]


def _spoken(cells: list[str], unicode_: bool) -> list[Encoding]:
    """The encodings that some cell surely speaks, in the order in which the others are to be taken for them.

    A file that holds Unicode for certain may hold more of it; else the encoding of most cells comes first.
    """
    votes = Counter[Encoding]()
    for cell in set(cells):
        if unicode_ and not (_special(cell) - _BAR_D):
            continue
        if unicode_ and _outside(unicodedata.normalize("NFC", cell)):
            votes["unicode"] += len(cells)
        scores = _readings(cell, unicode_)
        if scores and scores[0][0] > 0 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            votes[scores[0][1]] += 1
    return [name for name, _ in votes.most_common()] or ["unicode" if unicode_ else "tcvn3"]


def _auto_cell(cell: str, spoken: list[Encoding], unicode_: bool) -> str:
    scores = [(score, name) for score, name in _readings(cell, unicode_) if name in spoken or name == "unicode"]
    if not scores:
        return unicodedata.normalize("NFC", cell)
    best = [name for score, name in scores if score == scores[0][0]]
    return _decoded(cell, max(best, key=lambda name: (_common(_decoded(cell, name)), name in spoken,
                                                      -spoken.index(name) if name in spoken else 0)))


def _common(text: str) -> int:
    """How many words are common ones of names and headings: of two syllables, people bear the common one."""
    return sum(word.lower() in COMMON for word in _WORD.findall(text))


def _decoded(cell: str, encoding: Encoding) -> str:
    if encoding == "tcvn3":
        return from_tcvn3(cell)
    return from_vni(cell) if encoding == "vni" else unicodedata.normalize("NFC", cell)


def _special(cell: str) -> set[str]:
    return {char for char in cell if not char.isascii()}


def _outside(cell: str) -> bool:
    """Whether the cell holds a character that no single byte stands for: then it is Unicode already."""
    return any(_byte(char) < 0 and char not in UNSEEN for char in cell)


def _readings(cell: str, unicode_: bool) -> list[tuple[float, Encoding]]:
    """The encodings a cell may be in, the best first; none for plain ASCII, and for what is surely Unicode."""
    if cell.isascii() or (unicode_ and _outside(unicodedata.normalize("NFC", cell))):
        return []
    names: tuple[Encoding, ...] = ("unicode", "tcvn3", "vni") if unicode_ else ("tcvn3", "vni")
    return sorted(((_score(cell, name), name) for name in names), key=lambda pair: -pair[0])


def _score(cell: str, encoding: Encoding) -> float:
    """How well a cell reads in an encoding: words with marks that are syllables, less those that are none."""
    decoded = _decoded(cell, encoding)
    words = [word for word in _WORD.findall(decoded) if not word.isascii()]
    good = sum((is_syllable(word) and _one_case(word)) or (encoding == "unicode" and _is_short(word)) for word in words)
    strange = sum(1 for char in decoded if not char.isascii() and not char.isalpha() and not char.isspace()
                  and char not in UNSEEN and not (encoding == "unicode" and char in _MARKS))
    return good - 2 * (len(words) - good) - 2 * strange


def _is_short(word: str) -> bool:
    """Whether a word stands for several, as CĐ and NĐ do: capitals, and those with a bar typed as Ð."""
    return word.isupper() and _special(word) <= _BAR_D


def _one_case(word: str) -> bool:
    """People write a word small, capitalised or large; a capital within a small word is a wrong reading."""
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())
