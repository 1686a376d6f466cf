"""A map of the villages by state: outlines where there are any, else one tile a village. Pure.

A state is told by pattern and words, colour comes third; the pattern is the same on paper. Nothing is ranked.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from .charts_ground import INK, INK_2, WHITE, box, drawing, place, words

WIDTH, MOST_HEIGHT, EDGE = 400.0, 440.0, 4.0
GAP = 6
LEGEND = 20
SAMPLES, EDGES = 14, 80
"""Places tried along each side for the words of an outline."""
NARROW = 64.0
"""Width of an outline below which its figure has no room on a phone."""
Flat = tuple[float, float]
Outline = list[list[list[Flat]]]

PATTERNS = {
    "dat": ("#CFE6D6", ""), "chua": ("#F3E0C4", "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    "chuaro": ("#FFF", "M1 2h1.6M5 6h1.6"), "khong": ("#FFF", ""), "trong": ("#FFF", "M0 4h8"),
    "khongdat": ("#E6F0F1", ""), "hidden": ("#E9E7E1", "M0 8L8 0M0 0L8 8")}
"""Ground and strokes of each state's pattern, on a square of 8."""


@dataclass(frozen=True)
class MapArea:
    """A village. value: its figure, or words instead.  state: a key of PATTERNS.  polygons: degrees, or nothing.

    spot: (row, column) of its tile from 1, or none.
    """

    label: str
    value: str
    state: str
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]] = ()
    spot: tuple[int, int] | None = None


