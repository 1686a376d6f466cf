"""Small multiples: the years of one place in a panel, all panels on the same axes, the whole's line behind. Pure.

Source of the idea: Tufte 1990, Envisioning Information. Panels stand in the order they are given: nothing is ranked.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .charts_ground import BRAND, LINE, TARGET, WHITE, Scale, dot, drawing, line, place, words
from .charts_years import Point

WIDTH, HEIGHT = 200, 132
LEFT, RIGHT, TOP, BOTTOM = 50, 194, 14, 106
BEHIND = "#9AA5AC"


@dataclass(frozen=True)
class Ground:
    """What all panels share. years: first and last of the axis.  low, high: of the axis, with their words.

    whole: the years of the whole.  goal: the level to reach, or none.
    """

    years: tuple[int, int]
    low: tuple[float, str]
    high: tuple[float, str]
    whole: Sequence[Point] = ()
    goal: float | None = None


def panel(points: Sequence[Point], ground: Ground, *, title: str, desc: str) -> str:
    """One place's years over the whole's line; a year without a value is a hollow mark on the axis."""
    x = Scale(ground.years[0], max(ground.years[1], ground.years[0] + 1), LEFT + 4, RIGHT - 4)
    y = Scale(ground.low[0], ground.high[0], BOTTOM, TOP)
    known = [p for p in points if p.value is not None]
    behind = [(x(p.year), y(p.value)) for p in ground.whole if p.value is not None]
    parts = [f'<path class="grid-line" d="M{LEFT} {place(TOP)}H{RIGHT}"/>',
             f'<path class="axis" d="M{LEFT} {BOTTOM}H{RIGHT}"/>', line(behind, BEHIND, 2.5), *_goal(ground, y),
             *_spans(known, x, y), line([(x(p.year), y(p.value or 0.0)) for p in known], BRAND, 2)]
    parts += [dot(x(p.year), y(p.value), 2.8, width=1) if p.value is not None
              else dot(x(p.year), BOTTOM, 2.8, WHITE, LINE) for p in points]
    parts += [words(LEFT - 5, TOP + 5, ground.high[1], anchor="end"),
              words(LEFT - 5, BOTTOM + 3, ground.low[1], anchor="end"),
              words(LEFT, BOTTOM + 19, str(ground.years[0]), anchor="start"),
              words(RIGHT, BOTTOM + 19, str(ground.years[1]), anchor="end")]
    return drawing(WIDTH, HEIGHT, title, desc, "".join(parts), "chart panel")


def _goal(ground: Ground, y: Scale) -> list[str]:
    """The level to reach, dashed across the panel; nothing where it lies outside."""
    if ground.goal is None or not ground.low[0] <= ground.goal <= ground.high[0]:
        return []
    return [line([(LEFT, y(ground.goal)), (RIGHT, y(ground.goal))], TARGET, 1.5, "6 5")]


def _spans(known: Sequence[Point], x: Scale, y: Scale) -> list[str]:
    """Intervals as thin bars, cut off at the edges of the panel."""
    parts = []
    for p in known:
        if p.low is not None and p.high is not None:
            top, bottom = max(y(p.high), TOP), min(y(p.low), BOTTOM)
            parts.append(f'<path d="M{place(x(p.year))} {place(top)}V{place(bottom)}" stroke="{BRAND}" '
                         f'stroke-opacity=".4" stroke-width="2" fill="none"/>')
    return parts
