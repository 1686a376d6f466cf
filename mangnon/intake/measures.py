"""Read a weight or a height as people type it: commas, units, "12kg500", "1m02". Pure.

What is not surely one number is refused: half a number read as a whole one is a false measure.
"""
from __future__ import annotations

import re
from decimal import Decimal

from mangnon.core.names import fold

from .workbook import Value, as_text

_BEFORE = r"(?:[≈~:]|can nang|can|nang|chieu cao|chieu dai|cao|dai|khoang|\s)*"
_BEHIND = r"[\s*.]*(?:\([^)\d]*\)|[a-z][a-z ,]*)?[\s*.]*"
"""A remark without figures: "(SDD)", "bt"."""
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_KILOS = re.compile(rf"{_BEFORE}(\d+)\s*(?:kg|ky|ki)\s*(\d{{1,3}})\s*(g|gr|gam|gram)?{_BEHIND}")
_GRAMS = re.compile(rf"{_BEFORE}(\d+(?:[.,]\d{{3}})?)\s*(?:g|gr|gam|gram)\b{_BEHIND}")
_CENTIMETRES = re.compile(rf"{_BEFORE}(\d+)\s*cm\s*(\d){_BEHIND}")
_METRES = re.compile(rf"{_BEFORE}(\d)\s*m\s*(\d{{1,2}}){_BEHIND}|{_BEFORE}{_NUMBER}\s*m\b{_BEHIND}")
_PLAIN = re.compile(rf"{_BEFORE}{_NUMBER}[.,]?\s*(?:kg|ky|ki|cm)?{_BEHIND}")
_OTHER_UNIT = re.compile(r"\d\s*(?:lang|can|g|gr|gam|gram|m|mm|cm|kg)\b")
_GRAMS_MEANT = re.compile(r"\b(?:g|gr|gam|gram)\b")
_LEAST_GRAMS = 500


class BadNumber(Exception):
    """No number that is surely meant; the message is the sentence for the user."""


def kilograms(value: Value, heading: str = "") -> Decimal:
    """A weight in kg. heading: may say that the column is in grams. Raises BadNumber."""
    text = _typed(value)
    if found := _KILOS.fullmatch(text):
        # "12kg500" and "12kg5" are as spoken: five hundred grams, five tenths.
        return _short(Decimal(found[1]) + (Decimal(found[2]) / 1000 if found[3] else Decimal(f"0.{found[2]}")))
    if found := _GRAMS.fullmatch(text):
        return _short(Decimal(re.sub(r"[.,]", "", found[1])) / 1000)
    number = _plain(text, value, "kg")
    return _short(number / 1000) if number >= _LEAST_GRAMS and _GRAMS_MEANT.search(fold(heading)) else number


def centimetres(value: Value) -> Decimal:
    """A height in cm. Raises BadNumber."""
    text = _typed(value)
    if found := _CENTIMETRES.fullmatch(text):
        return Decimal(f"{found[1]}.{found[2]}")
    if found := _METRES.fullmatch(text):
        metres = f"{found[1]}.{found[2]}" if found[1] else found[3].replace(",", ".")
        return _short(Decimal(metres) * 100)
    return _plain(text, value, "cm")


def _short(number: Decimal) -> Decimal:
    """Without the zeros that reckoning brings; a plain number stays as it was typed."""
    return Decimal(format(number.normalize(), "f"))


def _typed(value: Value) -> str:
    return fold(as_text(value))


def _plain(text: str, value: Value, unit: str) -> Decimal:
    if not re.search(r"\d", text):
        raise BadNumber(f"“{as_text(value)}” không phải số nên không ghi.")
    other = _OTHER_UNIT.search(text)
    found = _PLAIN.fullmatch(text)
    if not found or (other and not other[0].endswith(unit)):
        raise BadNumber(f"“{as_text(value)}” không rõ là số nào nên không ghi. Hãy gõ lại một số, ví dụ "
                        f"{'12,5' if unit == 'kg' else '85,5'}.")
    return Decimal(found[1].replace(",", "."))


_BOTH = re.compile(rf"{_NUMBER}\s*(kg|cm)?(\s*[/;–-]\s*|\s*,\s+|\s+){_NUMBER}\s*(kg|cm)?[\s.]*")
_WEIGHTS, _HEIGHTS = (Decimal("0.5"), Decimal(150)), (Decimal(25), Decimal(220))


def weight_and_height(text: str) -> tuple[str, str]:
    """A weight and a height in one cell, in either order: "9,4/74,5", "74,5 cm - 9,4 kg"; ("", "") for anything else.

    No child has fewer centimetres than kilograms; "12 kg 50" and "12,5 - 13" are something else.
    """
    found = _BOTH.fullmatch(fold(text))
    if not found or (not found[3].strip() and not (found[2] and found[5])) or (found[2] and found[2] == found[5]):
        return "", ""
    one, other = sorted((found[1], found[4]), key=lambda number: Decimal(number.replace(",", ".")))
    weight, height = (Decimal(number.replace(",", ".")) for number in (one, other))
    fits = _WEIGHTS[0] <= weight <= _WEIGHTS[1] and _HEIGHTS[0] <= height <= _HEIGHTS[1]
    turned = (found[2] == "cm" or found[5] == "kg") == (one == found[1]) and (found[2] or found[5])
    return (one, other) if fits and not turned else ("", "")
