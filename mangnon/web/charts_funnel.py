"""Places of different size beside each other without ranking noise: a funnel of control limits. Pure.

Source: Spiegelhalter 2005, funnel plots for comparing institutional performance: the smaller a place, the farther
chance alone takes it from the common level.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import formats
from .charts_ground import BRAND, INK_2, LINE, TARGET, WHITE, Scale, dot, drawing, line, place, ticks, words

LEFT, RIGHT, TOP, BOTTOM = 44, 384, 18, 212
STEPS = 16
NEAR = 13
"""Pixels below which two labels would touch."""


@dataclass(frozen=True)
class Place:
    """A place. label: a word or two.  size: how many were counted.  value: its share, 0..1.  out: beyond the limits."""

    label: str
    size: int
    value: float
    out: bool = False


def funnel_chart(places: Sequence[Place], centre: float, limits: Callable[[int], Sequence[tuple[float, float]]], *,
                 title: str, desc: str, size_words: str, english: bool = False) -> str:
    """Each place at its size and share; the common level as a line, and around it the limits, the inner ones first.

    limits: of a size, pairs of shares.  size_words: what the lower axis counts.
    """
    most = max(place_.size for place_ in places)
    edges = [limits(size) for size in (max(1, min(p.size for p in places) // 2), most)]
    marks = [p.value for p in places] + [end for pair in edges[0][:1] for end in pair] + [centre]
    axis = [v for v in ticks(min(marks), max(marks)) if 0 <= v <= 1]
    y = Scale(min([*marks, *axis]), max([*marks, *axis]), BOTTOM, TOP)
    x = Scale(0, most * 1.08, LEFT, RIGHT)
    grid = [f'<path class="grid-line" d="M{LEFT} {place(y(v))}H{RIGHT}"/>' + words(
        LEFT - 8, y(v) + 4, formats.plain(100 * v, 2, english=english) + "%", anchor="end") for v in axis]
    sizes = [words(x(v), BOTTOM + 18, formats.number(v, english=english)) for v in ticks(0, most)
             if 0 < v <= most * 1.08]
    body = [*grid, f'<path class="axis" d="M{LEFT} {BOTTOM}H{RIGHT}"/>', *sizes,
            words(RIGHT, BOTTOM + 34, size_words, anchor="end"),
            line([(x(0), y(centre)), (x(most * 1.08), y(centre))], INK_2, 1.2, "2 3"), *_curves(most, limits, x, y),
            *(dot(x(p.size), y(p.value), 4.4, TARGET if p.out else BRAND, WHITE) for p in places),
            *_labels(places, x, y)]
    return drawing(400, 252, title, desc, "".join(body))


def _curves(most: int, limits: Callable[[int], Sequence[tuple[float, float]]], x: Scale, y: Scale) -> list[str]:
    """The limits as lines that stay within the chart; the outer ones are drawn heavier than the dashes within."""
    sizes = sorted({max(1, round(most * 1.08 * n / STEPS)) for n in range(1, STEPS + 1)})
    found = []
    for level, _pair in enumerate(limits(most)):
        dash, width = ("5 4", 1.2) if level == 0 else ("", 1.5)
        for end in (0, 1):
            track = [(x(size), y(limits(size)[level][end])) for size in sizes]
            found.append(line([(a, b) for a, b in track if TOP - 0.5 <= b <= BOTTOM + 0.5], LINE, width, dash))
    return found


def _labels(places: Sequence[Place], x: Scale, y: Scale) -> list[str]:
    """A word above or below each dot, away from other dots and words; none where there is no room."""
    drawn: list[tuple[float, float]] = []
    dots = {one: (x(one.size), y(one.value) + NEAR / 3) for one in places}
    found = []
    for one in sorted(places, key=lambda p: (not p.out, p.size, p.value)):
        at, level = x(one.size), y(one.value)
        for shift in (-8, 16, -20, 28):
            others = [(a, b, 2 * NEAR) for other, (a, b) in dots.items() if other is not one]
            if all(abs(at - a) > wide or abs(level + shift - b) > 0.8 * NEAR
                   for a, b, wide in [*others, *((a, b, 4 * NEAR) for a, b in drawn)]):
                drawn.append((at, level + shift))
                # A phone has no room for words of places that lie where they are expected.
                found.append(words(at, level + shift, one.label, classes="" if one.out else "wide"))
                break
    return found