def village_map(areas: Sequence[MapArea], states: dict[str, str], *, title: str, desc: str,
                dots: Sequence[tuple[float, float]] = ()) -> str:
    """The map with its legend. states: word of each state, in the legend's order.  dots: points to mark, in degrees.

    Outlines where every area has one, else tiles. Nothing for no area.
    """
    if not areas:
        return ""
    drawn_by = all(area.polygons for area in areas)
    shapes, height, marks = _outlines(areas, dots) if drawn_by else _tiles(areas)
    used = [state for state in states if any(area.state == state for area in areas)]
    key = f"m{crc32((title + desc).encode()):08x}"
    body = ["<defs>", *(_pattern(key, state) for state in used), "</defs>"]
    for area, shape in zip(areas, shapes, strict=True):
        dash = ' stroke-dasharray="4 3"' if area.state in ("trong", "khong") else ""
        body.append(f'<path d="{_path(shape)}" fill="url(#{key}-{area.state})" fill-rule="evenodd" stroke="{INK_2}" '
                    f'stroke-width="1.2"{dash}/>')
    body += [f'<path d="M{place(x - 3)} {place(y - 3)}h6v6h-6z" fill="{WHITE}" stroke="{INK}" stroke-width="1.4"/>'
             for x, y in marks]
    for area, shape in zip(areas, shapes, strict=True):
        body += _words(area, shape)
    return drawing(400, math.ceil(height + LEGEND * ((len(used) + 1) // 2) + 8), title, desc,
                   "".join([*body, *_legend(key, used, states, height + 12)]))


def _pattern(key: str, state: str) -> str:
    ground, strokes = PATTERNS[state]
    lines = f'<path d="{strokes}" stroke="{INK_2}" stroke-width="1" fill="none"/>' if strokes else ""
    return (f'<pattern id="{key}-{state}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'{box(0, 0, 8, 8, ground)}{lines}</pattern>')


def _legend(key: str, used: Sequence[str], states: dict[str, str], top: float) -> list[str]:
    parts = []
    for n, state in enumerate(used):
        x, y = 200 * (n % 2), top + LEGEND * (n // 2)
        parts += [box(x + 1, y, 16, 12, f"url(#{key}-{state})", f' stroke="{INK_2}"'),
                  words(x + 23, y + 10, states[state], anchor="start")]
    return parts


def _outlines(areas: Sequence[MapArea], dots: Sequence[Flat]) -> tuple[list[Outline], float, list[Flat]]:
    """Degrees to the drawing: equirectangular, narrowed by the cosine of the middle; exact enough for a commune."""
    points = [p for area in areas for polygon in area.polygons for ring in polygon for p in ring] + [*dots]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * narrow or 1e-9, (north - south) or 1e-9
    scale = min((WIDTH - 2 * EDGE) / wide, (MOST_HEIGHT - 2 * EDGE) / high)
    left = (WIDTH - wide * scale) / 2

    def flat(point: Sequence[float]) -> Flat:
        return left + (point[0] - west) * narrow * scale, EDGE + (north - point[1]) * scale

    made = [[[[flat(p) for p in ring] for ring in polygon] for polygon in area.polygons] for area in areas]
    return made, high * scale + 2 * EDGE, [flat(dot) for dot in dots]


def spots_of(areas: Sequence[MapArea]) -> list[tuple[int, int]]:
    """(row, column) from 0 of each tile: where the officer put it, the others in order in the free places."""
    taken = {area.spot for area in areas if area.spot}
    across = max([math.ceil(math.sqrt(len(areas))), 2, *(column for _row, column in taken)])
    free = ((row, column) for row in range(1, 2 * len(areas) + max([0, *(r for r, _c in taken)]) + 1)
            for column in range(1, across + 1) if (row, column) not in taken)
    return [(row - 1, column - 1) for row, column in (area.spot or next(free) for area in areas)]


def _tiles(areas: Sequence[MapArea]) -> tuple[list[Outline], float, list[Flat]]:
    spots = spots_of(areas)
    across, down = max(c for _r, c in spots) + 1, max(r for r, _c in spots) + 1
    width = (WIDTH - 2 - GAP * (across - 1)) / across
    height = max(min(width * 0.62, 76.0), 44.0)
    made = []
    for row, column in spots:
        x, y = 1 + column * (width + GAP), 1 + row * (height + GAP)
        made.append([[[(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]]])
    return made, down * height + (down - 1) * GAP + 2, []


def _path(shape: Outline) -> str:
    return "".join("M" + "L".join(f"{place(x)} {place(y)}" for x, y in ring[:-1]) + "z"
                   for polygon in shape for ring in polygon)


def _words(area: MapArea, shape: Outline) -> list[str]:
    polygon = max(shape, key=lambda rings: _size(rings[0]))
    x, y = _inner(polygon)
    width = max(p[0] for p in polygon[0]) - min(p[0] for p in polygon[0])
    x = min(max(x, 22.0), WIDTH - 22.0)
    return [words(x, y - 2, area.label, classes="strong halo"),
            words(x, y + 13, area.value, classes="halo wide" if width < NARROW else "halo")] if area.value else [
        words(x, y + 4, area.label, classes="strong halo")]


def _size(ring: Sequence[Flat]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2


def _inner(polygon: list[list[Flat]]) -> Flat:
    """A place well within: of a grid of places, the one farthest from every edge."""
    # A word needs no exact border, and its place is looked for at every view.
    polygon = [ring[:-1:max(1, len(ring) // EDGES)] + ring[-1:] for ring in polygon[:EDGES // 4]]
    ring = polygon[0]
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    tried = [(west + (east - west) * (i + 0.5) / SAMPLES, south + (north - south) * (j + 0.5) / SAMPLES)
             for j in range(SAMPLES) for i in range(SAMPLES)]
    within = [p for p in tried if sum(_holds(r, p) for r in polygon) % 2] or [((west + east) / 2, (south + north) / 2)]
    middle = (west + east) / 2, (south + north) / 2
    # Of places as far in, the one nearest to the middle; a whole unit less makes no difference to the eye.
    edges = [edge for r in polygon for edge in zip(r, r[1:], strict=False)]
    return max(within, key=lambda p: (round(min(_far(p, a, b) for a, b in edges)), -math.dist(p, middle)))


def _holds(ring: Sequence[Flat], point: Flat) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _far(point: Flat, a: Flat, b: Flat) -> float:
    length = math.dist(a, b) or 1e-9
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length ** 2
    along = min(1.0, max(0.0, along))
    return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))
