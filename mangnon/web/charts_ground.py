"""The ground every chart is drawn on: colours, words, scales, ticks. Pure.

Colours and dashes are presentation attributes (the content security policy forbids inline styles); words carry
classes that the style sheet sizes, so that they grow on a phone while the drawing does not.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

BRAND, TARGET, LINE, RULE, INK_2 = "#0B5C6B", "#C4571B", "#7A868D", "#DDD8CD", "#4A5A64"
GOOD, WARN, GOOD_TINT, WHITE, INK = "#1F6B3A", "#8A4B00", "#E8F2EA", "#FFF", "#16232B"
SERIES = ("#0B5C6B", "#C4571B", "#5B4B9A", "#6A7A1F", "#A63A6B", "#4A6FA5")
"""Six colours of parts, each at least 4.4:1 on white; the order is the order of use."""


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places; values outside stay outside."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value - self.low) / ((self.high - self.low) or 1.0)


def place(number: float) -> str:
    """A coordinate with one decimal, never "-0.0"."""
    return f"{number + 0.0:.1f}" if abs(number) >= 0.05 else "0.0"


def words(x: float, y: float, text: str, *, anchor: str = "middle", classes: str = "") -> str:
    """A text element; the text is escaped."""
    kind = f' class="{classes}"' if classes else ""
    return f'<text{kind} x="{place(x)}" y="{place(y)}" text-anchor="{anchor}">{escape(text)}</text>'


def line(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = "") -> str:
    """A path through points; nothing for none."""
    if not points:
        return ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{track(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def track(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points)


def dot(x: float, y: float, radius: float, fill: str = BRAND, edge: str = WHITE, width: float = 1.5) -> str:
    return (f'<circle cx="{place(x)}" cy="{place(y)}" r="{radius:g}" fill="{fill}" stroke="{edge}" '
            f'stroke-width="{width:g}"/>')


def box(x: float, y: float, width: float, height: float, fill: str, extra: str = "") -> str:
    return (f'<rect x="{place(x)}" y="{place(y)}" width="{place(width)}" height="{place(height)}" '
            f'fill="{fill}"{extra}/>')


def drawing(width: int, height: int, title: str, desc: str, body: str, classes: str = "chart") -> str:
    """The whole chart as an image with a name and a description."""
    key = f"c{crc32(f'{title}{desc}{body}'.encode()):08x}"
    return (f'<svg class="{classes}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key} {key}d">'
            f'<title id="{key}">{escape(title)}</title><desc id="{key}d">{escape(desc)}</desc>{body}</svg>')


def small(classes: str, width: int, height: int, title: str, body: str, extra: str = "") -> str:
    """A small chart beside its figures; without a title it is decoration and hidden from readers."""
    name = (f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>' if title
            else 'aria-hidden="true">')
    return f'<svg class="{classes}" viewBox="0 0 {width} {height}"{extra} {name}{body}</svg>'


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, about ``most`` steps apart by 1, 2, 2.5 or 5."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if span / (power * factor) <= most + 1e-9)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart that would touch, as little as need be; the order stays. places: ascending."""
    moved: list[float] = []
    for at in places:
        moved.append(max(at, moved[-1] + gap) if moved else at)
    overrun = moved[-1] - places[-1] if moved else 0.0
    return [at - overrun / 2 for at in moved]
