"""Read one cell of the exchange format. Pure.

Strict on purpose: the format says ISO dates, true/false, a decimal point. What officers type is read elsewhere.
"""
from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mangnon.registry import exchange
from mangnon.registry.exchange import Column

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_COUNT = re.compile(r"[0-9]+(\.0+)?")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_SCHOOL_YEAR = re.compile(r"([1-9][0-9]{3})-([1-9][0-9]{3})")
_LONGEST_NUMBER = 15
"""Digits before the point that a database integer surely holds."""


class BadCell(Exception):
    """A cell cannot be read; the message is the sentence for the user."""


def _date(cell: str) -> dt.date:
    try:
        if not _DATE.fullmatch(cell):
            raise ValueError
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise BadCell(f"“{cell}” không phải ngày có thật. Hãy viết năm-tháng-ngày, ví dụ 2026-11-23.") from None


def _bool(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise BadCell(f"“{cell}” không đọc được. Hãy viết true (có), false (không), hoặc để trống nếu chưa rõ.")
    return cell == "true"


def _number(cell: str) -> Decimal:
    if not _NUMBER.fullmatch(cell) or len(cell.split(".")[0].lstrip("0")) > _LONGEST_NUMBER or len(cell) > 24:
        raise BadCell(f"“{cell}” không phải số dùng được. Hãy viết số không âm, dấu chấm thập phân, ví dụ 12.5.")
    return Decimal(cell)


def _count(cell: str) -> int:
    whole = cell.split(".")[0]
    if not _COUNT.fullmatch(cell) or len(whole.lstrip("0")) > _LONGEST_NUMBER:
        raise BadCell(f"“{cell}” không phải số nguyên không âm. Hãy sửa thành số đếm, ví dụ 12.")
    return int(whole)


def _year(cell: str) -> int:
    if not _YEAR.fullmatch(cell):
        raise BadCell(f"“{cell}” không phải năm. Hãy viết bốn chữ số, ví dụ 2026.")
    return int(cell)


def _school_year(cell: str) -> str:
    found = _SCHOOL_YEAR.fullmatch(cell)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise BadCell(f"“{cell}” không phải năm học. Hãy viết hai năm liền nhau, ví dụ 2025-2026.")
    return cell


def _text(cell: str) -> str:
    return cell


READERS: dict[str, Callable[[str], Any]] = {
    exchange.TEXT: _text, exchange.DATE: _date, exchange.BOOL: _bool, exchange.NUMBER: _number,
    exchange.COUNT: _count, exchange.YEAR: _year, exchange.SCHOOL_YEAR: _school_year,
}


def clean(cell: str) -> str:
    """Return the cell in Unicode NFC; a cell of spaces is empty. Raises BadCell for bytes that are not UTF-8."""
    if cell.isascii() and "\0" not in cell:
        return cell if cell.strip() else ""
    if "\0" in cell:
        raise BadCell("Ô này chứa một ký tự không nhìn thấy (mã 0). Hãy xóa ô rồi gõ lại.")
    if any("\ud800" <= char <= "\udfff" for char in cell):
        raise BadCell("Chữ trong ô này không phải UTF-8. Hãy lưu lại tệp với mã UTF-8.")
    return unicodedata.normalize("NFC", cell) if cell.strip() else ""


def read(column: Column, cell: str) -> Any:
    """Return a cleaned cell's value, None for an empty one. Raises BadCell: must be filled, form, unknown code."""
    if not cell:
        if column.filled:
            raise BadCell(f"Ô “{column.name}” đang trống. Hãy điền vào.")
        return None
    value = READERS[column.form](cell)
    if column.codes and value not in column.codes:
        raise BadCell(f"“{cell}” không có trong danh mục. Hãy dùng một trong: {', '.join(column.codes)}.")
    return value


def write(value: Any) -> str:
    """Return a value as the format writes it; the inverse of read()."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
