"""Words of an option that have a form: a day, a school year."""
from __future__ import annotations

import argparse
import datetime as dt
import re


def day(text: str) -> dt.date:
    """A day as year-month-day, and no other form of ISO 8601. Raises ArgumentTypeError."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày, hãy viết như 2026-11-23") from None


def school_year(text: str) -> str:
    """Two years that follow. Raises ArgumentTypeError."""
    found = re.fullmatch(r"([1-9][0-9]{3})-([1-9][0-9]{3})", text)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise argparse.ArgumentTypeError(f"“{text}” không phải năm học, hãy viết hai năm liền nhau như 2025-2026")
    return text
