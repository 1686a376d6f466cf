"""Charts as SVG text: drawn here, the same on screen, on paper and in a document. Pure.

No inline style; colours are presentation attributes, words are classes that the style sheet sizes. Every chart has a
title and a description; the numbers stand in a table beside it.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

BRAND, TARGET, LINE = "#0B5C6B", "#C4571B", "#7A868D"
INTERVAL, BAND, GOOD = "#7FA8B0", "#E8F2EA", "#1F6B3A"
WARN = "#8A4B00"


@dataclass(frozen=True)
class Point:
    """A year's value with its interval and label; value None = no figure that year."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    label: str = ""


def _text(x: float, y: float, words: str, *, anchor: str = "middle", extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def sparkline(values: Sequence[float | None], target: float | None) -> str:
    """A small line of the years, the target dashed, the last year as a dot. Decoration: hidden from readers."""
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    if not known:
        return ""
    marks = [v for _, v in known] + ([target] if target is not None else [])
    low, high = min(marks), max(marks)
    spread = (high - low) or 1.0
    step = 47.0 / max(len(values) - 1, 1)

    def at(v: float) -> float:
        return 22 - 18 * (v - low) / spread if high > low else 13.0

    path = " ".join(f"{'M' if i == 0 else 'L'}{4 + n * step:.1f} {at(v):.1f}" for i, (n, v) in enumerate(known))
    last_n, last_v = known[-1]
    dashed = "" if target is None else (
        f'<path d="M2 {at(target):.1f}h52" stroke="{LINE}" stroke-dasharray="2 2.5" fill="none"/>')
    return (f'<svg class="spark" viewBox="0 0 56 26" aria-hidden="true">{dashed}'
            f'<path d="{path}" fill="none" stroke="{BRAND}" stroke-width="1.6"/>'
            f'<circle cx="{4 + last_n * step:.1f}" cy="{at(last_v):.1f}" r="2.6" fill="{BRAND}"/></svg>')


def _scale(points: Sequence[Point], path: Sequence[tuple[int, float]], floor: float | None, ceiling: float | None,
           ) -> tuple[float, float]:
    marks = [v for p in points for v in (p.value, p.low, p.high) if v is not None] + [v for _, v in path]
    low, high = (min(marks), max(marks)) if marks else (0.0, 1.0)
    room = (high - low or abs(high) or 1.0) * 0.08
    low, high = low - room, high + room
    low = max(low, floor) if floor is not None else low
    return low, min(high, ceiling) if ceiling is not None else high


def years_chart(points: Sequence[Point], path: Sequence[tuple[int, float]], *, title: str, desc: str, last: int,
                axis: Sequence[tuple[float, str]], floor: float | None = 0.0, ceiling: float | None = None) -> str:
    """The years as a line with 95 % intervals, and the path to the goal dashed, its named values as diamonds.

    path: (year, value) of the values the plan names.  axis: (value, words) of the lines across.
    """
    first = min([p.year for p in points] + [y for y, _ in path])
    low, high = _scale(points, path, floor, ceiling)
    low, high = min([low] + [v for v, _ in axis]), max([high] + [v for v, _ in axis])

    def x(year: int) -> float:
        return 40 + 340 * (year - first) / max(last - first, 1)

    def y(value: float) -> float:
        return 190 - 165 * (value - low) / ((high - low) or 1.0)

    parts = [f'<path class="grid-line" d="M40 {y(v):.1f}H384"/>' + _text(34, y(v) + 3, words, anchor="end")
             for v, words in axis]
    parts.append('<path class="axis" d="M40 190H384"/>')
    parts += [_text(x(year), 206, str(year), extra=' class="wide"' if year % 3 != last % 3 else "")
              for year in range(first, last + 1)]
    if len(path) > 1:
        line = " ".join(f"{'M' if i == 0 else 'L'}{x(a):.1f} {y(b):.1f}" for i, (a, b) in enumerate(path))
        parts.append(f'<path d="{line}" fill="none" stroke="{TARGET}" stroke-width="1.4" stroke-dasharray="4 3"/>')
    parts += [f'<path d="M{x(a):.1f} {y(b) - 5:.1f}l5 5-5 5-5-5z" fill="#FFF" stroke="{TARGET}" stroke-width="1.4"/>'
              for a, b in path]
    for p in points:
        if p.low is not None and p.high is not None:
            parts.append(f'<path d="M{x(p.year):.1f} {y(min(p.high, high)):.1f}V{y(max(p.low, low)):.1f}" '
                         f'stroke="{INTERVAL}" stroke-width="1.4" fill="none"/>')
    known = [p for p in points if p.value is not None]
    line = " ".join(f"{'M' if i == 0 else 'L'}{x(p.year):.1f} {y(p.value or 0.0):.1f}" for i, p in enumerate(known))
    if known:
        parts.append(f'<path d="{line}" fill="none" stroke="{BRAND}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(p.year):.1f}" cy="{y(p.value or 0.0):.1f}" r="3.6" fill="{BRAND}"/>' for p in known]
        end = known[-1]
        parts.append(_text(min(x(end.year) + 6, 330), y(end.value or 0.0) + 14, end.label, anchor="start",
                           extra=' class="strong halo"'))
    return _svg(400, 214, title, desc, "".join(parts))


def _svg(width: int, height: int, title: str, desc: str, body: str) -> str:
    return (f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
            f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{body}</svg>")


def dots(part: int, total: int, *, title: str) -> str:
    """Each child a dot, hollow when missing; beyond 60 children a bar."""
    if total <= 0:
        return ""
    if total > 60:
        share = 100 * part / total
        return (f'<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" '
                f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
                f'<path d="M0 3h100" stroke="#DDD8CD" stroke-width="4"/>'
                f'<path d="M0 3h{share:.1f}" stroke="{BRAND}" stroke-width="4"/></svg>')
    rows = (total + 24) // 25
    marks = []
    for n in range(total):
        cx, cy = 6 + 10 * (n % 25), 6 + 11 * (n // 25)
        full = n < part
        marks.append(f'<circle cx="{cx}" cy="{cy}" r="3.6" fill="{BRAND if full else "#FFF"}" '
                     f'stroke="{BRAND if full else WARN}" stroke-width="1.2"/>')
    return (f'<svg class="dots" viewBox="0 0 252 {rows * 11 + 1}" role="img" aria-label="{escape(title)}">'
            f"<title>{escape(title)}</title>{''.join(marks)}</svg>")


def growth_chart(curves: Sequence[tuple[str, Sequence[tuple[float, float]]]], child: Sequence[tuple[float, float]],
                 *, title: str, desc: str, unit: str, last_label: str, x_words: str) -> str:
    """WHO's lines and a child's measurements. curves: (label, points) from −3 to +3 SD; x in years."""
    every = [p for _, line in curves for p in line] + list(child)
    if not every:
        return ""
    x_high = max(p[0] for p in every) or 1.0
    y_low, y_high = min(p[1] for p in every), max(p[1] for p in every)

    def at(p: tuple[float, float]) -> str:
        return f"{34 + 320 * p[0] / x_high:.1f} {236 - 216 * (p[1] - y_low) / ((y_high - y_low) or 1):.1f}"

    parts = []
    lines = dict(curves)
    if "−2 SD" in lines and "+2 SD" in lines:
        band = [*lines["+2 SD"], *reversed(lines["−2 SD"])]
        parts.append(f'<path d="M{"L".join(at(p) for p in band)}z" fill="{BAND}"/>')
    styles = {"0 SD": (GOOD, ""), "−2 SD": (LINE, "4 3"), "+2 SD": (LINE, "4 3"),
              "−3 SD": (WARN, "1.5 2.5"), "+3 SD": (WARN, "1.5 2.5")}
    for label, line in curves:
        colour, dash = styles.get(label, (LINE, ""))
        parts.append(f'<path d="M{"L".join(at(p) for p in line)}" fill="none" stroke="{colour}" stroke-width="1"'
                     + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")
        end = at(line[-1]).split()
        parts.append(_text(float(end[0]) + 4, float(end[1]) + 3, label, anchor="start"))
    step = max(1, round(x_high / 8))
    parts += [_text(34 + 320 * n / x_high, 250, str(n)) for n in range(0, int(x_high) + 1, step)]
    parts.append(_text(394, 250, x_words, anchor="end"))
    for n in range(5):
        value = y_low + (y_high - y_low) * n / 4
        parts.append(_text(28, 239 - 54 * n, f"{value:.0f}", anchor="end"))
    parts.append(_text(8, 12, unit, anchor="start") + '<path class="axis" d="M34 236H356"/>')
    if child:
        parts.append(f'<path d="M{"L".join(at(p) for p in child)}" fill="none" stroke="{BRAND}" stroke-width="2"/>')
        parts += [f'<circle cx="{at(p).split()[0]}" cy="{at(p).split()[1]}" r="2.6" fill="{BRAND}"/>' for p in child]
        end = at(child[-1]).split()
        parts.append(_text(float(end[0]) - 4, float(end[1]) - 8, last_label, anchor="end",
                           extra=' class="strong halo"'))
    return _svg(400, 256, title, desc, "".join(parts))
