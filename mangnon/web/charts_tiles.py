"""The map of a commune whose borders nobody has: one tile a village, placed by the officer or in order. Pure."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .charts_ground import LINE, WHITE, box, drawing, words

TONES = (("#E6F0F1", False), ("#B5D3D8", False), ("#7FB1BA", False), ("#0B5C6B", True), ("#084450", True))
"""Fill and whether words on it are white; each pair has a contrast of at least 4.5:1."""
GAP = 6


@dataclass(frozen=True)
class Tile:
    """A village. value: its words; tone: 0 (light) to 4 (dark), None = no figure, drawn as an empty dashed tile.

    column, row: where it stands; None = in order.
    """

    label: str
    value: str
    tone: int | None = None
    column: int | None = None
    row: int | None = None


def tile_map(tiles: Sequence[Tile], *, title: str, desc: str, columns: int | None = None) -> str:
    """Tiles in rows, 400 wide; the figure stands in each tile, so that no colour must be read. Nothing for none."""
    if not tiles:
        return ""
    across = columns or min(len(tiles), max(2, math.ceil(math.sqrt(len(tiles)))))
    spots = [(tile.column if tile.column is not None else n % across,
              tile.row if tile.row is not None else n // across) for n, tile in enumerate(tiles)]
    across = max(across, max(column for column, _ in spots) + 1)
    width = (400 - GAP * (across - 1)) / across
    height = min(width * 0.62, 84)
    body = "".join(_tile(tile, column * (width + GAP), row * (height + GAP), width, height)
                   for tile, (column, row) in zip(tiles, spots, strict=True))
    down = max(row for _, row in spots) + 1
    return drawing(400, math.ceil(down * height + (down - 1) * GAP) + 2, title, desc, body)


def _tile(tile: Tile, x: float, y: float, width: float, height: float) -> str:
    if tile.tone is None:
        drawn = box(x + 1, y + 1, width - 2, height - 2, WHITE, f' rx="4" stroke="{LINE}" stroke-dasharray="3 3"')
        paint = ""
    else:
        fill, dark = TONES[max(0, min(tile.tone, len(TONES) - 1))]
        drawn, paint = box(x, y, width, height, fill, ' rx="4"'), "on-dark" if dark else ""
    middle = x + width / 2
    return (drawn + words(middle, y + height / 2 - 4, tile.label, classes=paint or "strong")
            + words(middle, y + height / 2 + 14, tile.value, classes=paint or "strong"))
