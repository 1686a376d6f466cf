"""An age pyramid: one bar an age, boys to the left and girls to the right, last year's numbers as strokes. Pure."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import formats
from .charts_ground import BRAND, INK, WHITE, Scale, box, drawing, place, words

ROW, TOP, GUTTER = 19, 24, 22
LEFT, RIGHT = 44, 356
"""Where the longest bars end; beyond stand the numbers."""


@dataclass(frozen=True)
class Side:
    """number: how many.  unsure: of them, whose age is not sure, drawn hollow.  before: a year ago, or not known."""

    number: int
    unsure: int = 0
    before: int | None = None


@dataclass(frozen=True)
class AgeBar:
    """One age. left is None where the sexes stand together; then the bars begin at the left."""

    label: str
    right: Side
    left: Side | None = None


def pyramid(bars: Sequence[AgeBar], *, heads: tuple[str, str], age_word: str, title: str, desc: str,
            english: bool = False) -> str:
    """The bars from above to below, in the order given. heads: words over the right and the left side."""
    both = any(bar.left is not None for bar in bars)
    sides = [side for bar in bars for side in (bar.right, bar.left) if side is not None]
    most = max([1, *(n for side in sides for n in (side.number, side.before or 0))])
    middle = 200.0 if both else LEFT + GUTTER
    right = Scale(0, most, middle + GUTTER, RIGHT)
    left = Scale(0, most, middle - GUTTER, LEFT)
    parts = [words((middle + GUTTER + RIGHT) / 2, 14, heads[0], classes="strong"), words(middle, 14, age_word)]
    if both:
        parts.append(words((middle - GUTTER + LEFT) / 2, 14, heads[1], classes="strong"))
    for n, bar in enumerate(bars):
        y = TOP + n * ROW
        parts.append(words(middle, y + 13, bar.label))
        parts += _bar(bar.right, right, y, 1, english)
        if bar.left is not None:
            parts += _bar(bar.left, left, y, -1, english)
    return drawing(400, TOP + ROW * len(bars) + 4, title, desc, "".join(parts))


def _bar(side: Side, x: Scale, y: float, way: int, english: bool) -> list[str]:
    """A bar away from the middle: solid, then hollow for the unsure; its number at the end; a stroke for last year."""
    def between(start: float, end: float, fill: str) -> str:
        return box(min(x(start), x(end)), y + 2, abs(x(end) - x(start)), ROW - 5, fill,
                   f' stroke="{BRAND}" stroke-width="1.2"')

    sure, parts = side.number - side.unsure, []
    if sure:
        parts.append(between(0, sure, BRAND))
    if side.unsure:
        parts.append(between(sure, side.number, WHITE))
    far = max(side.number, side.before or 0)
    if side.before is not None:
        at = place(x(side.before))
        parts += [f'<path d="M{at} {place(y)}v{ROW - 1}" stroke="{colour}" stroke-width="{width}"/>'
                  for colour, width in ((WHITE, 5), (INK, 2))]
    parts.append(words(x(far) + 6 * way, y + 13, formats.number(side.number, english=english),
                       anchor="start" if way > 0 else "end", classes="strong"))
    return parts
