"""Which columns hold a parent's name: what is only about a parent, or sounds like one, does not. Pure.

"Mẹ HIV", "SĐT bố", "Mồ côi cha" and "Cán bộ tiêm" are no names; read as names they would stand in the register.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mangnon.core.names import fold

_NAME = r"(?:ho (?:va )?(?:chu dem )?(?:va )?ten|ho chu dem(?: va)? ten|ho ten|ten|ht|hvt|full name|name)"
_MOTHER, _FATHER = r"(?:me|ma|mother)", r"(?:cha|bo|father)"
_WHOSE = rf"(?:{_MOTHER}|{_FATHER})"
_BEHIND = r"(?: de| ruot| nuoi| cua (?:tre|em|chau|hoc sinh))?(?: (?:va )?(?:nam sinh|sn|tuoi|sdt|dien thoai))*"
_ELSE = r"(?: (?:hoac|nguoi|giam ho|cham soc|nuoi(?: duong)?|than|dai dien|phu huynh|hay))*"
_BARE = re.compile(rf"(?:nguoi )?(?:(?:cham soc|nuoi duong|giam ho|phu huynh)(?: chinh| la)? )?"
                   rf"{_WHOSE}(?:(?: va| hoac)? {_WHOSE})?{_BEHIND}{_ELSE}")
"""Mẹ; Người mẹ; Mẹ (năm sinh); Cha, mẹ; Mẹ hoặc người chăm sóc."""
_BETWEEN = (r"(?: (?:nam sinh|tuoi|sdt|so dien thoai|dien thoai|cua|nguoi|cham soc|nuoi duong|giam ho|phu huynh|chinh|"
            r"la|hoac))*")
_NAMED = re.compile(rf"(?:{_NAME}{_BETWEEN} {_WHOSE}(?! (?:mat|hiv|uv|tiem))"
                    rf"|{_WHOSE}(?:(?: va| hoac)? {_WHOSE})? {_NAME})\b(?!.*\bnghe)")
"""Họ tên mẹ; Tên bố/mẹ; Mẹ: họ và tên."""
_CHILD_OF = re.compile(r"con (?:ong|ba)(?: (?:va )?ba)?")
_LAST = re.compile(rf"{_NAME}(?: (?:va )?(?:nam sinh|tuoi))?")
_SPEAKS = re.compile(rf"\b{_WHOSE}\b")
_TYPED = {"mother": re.compile(r"(?<!\w)(?:mẹ|má|bà|mother)(?!\w)"),
          "father": re.compile(r"(?<!\w)(?:cha|bố|ông|father)(?!\w)")}


def parents_of(cells: Sequence[str]) -> frozenset[str]:
    """Whose name a column holds by its heading, from the top down: "mother", "father", both, or nobody's."""
    if not cells:
        return frozenset()
    own, above = _words(cells[-1]), [cell for cell in cells[:-1] if _SPEAKS.search(_words(cell))]
    if _BARE.fullmatch(own) or _NAMED.search(own) or _CHILD_OF.fullmatch(own):
        return _whose(cells[-1], own)
    if above and _LAST.fullmatch(own):
        # The nearest cell above says whose it is: "Thông tin cha mẹ" / "Mẹ" / "Họ tên".
        return _whose(above[-1], _words(above[-1]))
    return frozenset()


def _whose(typed: str, words: str) -> frozenset[str]:
    text = unicodedata.normalize("NFC", typed).lower()
    if any(ord(letter) > 127 for letter in text):
        # "bố" is no "bộ", "bỏ" or "bò" where whoever wrote it typed marks.
        return frozenset(who for who, said in _TYPED.items() if said.search(text))
    found = {who for who, said in (("mother", rf"\b{_MOTHER}\b|\bba\b"), ("father", rf"\b{_FATHER}\b|\bong\b"))
             if re.search(said, words)}
    return frozenset(found)


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w%]+|_+", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))).split())
