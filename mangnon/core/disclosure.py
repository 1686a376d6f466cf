"""Small cells: what a figure may say to those who do not work with the children themselves. Pure.

Under 5 is hidden, under 10 for the lines about HIV, special circumstances, abuse, labour and marriage.
"""
from __future__ import annotations

from collections.abc import Mapping

SENSITIVE = frozenset({"6", "8a", "8b", "9", "10", "13"})
NEEDS_PROTECTION_LIST = frozenset({"8a", "8b", "9", "10", "12", "13"})
"""Measures whose lists need the protection permission."""
NEEDS_PROTECTION_BY_VILLAGE = frozenset({"9", "10", "13"})


def limit(measure: str) -> int:
    """Counts from 1 up to (not including) this are hidden."""
    return 10 if measure in SENSITIVE else 5


def hidden(count: int, measure: str) -> bool:
    return 0 < count < limit(measure)


def hide_cells(cells: Mapping[str, int], measure: str) -> set[str]:
    """Which cells of a table with a published total must be hidden.

    A single hidden cell could be computed from the total, so the smallest of the others goes with it; a nought goes
    last, for it tells nothing.
    """
    gone = {name for name, count in cells.items() if hidden(count, measure)}
    if len(gone) == 1:
        others = sorted((count == 0, count, name) for name, count in cells.items() if name not in gone)
        if others:
            gone.add(others[0][2])
    return gone
