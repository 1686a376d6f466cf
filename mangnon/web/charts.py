"""Charts as SVG text: drawn here, the same on screen, on paper and in a document. Pure.

No inline style; colours are presentation attributes, words are classes that the style sheet sizes. Every chart has a
title and a description; the numbers stand in a table beside it (``web/ui/chart.html`` with a ``ChartTable``).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .charts_cascade import CascadeStep, cascade
from .charts_funnel import Place, funnel_chart
from .charts_ground import ticks
from .charts_growth import AgeNote, growth_chart
from .charts_map import MapArea, village_map
from .charts_multiples import Ground, panel
from .charts_parts import MOST_DOTS, Bullet, Part, bullet_bar, dots, share_bar, stacked_bar
from .charts_pyramid import AgeBar, Side, pyramid
from .charts_tiles import Tile, tile_map
from .charts_years import Note, Point, sparkline, years_axis, years_chart

__all__ = ["MOST_DOTS", "AgeBar", "AgeNote", "Bullet", "CascadeStep", "ChartTable", "Ground", "MapArea", "Note",
           "Part", "Place", "Point", "Side", "Tile", "bullet_bar", "cascade", "dots", "funnel_chart", "growth_chart",
           "panel", "pyramid", "share_bar", "sparkline", "stacked_bar", "ticks", "tile_map", "village_map",
           "years_axis", "years_chart"]


@dataclass(frozen=True)
class ChartTable:
    """The numbers behind a chart. summary: the words to open it; heads: column names, the first names the rows."""

    summary: str
    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
