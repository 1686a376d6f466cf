"""Parts of a whole: a dot a child, a bar of parts, a bar against its targets. Pure."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .charts_ground import (
    BRAND,
    INK,
    LINE,
    RULE,
    SERIES,
    TARGET,
    WARN,
    WHITE,
    Scale,
    box,
    dot,
    drawing,
    place,
    small,
    words,
)

MOST_DOTS, A_ROW = 60, 24
LETTER = 7.8
"""How wide a letter is, at most, in the words of a phone."""


def dots(part: int, total: int, *, title: str = "") -> str:
    """Each child a dot, hollow when missing; beyond 60 children a bar. Nothing without children.

    title: what readers hear; without it the dots are decoration beside their figures.
    """
    if total <= 0:
        return ""
    part = max(0, min(part, total))
    if total > MOST_DOTS:
        return share_bar(part, total, title=title)
    at = [(9 + 16 * (n % A_ROW), 10 + 17 * (n // A_ROW)) for n in range(total)]
    body = "".join(f'<circle cx="{x}" cy="{y}" r="6"/>' for x, y in at[:part])
    body += "".join(f'<circle cx="{x}" cy="{y}" r="5" fill="{WHITE}" stroke="{WARN}" stroke-width="2.2"/>'
                    for x, y in at[part:])
    return small("dots", 388, 20 + 17 * ((total - 1) // A_ROW), title, body, f' fill="{BRAND}"')


def share_bar(part: int, total: int, *, title: str = "") -> str:
    """A bar filled by the share; what is missing is hollow with a brown edge."""
    width = 388 * part / total if total > 0 else 0.0
    rest = 388 - width
    body = box(0, 3, width, 12, BRAND)
    if rest > 0:
        body += box(max(width, 0.0) + (1 if part else 1), 4, max(rest - 2, 0.6), 10, WHITE,
                    f' stroke="{WARN}" stroke-width="2"')
    return small("dots", 388, 18, title, body)


@dataclass(frozen=True)
class Part:
    """A part of a bar. label: its word; value: how many; hollow: drawn as an edge only (missing, unknown)."""

    label: str
    value: int
    text: str = ""
    hollow: bool = False


def stacked_bar(parts: Sequence[Part], *, title: str, desc: str) -> str:
    """Parts that make a whole, each with its number inside and its word below; nothing for an empty whole."""
    total = sum(part.value for part in parts)
    if total <= 0:
        return ""
    body, at = [], 0.0
    for n, part in enumerate(parts):
        width = 400 * part.value / total
        colour = SERIES[n % len(SERIES)]
        if width:
            body.append(_segment(at, width, colour, part))
        body += _key(n, colour, part)
        at += width
    return drawing(400, 34 + 20 * ((len(parts) + 1) // 2), title, desc, "".join(body))


def _segment(at: float, width: float, colour: str, part: Part) -> str:
    drawn = box(at + 1, 1, max(width - 2, 0.6), 22, WHITE if part.hollow else colour,
                f' stroke="{colour}" stroke-width="1.6"')
    if width < 26:
        return drawn
    paint = "strong" if part.hollow else "on-dark"
    return drawn + words(at + width / 2, 16, part.text or str(part.value), classes=paint)


def _key(n: int, colour: str, part: Part) -> list[str]:
    x, y = 200 * (n % 2), 34 + 20 * (n // 2)
    return [box(x + 1, y + 1, 10, 10, WHITE if part.hollow else colour, f' stroke="{colour}" stroke-width="1.6"'),
            words(x + 17, y + 10, f"{part.label}: {part.text or part.value}", anchor="start")]


@dataclass(frozen=True)
class Bullet:
    """One value on its scale. targets: (value, words) in order of years; before: last year's value.

    own: the value that was set for the year itself, with its words.  ends: words of the scale's ends, where there is
    room; a scale that does not begin at nought has a broken bar.
    """

    value: float | None
    low: float
    high: float
    label: str
    targets: Sequence[tuple[float, str]] = ()
    before: float | None = None
    own: tuple[float, str] | None = None
    ends: tuple[str, str] | None = None


def bullet_bar(bullet: Bullet, *, title: str, desc: str) -> str:
    """A bar with its value, last year's as a hollow mark, the targets as diamonds with their words above.

    The value set for the year is an upright stroke.
    """
    x = Scale(bullet.low, bullet.high, 8, 392)

    def at(value: float) -> float:
        return min(max(x(value), 8), 392)

    parts = [box(8, 26, 384, 12, RULE)]
    if bullet.value is not None:
        parts.append(box(8, 28, at(bullet.value) - 8, 8, BRAND))
    if bullet.before is not None:
        parts.append(dot(at(bullet.before), 32, 4, WHITE, LINE, 2))
    marks = [*bullet.targets]
    if bullet.own is not None:
        parts.append(f'<path d="M{place(at(bullet.own[0]))} 22v20" stroke="{INK}" stroke-width="3"/>')
        marks.append(bullet.own)
    for value, _ in bullet.targets:
        parts.append(f'<path d="M{place(at(value) - 6)} 32l6-6 6 6-6 6z" fill="{WHITE}" stroke="{TARGET}" '
                     f'stroke-width="2"/>')
    parts += _side_by_side([(at(value), text) for value, text in marks])
    if bullet.label:
        end = at(bullet.value if bullet.value is not None else bullet.low)
        parts.append(words(end, 52, bullet.label, anchor=_towards_middle(end), classes="strong halo"))
    if bullet.low > 0:
        parts.append(f'<path d="M15 40l5-16M21 40l5-16" stroke="{WHITE}" stroke-width="2.5"/>')
    return drawing(400, 58, title, desc, "".join([*parts, *_ends(bullet, at)]))


def _ends(bullet: Bullet, at: Callable[[float], float]) -> list[str]:
    """What the scale begins and ends with, away from the value's words."""
    if not bullet.ends:
        return []
    value = at(bullet.value) if bullet.value is not None else None
    return [words(x, 52, text, anchor=anchor)
            for x, text, anchor in ((8, bullet.ends[0], "start"), (392, bullet.ends[1], "end"))
            if value is None or abs(value - x) > LETTER * (len(text) + len(bullet.label) + 2)]


def _side_by_side(labels: Sequence[tuple[float, str]]) -> list[str]:
    """Words over their places, none over another even where the phone draws them large, all within the drawing."""
    row = sorted(enumerate(labels), key=lambda item: (item[1][0], item[0]))
    halves, centres, free = [len(text) * LETTER / 2 for _n, (_at, text) in row], [], 0.0
    for half, (_n, (at, _text)) in zip(halves, row, strict=True):
        centres.append(max(at, free + half))
        free = centres[-1] + half + LETTER
    free = 400.0
    for n in reversed(range(len(row))):
        centres[n] = min(centres[n], free - halves[n])
        free = centres[n] - halves[n] - LETTER
    return [words(centre, 16, text, classes="halo") for centre, (_n, (_at, text)) in zip(centres, row, strict=True)]


def _towards_middle(x: float) -> str:
    return "start" if x < 60 else "end" if x > 340 else "middle"
