"""A child's measurements against the lines of the growth standard. Pure."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import formats
from .charts_ground import (
    BRAND,
    GOOD,
    GOOD_TINT,
    INK_2,
    WARN,
    Scale,
    dot,
    drawing,
    line,
    place,
    spread,
    ticks,
    track,
    words,
)

LEFT, RIGHT, TOP, BOTTOM = 28, 354, 18, 212
STYLES = {"0 SD": (GOOD, 1.8, ""), "−2 SD": (INK_2, 1.4, "7 4"), "+2 SD": (INK_2, 1.4, "7 4"),
          "−3 SD": (WARN, 1.4, "2 4"), "+3 SD": (WARN, 1.4, "2 4")}
MONTHS_UP_TO = 2.05
"""Years up to which the axis counts in months, where the caller gives the word for them."""

Line = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class AgeNote:
    """A few words under the child's line at an age (years): "chậm tăng 2021–22"."""

    age: float
    words: str


def growth_chart(curves: Sequence[tuple[str, Line]], child: Line, *, title: str, desc: str, unit: str,
                 last_label: str, x_words: str, month_words: str = "", notes: Sequence[AgeNote] = (),
                 x_from: float | None = None) -> str:
    """WHO's lines and a child's measurements.

    curves: (label, points) from −3 to +3 SD; x in years, y in ``unit``.  x_words: the word for years; month_words:
    the word for months, used up to the age of two.  x_from: where the axis begins, for lines that begin
    later than at birth or run by length.  Nothing without a point.
    """
    every = [p for _, points in curves for p in points] + list(child)
    if not every:
        return ""
    top = max(p[1] for p in every)
    heights = _heights(min(p[1] for p in every), top)
    x = Scale(x_from or 0.0, max(p[0] for p in every) or 1.0, LEFT, RIGHT)
    y = Scale(heights[0], max(top, heights[-1]), BOTTOM, TOP)
    parts = [*_frame(heights, y, unit), *_ages(x, x_words, month_words), *_band(dict(curves), x, y),
             *_curves(curves, x, y), *_child(child, last_label, x, y)]
    parts += [note for each in notes for note in _note(each, child, x, y)]
    return drawing(400, 236, title, desc, "".join(parts), "chart big")


def _heights(low: float, high: float) -> list[float]:
    """Round values up the side, none above the drawing; a scale that starts near nought starts at nought."""
    found = ticks(0.0 if low < high / 4 else low, high)
    return [v for n, v in enumerate(found) if n == 0 or v <= high]


def _frame(heights: Sequence[float], y: Scale, unit: str) -> list[str]:
    return [f'<path class="grid-line" d="M{LEFT} {place(y(v))}H{RIGHT}"/>'
            + words(LEFT - 5, y(v) + 3, formats.plain(v), anchor="end") for v in heights] + [
        f'<path class="axis" d="M{LEFT} {BOTTOM}H{RIGHT}"/>', words(LEFT - 5, 9, unit, anchor="end", classes="halo")]


def _ages(x: Scale, years: str, months: str) -> list[str]:
    if months and x.high <= MONTHS_UP_TO:
        step = 3 if x.high > 1 else 1
        marks = [(m / 12, str(m)) for m in range(0, int(x.high * 12 + 1e-6) + 1, step)]
    else:
        step = max(1, round((x.high - x.low) / 10))
        first = -(-int(x.low) // step) * step
        marks = [(float(n), str(n)) for n in range(first, int(x.high + 1e-6) + 1, step)]
    shown = [words(x(age), BOTTOM + 16, text, classes="wide" if n % 2 else "") for n, (age, text) in enumerate(marks)]
    return [*shown, words(RIGHT + 8, BOTTOM + 16, months if months and x.high <= MONTHS_UP_TO else years,
                          anchor="start")]


def _band(lines: dict[str, Line], x: Scale, y: Scale) -> list[str]:
    """The tinted field from −2 to +2 SD."""
    if "−2 SD" not in lines or "+2 SD" not in lines:
        return []
    around = [(x(a), y(b)) for a, b in [*lines["+2 SD"], *reversed(lines["−2 SD"])]]
    return [f'<path d="{track(around)}z" fill="{GOOD_TINT}"/>']


def _curves(curves: Sequence[tuple[str, Line]], x: Scale, y: Scale) -> list[str]:
    drawn = [(label, [(x(a), y(b)) for a, b in points]) for label, points in curves if points]
    parts = [line(points, *STYLES.get(label, (INK_2, 1.4, ""))) for label, points in drawn]
    ends = sorted((points[-1][1], label) for label, points in drawn)
    places = spread([at for at, _ in ends], 12.5)
    return parts + [words(RIGHT + 4, at + 3, label, anchor="start")
                    for at, (_, label) in zip(places, ends, strict=True)]


def _child(child: Line, label: str, x: Scale, y: Scale) -> list[str]:
    if not child:
        return []
    points = [(x(a), y(b)) for a, b in child]
    at, height = points[-1]
    early = at < 90
    return [line(points, BRAND, 2), *(dot(a, b, 2.4) for a, b in points),
            words(at + 4 if early else at - 4, max(height - 9, 12), label, anchor="start" if early else "end",
                  classes="strong halo")]


def _note(note: AgeNote, child: Line, x: Scale, y: Scale) -> list[str]:
    if not child:
        return []
    near = min(child, key=lambda p: abs(p[0] - note.age))
    at, height = x(near[0]), y(near[1])
    end = min(height + 22, BOTTOM - 10)
    return [f'<path d="M{place(at)} {place(height + 4)}V{place(end)}" stroke="{WARN}" stroke-width="1.5"/>',
            words(at - 2, end + 8, note.words, anchor="start", classes="halo")]
