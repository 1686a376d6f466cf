"""Writing the commune's map: outlines and points from a file, tiles from the officer's own numbers."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mangnon.core import records
from mangnon.places.commune_map import Known, MapRead
from mangnon.places.models import Facility, Level, Shape, Succession, TilePlace, Unit, below
from mangnon.places.outlines import bounds


def villages_of(home: Unit, day: Any) -> list[Unit]:
    """The villages of a commune on a day, in natural order."""
    rows = Unit.objects.filter(pk__in=below([home], day), level=Level.VILLAGE).standing_on(day)
    return sorted(rows, key=lambda unit: (len(unit.name), unit.name))


def known_places(home: Unit, day: Any) -> Known:
    """What a map may speak of: the commune's villages and facilities, its names, and where its map stands."""
    villages = {str(v.pk): (v.code, v.name) for v in villages_of(home, day)}
    facilities = Facility.objects.filter(unit__in=below([home], day))
    kin = Succession.objects.filter(predecessor=home) | Succession.objects.filter(successor=home)
    names = {home.name} | {name for pair in kin.values_list("predecessor__name", "successor__name") for name in pair}
    standing = [ring for shape in Shape.objects.filter(unit__in=list(villages)) for polygon in shape.coordinates
                for ring in polygon]
    at = None
    if standing:
        west, south, east, north = bounds(standing)
        at = (west + east) / 2, (south + north) / 2
    return Known(villages, {str(f.pk): (f.exchange_id, f.name) for f in facilities}, frozenset(names), at)


@transaction.atomic
def draw_map(read: MapRead, known: Known, *, by: Any) -> int:
    """Put a map that was read in place of the one that stands; returns how many villages it has.

    A village or facility that the new map leaves out loses its shape: two maps are never mixed.
    """
    given: dict[tuple[str, str], Any] = {("unit", key): shape for key, shape in read.villages.items()}
    given |= {("facility", key): list(point) for key, point in read.facilities.items()}
    for shape in Shape.objects.filter(unit__in=list(known.villages)) | Shape.objects.filter(
            facility__in=list(known.facilities)):
        key = ("unit", str(shape.unit_id)) if shape.unit_id else ("facility", str(shape.facility_id))
        if key in given:
            records.correct(shape, by=by, coordinates=_plain(given.pop(key)), reason="geojson")
        else:
            records.remove(shape, by=by, reason="geojson")
    for (kind, pk), coordinates in given.items():
        records.create(Shape, by=by, purpose="geojson", coordinates=_plain(coordinates),
                       **{f"{kind}_id": uuid.UUID(pk)})
    return len(read.villages)


def _plain(coordinates: Any) -> Any:
    """Tuples as the lists that come back from the database, so that an unchanged shape is seen to be unchanged."""
    return [_plain(one) for one in coordinates] if isinstance(coordinates, list | tuple) else coordinates


@transaction.atomic
def place_tiles(spots: Iterable[tuple[Unit, tuple[int, int] | None]], *, by: Any) -> int:
    """Put villages on the tile map; None = in order. Returns how many moved."""
    standing = {place.unit_id: place for place in TilePlace.objects.all()}
    moved = 0
    for unit, spot in spots:
        place = standing.get(unit.pk)
        if place and spot is None:
            records.remove(place, by=by, reason="tiles")
        elif place and spot and (place.from_top, place.from_left) != spot:
            records.correct(place, by=by, from_top=spot[0], from_left=spot[1])
        elif spot and place is None:
            records.create(TilePlace, by=by, unit=unit, from_top=spot[0], from_left=spot[1])
        else:
            continue
        moved += 1
    return moved
