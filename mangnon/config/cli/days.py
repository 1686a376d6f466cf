"""Days as the command line takes them: 2026-11-23, nothing else."""
from __future__ import annotations

import argparse
import datetime as dt
import re


def day(text: str) -> dt.date:
    """An argument's day. Raises ArgumentTypeError."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày, hãy viết như 2026-11-23") from None
