"""Small cells: what a figure may say to those who do not work with the children themselves. Pure.

Under 5 is hidden, under 10 for the lines about HIV, special circumstances, abuse, labour and marriage. Of these lines a
nought is hidden as well: beside a nought that is shown, "under 10" would say that there is somebody.
"""
from __future__ import annotations

from collections.abc import Mapping

SENSITIVE = frozenset({"6", "8a", "8b", "9", "10", "13"})
NEEDS_PROTECTION_LIST = frozenset({"8a", "8b", "9", "10", "12", "13"})
"""Measures whose lists need the protection permission."""
NEEDS_PROTECTION_BY_VILLAGE = frozenset({"9", "10", "13"})


def limit(measure: str) -> int:
    """Counts below this are hidden."""
    return 10 if measure in SENSITIVE else 5


def least(measure: str) -> int:
    """The smallest count that is hidden: a nought tells nothing of anybody, but of the sensitive lines it does."""
    return 0 if measure in SENSITIVE else 1


def hidden(count: int, measure: str) -> bool:
    return least(measure) <= count < limit(measure)


def small(count: int, rest: int | None, measure: str) -> bool:
    """Whether a cell is small on either side: those counted, or the rest of the whole (None: no whole to speak of)."""
    return hidden(count, measure) or (rest is not None and hidden(rest, measure))


def hide_cells(cells: Mapping[str, int], measure: str, rests: Mapping[str, int] | None = None) -> set[str]:
    """Which cells of a table with a published total must be hidden; ``rests``: the other side of each cell.

    What is hidden can be summed up from the total, so cells that are not small go with it, from the smallest, until
    every small one could still be at least two numbers; a nought goes last, for it tells nothing.
    """
    sides = [cells, *([rests] if rests is not None else [])]
    gone = {name for name in cells if any(hidden(side[name], measure) for side in sides)}
    others = sorted((n for n in cells if n not in gone), key=lambda n: (cells[n] == 0, cells[n], n))
    while gone and others and not all(_open([side[n] for n in gone], measure) for side in sides):
        gone.add(others.pop(0))
    return gone


def _open(counts: list[int], measure: str) -> bool:
    """Whether each small one of these counts could be more than one number to who knows only their sum.

    The reader is taken to know which of them are small, and that the others are nought or not small.
    """
    low, high, few = least(measure), limit(measure), sum(hidden(n, measure) for n in counts)
    if not few:
        return True
    rests = [sum(counts) - value - more for value in range(low, high)
             for more in range((few - 1) * low, (few - 1) * (high - 1) + 1)]
    per_value = len(rests) // (high - low)
    fits = [rest == 0 or (len(counts) > few and rest >= high) for rest in rests]
    return sum(any(fits[k:k + per_value]) for k in range(0, len(fits), per_value)) > 1
