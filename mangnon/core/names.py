"""Vietnamese names: one form to search by, one to sort by. Pure.

Two registers spell "Hoà" and "Hòa"; SQLite finds "nguyen" in "Nguyễn" but not "duc" in "Đức", and neither
database sorts Vietnamese. So both forms are made here and stored.
"""
from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET, start=1)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}


def nfc(text: str) -> str:
    """Return the text in Unicode NFC, the look-alike Ð (U+00D0) made the Vietnamese Đ."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return lower-case letters without marks, single spaces: what a search without marks compares."""
    flat = unicodedata.normalize("NFD", nfc(text).replace("đ", "d").replace("Đ", "d").lower())
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


def sort_key(full_name: str) -> str:
    """Return digits that sort as Vietnamese name lists do: given name, then family name, then the middle.

    Two digits a letter in the order of the Vietnamese alphabet, the tone of each syllable after its letters;
    digits only, so that every database sorts them alike whatever its collation.
    """
    words = nfc(full_name).lower().split()
    if not words:
        return ""
    ordered = [words[-1], *words[:-1]]
    return "00".join(_syllable(word) for word in ordered)


def _syllable(word: str) -> str:
    letters: list[str] = []
    tone = "0"
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _LETTER_MARKS and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        elif not unicodedata.combining(char):
            letters.append(char)
    return "".join(_PLACE.get(letter, "99") for letter in letters) + "00" + tone


def given_name(full_name: str) -> str:
    """Return the last word: how a person is addressed and lists are sorted."""
    return full_name.split()[-1] if full_name.split() else ""
