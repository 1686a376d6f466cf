"""The years of a measure: as a small line in a table, and as a chart with intervals and the path to the goal. Pure."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import formats
from .charts_ground import (
    BRAND,
    LINE,
    TARGET,
    WHITE,
    Scale,
    dot,
    drawing,
    line,
    place,
    small,
    ticks,
    words,
)

LEFT, RIGHT, TOP, BOTTOM = 44, 384, 26, 212
HEIGHTS = (-14, 19, -30, 35, -46, -62)
"""Where the words of a goal may go instead, from its diamond; negative is above."""
LETTER = 6.2
"""The width of a letter of the charts' words."""


@dataclass(frozen=True)
class Point:
    """A year's value with its interval and label; value None = no figure that year."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Note:
    """A few words at a year's point: why it is out of line."""

    year: int
    words: str


def sparkline(values: Sequence[float | None], target: float | None) -> str:
    """A small line of the years, the target dashed, the last year as a dot. Decoration: hidden from readers."""
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    if not known:
        return ""
    marks = [v for _, v in known] + ([target] if target is not None else [])
    low, high = min(marks), max(marks)
    y = Scale(low, high, 22, 4) if high > low else Scale(low, low + 1, 13, 4)
    x = Scale(0, max(len(values) - 1, 1), 4, 51)
    dashed = "" if target is None else (
        f'<path d="M2 {place(y(target))}h52" stroke="{LINE}" stroke-dasharray="2 2.5" fill="none"/>')
    end, last = known[-1]
    return small("spark", 56, 26, "", dashed + line([(x(n), y(v)) for n, v in known], BRAND, 1.6)
                 + f'<circle cx="{place(x(end))}" cy="{place(y(last))}" r="2.6" fill="{BRAND}"/>')


def years_axis(points: Sequence[Point], path: Sequence[tuple[int, float]], sign: str = "", *,
               floor: float | None = 0.0, ceiling: float | None = None, english: bool = False,
               ) -> list[tuple[float, str]]:
    """Round values across the chart with their words; sign: % or ‰. Stays within floor and ceiling."""
    marks = [v for p in points for v in (p.value, p.low, p.high) if v is not None] + [v for _, v in path]
    found = ticks(min(marks), max(marks)) if marks else [0.0, 1.0]
    kept = [v for v in found if (floor is None or v >= floor) and (ceiling is None or v <= ceiling)]
    return [(v, formats.plain(v, 4, english=english) + sign) for v in kept]


def years_chart(points: Sequence[Point], path: Sequence[tuple[int, float]], *, title: str, desc: str, last: int,
                axis: Sequence[tuple[float, str]] | None = None, floor: float | None = 0.0,
                ceiling: float | None = None, goal_labels: Sequence[str] = (), notes: Sequence[Note] = ()) -> str:
    """The years as a line with 95 % intervals, and the path to the goal dashed, its named values as diamonds.

    path: (year, value) of the values the plan names.  axis: (value, words) of the lines across; by itself round
    values.  goal_labels: words beside the diamonds, in the order of path.  last: the last year of the axis.
    """
    axis = years_axis(points, path, floor=floor, ceiling=ceiling) if axis is None else axis
    first = min([p.year for p in points] + [year for year, _ in path] + [last])
    x = Scale(first, max(last, first + 1), LEFT, RIGHT)
    y = Scale(*_reach(points, path, axis, floor, ceiling), BOTTOM, TOP)
    known = [p for p in points if p.value is not None]
    parts = [*_frame(axis, y), *_year_words(first, last, x), *_goals(path, x, y),
             *_whiskers(points, x, y), line([(x(p.year), y(p.value or 0.0)) for p in known], BRAND, 2.5)]
    parts += [dot(x(p.year), y(p.value), 3.2) if p.value is not None else _missing(x(p.year)) for p in points]
    # Words come last: their halo keeps them readable where a line passes.
    parts += [*_goal_words(path, goal_labels, known, x, y, last), *_last_words(known, x, y),
              *_notes(notes, known, x, y)]
    return drawing(400, 240, title, desc, "".join(parts))


def _reach(points: Sequence[Point], path: Sequence[tuple[int, float]], axis: Sequence[tuple[float, str]],
           floor: float | None, ceiling: float | None) -> tuple[float, float]:
    """The lowest and highest value the chart must hold."""
    marks = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    marks += [v for _, v in path] + [v for v, _ in axis]
    low, high = (min(marks), max(marks)) if marks else (0.0, 1.0)
    low = low if floor is None else max(low, floor)
    high = high if ceiling is None else min(high, ceiling)
    return low, high if high > low else low + 1.0


