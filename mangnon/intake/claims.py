"""Places we made ourselves and a folder names by ids of its own: they are taken over, not made a second time.

``mangnon init`` makes the plan's commune with its thôn, and pages add schools, before any folder gives them ids.
Until then such a place bears its own key as exchange id, which no folder can know.
"""
from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.core import names

LEVELS = ("nation", "province", "commune", "village")


@dataclass(frozen=True)
class Standing:
    """A place of ours without an id from a folder. code: "" for a facility.  kind: level or kind of facility."""

    pk: uuid.UUID
    code: str
    kind: str
    name: str
    within: uuid.UUID | None


def unit_claims(rows: Iterable[dict[str, Any]], ours: list[Standing], known: dict[str, uuid.UUID],
                ) -> dict[str, uuid.UUID]:
    """Exchange ids of a folder's units that mean a unit of ours, with its key.

    A unit is known again by its code within its level, a village also by its name within its parent; only where
    exactly one row means exactly one unit.
    """
    new = [row for row in rows if row["unit_id"] not in known]
    claimed: dict[str, uuid.UUID] = {}
    for level in LEVELS:
        mine = [unit for unit in ours if unit.kind == level]
        theirs = [row for row in new if row["level"] == level]
        claimed |= _pairs(theirs, mine, lambda row: row["code"], lambda unit: unit.code, "unit_id")
    above = {**known, **claimed}
    theirs = [row for row in new if row["level"] == "village" and row["unit_id"] not in claimed
              and row.get("parent_id") in above]
    mine = [unit for unit in ours if unit.kind == "village" and unit.pk not in claimed.values() and unit.within]
    return claimed | _pairs(theirs, mine, lambda row: (above[row["parent_id"]], names.fold(row["name"])),
                            lambda unit: (unit.within, names.fold(unit.name)), "unit_id")


def facility_claims(rows: Iterable[dict[str, Any]], ours: list[Standing], known: dict[str, uuid.UUID],
                    units: dict[str, uuid.UUID]) -> dict[str, uuid.UUID]:
    """The same for facilities: kind, name and the unit they stand in."""
    new = [row for row in rows if row["facility_id"] not in known]
    return _pairs(new, ours, lambda row: (row["kind"], names.fold(row["name"]), units.get(row["unit_id"])),
                  lambda f: (f.kind, names.fold(f.name), f.within), "facility_id")


def _pairs(rows: list[dict[str, Any]], ours: list[Standing], key: Callable[[dict[str, Any]], Any],
           own_key: Callable[[Standing], Any], id_name: str) -> dict[str, uuid.UUID]:
    """One row and one place of ours that bear the same key; several of either are left to a person."""
    by_key: dict[Any, list[str]] = {}
    for row in rows:
        by_key.setdefault(key(row), []).append(row[id_name])
    mine: dict[Any, list[uuid.UUID]] = {}
    for place in ours:
        mine.setdefault(own_key(place), []).append(place.pk)
    return {ids[0]: mine[k][0] for k, ids in by_key.items() if len(ids) == 1 and len(mine.get(k, ())) == 1}
