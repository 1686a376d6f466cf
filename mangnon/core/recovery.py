"""Keys on paper: lines that are typed back without a mistake, or with one that is named. Pure.

A key of 32 bytes and 8 bytes of its digest make four lines of sixteen letters of Crockford's base 32, which has no two
that look alike. Each line ends with a check letter over the field of 32 elements: every single wrong letter, and any
two letters that changed places, is found in its line.
"""
from __future__ import annotations

import hashlib

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""What a person types for what she reads."""
MARKS = {"sealing": "N", "audit": "K"}
"""Niêm phong, nhật Ký: the letter that a key's lines begin with."""
LINES, LONG, DIGEST = 4, 16, 8


class Slip(Exception):
    """Lines that cannot be right; the message names the line and what to do."""


def lines_of(name: str, key: bytes) -> list[str]:
    """A key as it is printed: "N1 ABCD EFGH JKMN PQRS T"."""
    number = int.from_bytes(key + _digest(name, key), "big")
    letters = "".join(LETTERS[number >> 5 * n & 31] for n in reversed(range(LINES * LONG)))
    made = []
    for n in range(LINES):
        part = letters[n * LONG:(n + 1) * LONG]
        groups = " ".join(part[k:k + 4] for k in range(0, LONG, 4))
        made.append(f"{MARKS[name]}{n + 1} {groups} {_check(MARKS[name], n + 1, part)}")
    return made


def keys_in(text: str) -> dict[str, bytes]:
    """The keys that typed lines hold, by name; other lines are passed over. Raises Slip naming the line."""
    found: dict[str, str] = {}
    for row in text.upper().splitlines():
        letters = "".join(row.replace("-", " ").split())
        label = letters[:1] + letters[1:2].translate(ALIKE)
        if label[:1] not in MARKS.values() or not label[1:].isdigit() or not 1 <= int(label[1:]) <= LINES:
            continue
        part = letters[2:].translate(ALIKE)
        strange = next((letter for letter in part if letter not in LETTERS), "")
        if strange:
            raise Slip(f"Dòng {label}: chữ “{strange}” không có trong bảng chữ của bản khóa. Hãy đọc lại dòng này.")
        if len(part) != LONG + 1:
            raise Slip(f"Dòng {label} có {len(part)} chữ sau số dòng, phải đúng {LONG + 1}. Hãy đọc lại dòng này.")
        if part[LONG] != _check(label[0], int(label[1:]), part[:LONG]):
            raise Slip(f"Dòng {label} gõ sai một chữ: chữ kiểm ở cuối không khớp. Hãy đọc lại từng chữ của dòng này.")
        if found.get(label, part) != part:
            raise Slip(f"Dòng {label} có hai lần, khác nhau. Hãy chỉ gõ một bản khóa.")
        found[label] = part
    return {name: _key(name, found) for name in MARKS}


def _key(name: str, found: dict[str, str]) -> bytes:
    labels = [f"{MARKS[name]}{n + 1}" for n in range(LINES)]
    missing = [label for label in labels if label not in found]
    if missing:
        raise Slip(f"Thiếu dòng {', '.join(missing)}. Hãy gõ đủ tám dòng, từ N1 tới N4 và từ K1 tới K4.")
    number = 0
    for letter in "".join(found[label][:LONG] for label in labels):
        number = number << 5 | LETTERS.index(letter)
    whole = number.to_bytes(LINES * LONG * 5 // 8, "big")
    key = whole[:-DIGEST]
    if whole[-DIGEST:] != _digest(name, key):
        raise Slip(f"Các dòng {labels[0]} tới {labels[-1]} không thành một khóa: có dòng của bản in khác. "
                   "Hãy gõ cả tám dòng từ cùng một tờ.")
    return key


def _digest(name: str, key: bytes) -> bytes:
    return hashlib.sha256(f"mangnon paper {name}\n".encode() + key).digest()[:DIGEST]


def _check(mark: str, number: int, part: str) -> str:
    """A polynomial in the field of 32 elements: its places have different weights, so nothing changes places unseen."""
    value = 0
    for letter in f"{mark}{number}{part}":
        value = _twice(value) ^ LETTERS.index(letter)
    return LETTERS[_twice(value)]


def _twice(value: int) -> int:
    """Times x, modulo x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value