def _frame(axis: Sequence[tuple[float, str]], y: Scale) -> list[str]:
    shown = [(value, text) for value, text in axis if TOP - 0.5 <= y(value) <= BOTTOM + 0.5]
    return [f'<path class="grid-line" d="M{LEFT} {place(y(value))}H{RIGHT}"/>'
            + words(LEFT - 8, y(value) + 4, text, anchor="end") for value, text in shown] + [
        f'<path class="axis" d="M{LEFT} {BOTTOM}H{RIGHT}"/>']


def _year_words(first: int, last: int, x: Scale) -> list[str]:
    """Every year, on a phone every third, counted back from the last."""
    return [words(x(year), BOTTOM + 20, str(year), classes="wide" if (last - year) % 3 else "")
            for year in range(first, last + 1)]


def _goals(path: Sequence[tuple[int, float]], x: Scale, y: Scale) -> list[str]:
    """Diamonds on a dashed path."""
    parts = [line([(x(year), y(value)) for year, value in path], TARGET, 2, "6 5")] if len(path) > 1 else []
    return parts + [f'<path d="M{place(x(year) - 5)} {place(y(value))}l5-5 5 5-5 5z" fill="{WHITE}" stroke="{TARGET}" '
                    f'stroke-width="2"/>' for year, value in path]


def _goal_words(path: Sequence[tuple[int, float]], labels: Sequence[str], known: Sequence[Point], x: Scale, y: Scale,
                last: int) -> list[str]:
    """The words of the diamonds stand on the side where the years' line is not."""
    parts = []
    for (year, value), label in zip(path, labels, strict=False):
        beside = next((p.value for p in known if p.year == year), known[-1].value if known else None)
        below = beside is not None and beside > value and y(value) + 20 < BOTTOM
        final = year == last
        right, usual = x(year) + (8 if final else 2), 19 if below else -10 if final else -14
        height = next((y(value) + up for up in (usual, *HEIGHTS) if TOP - 14 < y(value) + up < BOTTOM - 2
                       and _clear(known, x, y, right - LETTER * len(label), right, y(value) + up)), y(value) + usual)
        parts.append(words(right, height, label, anchor="end", classes="halo" if final else "halo wide"))
    return parts


def _clear(known: Sequence[Point], x: Scale, y: Scale, left: float, right: float, height: float) -> bool:
    """Whether the years' line stays away from words that stand between left and right on a height."""
    for a, b in zip(known, known[1:], strict=False):
        start, end = max(left, x(a.year)), min(right, x(b.year))
        if start > end:
            continue
        rise = (y(b.value or 0.0) - y(a.value or 0.0)) / (x(b.year) - x(a.year))
        heights = [y(a.value or 0.0) + rise * (at - x(a.year)) for at in (start, end)]
        if min(heights) - 3 < height and height - 12 < max(heights) + 3:
            return False
    return True


def _whiskers(points: Sequence[Point], x: Scale, y: Scale) -> list[str]:
    parts = []
    for p in points:
        if p.low is None or p.high is None:
            continue
        at, top, bottom = x(p.year), y(min(p.high, y.high)), y(max(p.low, y.low))
        caps = f"M{place(at - 3)} {place(top)}h6M{place(at - 3)} {place(bottom)}h6"
        parts.append(f'<path d="M{place(at)} {place(top)}V{place(bottom)}{caps}" stroke="{BRAND}" '
                     f'stroke-opacity=".45" stroke-width="2" fill="none"/>')
    return parts


def _missing(at: float) -> str:
    """A hollow mark on the axis: nothing is known of that year, or it may not be told."""
    return dot(at, BOTTOM, 3.2, WHITE, LINE)


def _last_words(known: Sequence[Point], x: Scale, y: Scale) -> list[str]:
    if not known or not known[-1].label:
        return []
    end = known[-1]
    at, height = x(end.year), y(end.value or 0.0)
    up = height + 17 > BOTTOM - 4
    left = at > 300
    return [words(at - 8 if left else at + 8, height - 10 if up else height + 17, end.label,
                  anchor="end" if left else "start", classes="strong halo")]


def _notes(notes: Sequence[Note], known: Sequence[Point], x: Scale, y: Scale) -> list[str]:
    values = {p.year: p.value for p in known}
    return [words(x(note.year) + 10, y(values[note.year] or 0.0) + 8, note.words, anchor="start", classes="halo")
            for note in notes if note.year in values]
