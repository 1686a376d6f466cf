"""Lists whose rows are places, not children: which facility a row means, and what it would change in its checks."""
from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable

from mangnon.core import clock
from mangnon.places.models import Facility, FacilityCheck

from . import cells as reading
from .items import Item, item
from .places_named import bare
from .told import Told

NEAR = 0.9
"""How alike two names are that differ by a slip of the hand."""


def known_places() -> list[tuple[str, str]]:
    """(exchange id, name) of every facility that stands."""
    return list(Facility.objects.open_on(clock.today()).values_list("exchange_id", "name"))


def place_of(typed: str, places: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """(exchange id or "", why not) of the facility that a row names: the same name, or one slip away from one only."""
    said = bare(typed)
    named = [(key, bare(name)) for key, name in places]
    found = [key for key, name in named if name == said] or [
        key for key, name in named if difflib.SequenceMatcher(None, said, name).ratio() >= NEAR]
    if len(found) == 1:
        return found[0], ""
    if found:
        return "", f"Trong sổ có hơn một cơ sở tên gần như “{typed}”. Hãy ghi đủ tên."
    return "", f"Trong sổ chưa có cơ sở “{typed}”. Hãy thêm ở trang Địa bàn rồi gửi lại."


class PlaceProposer:
    """What rows of places would change; the part of a proposer that reading and applying ask for."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._keys = set(Facility.objects.filter(exchange_id__in=set(rows)).values_list("exchange_id", flat=True))
        columns = [f.name for f in FacilityCheck._meta.concrete_fields if f.name not in (
            "id", "commune_id", "seq", "facility", "year")]
        self._stands: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for key, year, *values in FacilityCheck.objects.filter(facility__exchange_id__in=self._keys).values_list(
                "facility__exchange_id", "year", *columns):
            self._stands[key, str(year)] = {name: reading.write(value)
                                            for name, value in zip(columns, values, strict=True)}

    def knows(self, place: str) -> bool:
        return place in self._keys

    def known(self, place: str, told: Told) -> tuple[list[Item], list[tuple[str, str]]]:
        found: list[Item] = []
        for table, cells in told.facts:
            year, said = cells["year"], {name: cell for name, cell in cells.items() if name != "year"}
            key = {"facility_id": place, "year": year}
            stands = self._stands.get((place, year))
            if stands is None:
                words = "|".join(f"{name}={cell}" for name, cell in (("year", year), *said.items()))
                found.append(item(table, {**key, **said}, [(table, "", words)], tick=True, add=True))
                continue
            changed = {name: cell for name, cell in said.items() if stands[name] != cell}
            for fills in (True, False):
                part = {name: cell for name, cell in changed.items() if (not stands[name]) == fills}
                if part:
                    found.append(item(table, {**key, **part}, [
                        (f"{table}.{name}", stands[name], cell) for name, cell in part.items()], tick=fills, add=False))
        return found, []

    def new(self, place: str, told: Told) -> tuple[list[Item], list[tuple[str, str]]]:
        """No list makes a place."""
        return [], []
