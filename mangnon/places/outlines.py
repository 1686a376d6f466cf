"""Rings of points: areas, bounds, fewer points where nobody would see the difference. Pure."""
from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
FINENESS = 1500
"""Parts of the map's width below which a bend is left out: a quarter of a unit on a drawing 400 wide."""
MOST_READ, MOST_KEPT = 2_000, 500
"""Points of a ring that are looked at, points of a village that are kept: looking costs their square, drawing each."""
DIGITS = 6
"""Decimals of a degree that are kept: a tenth of a metre."""


def well_formed(ring: Sequence[Point]) -> bool:
    """Whether a ring is one: at least a triangle, its end where it began (RFC 7946, 3.1.6)."""
    return len(ring) >= 4 and ring[0] == ring[-1]


def area(ring: Sequence[Point]) -> float:
    """The area of a ring in square units, never negative."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2


def bounds(rings: Sequence[Sequence[Point]]) -> tuple[float, float, float, float]:
    """West, south, east, north of all points."""
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def simplified(polygons: Sequence[Polygon], width: float) -> list[Polygon]:
    """The polygons with fewer points; a ring that would vanish stays as it was. width: of the whole map, in degrees."""
    read = [[_thinned(ring, MOST_READ) for ring in polygon] for polygon in polygons]
    found = [[_fewer(ring, width / FINENESS) for ring in polygon] for polygon in read]
    share = MOST_KEPT / max(_points(found), MOST_KEPT)
    return _largest([[_thinned(ring, max(8, int(len(ring) * share))) for ring in polygon] for polygon in found])


def _points(polygons: Sequence[Polygon]) -> int:
    return sum(len(ring) for polygon in polygons for ring in polygon)


def _largest(polygons: list[Polygon]) -> list[Polygon]:
    """Where there are still too many points the largest islands, without holes; a drawing has no room for more."""
    if _points(polygons) <= MOST_KEPT:
        return polygons
    kept: list[Polygon] = []
    for polygon in sorted(polygons, key=lambda rings: area(rings[0]), reverse=True):
        ring = _thinned(polygon[0], MOST_KEPT)
        if kept and _points(kept) + len(ring) > MOST_KEPT:
            break
        kept.append([ring])
    return kept


def _thinned(ring: Ring, most: int) -> Ring:
    """No more than ``most`` points: of each stretch the one that lies farthest off it, so that corners stay."""
    if len(ring) <= most:
        return ring
    step = math.ceil((len(ring) - 2) / (most - 2))
    stretches = (ring[n:min(n + step, len(ring) - 1)] for n in range(1, len(ring) - 1, step))
    found = [ring[0], *(max(s, key=lambda p: _off(p, s[0], s[-1])) for s in stretches), ring[-1]]
    return found if area(found) > 0 else [*ring[:most - 1], ring[-1]]


def _fewer(ring: Ring, least: float) -> Ring:
    rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    far = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    kept = sorted({0, far, len(ring) - 1} | _bends(ring, 0, far, least) | _bends(ring, far, len(ring) - 1, least))
    found = [rounded[n] for n in kept]
    return found if len(found) >= 4 and area(found) > 0 else rounded


def _bends(ring: Ring, first: int, last: int, least: float) -> set[int]:
    """The points that matter between two (Douglas and Peucker 1973), without recursion: outlines are long."""
    found: set[int] = set()
    waiting = [(first, last)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        at = max(range(start + 1, end), key=lambda n: _off(ring[n], ring[start], ring[end]))
        if _off(ring[at], ring[start], ring[end]) > least:
            found.add(at)
            waiting += [(start, at), (at, end)]
    return found


def _off(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from the line between two others."""
    length = math.dist(a, b)
    if length == 0:
        return math.dist(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length ** 2
    along = min(1.0, max(0.0, along))
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))
