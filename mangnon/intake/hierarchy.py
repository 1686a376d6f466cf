"""Rings among units: a unit cannot lie within itself, nor be succeeded by itself. Pure."""
from __future__ import annotations

from typing import Any, Protocol


class _Line(Protocol):
    line: int
    values: dict[str, Any]


def refuse_unit_cycles(rows: list[Any], standing: dict[str, str | None]) -> list[int]:
    """Return the lines of the rows that lie on a ring of parents, given what the register already holds."""
    line_of = {row.values["unit_id"]: row.line for row in rows}
    parent_of = {**standing, **{row.values["unit_id"]: row.values.get("parent_id") for row in rows
                                if "parent_id" in row.values}}
    return sorted(line_of[unit] for unit in line_of if _returns(unit, parent_of))


def _returns(unit: str, parent_of: dict[str, str | None]) -> bool:
    """Whether going up from the unit comes back to it."""
    seen, here = set(), parent_of.get(unit)
    while here is not None and here not in seen:
        if here == unit:
            return True
        seen.add(here)
        here = parent_of.get(here)
    return False


def succession_closes_a_ring(pair: tuple[str, str], pairs: set[tuple[str, str]]) -> bool:
    """Whether the successor already leads, over one or more successions, to the predecessor."""
    predecessor, successor = pair
    after: dict[str, set[str]] = {}
    for old, new in pairs - {pair}:
        after.setdefault(old, set()).add(new)
    seen, waiting = set(), [successor]
    while waiting:
        here = waiting.pop()
        if here == predecessor:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(after.get(here, ()))
    return False
