"""A way in steps: how many are still there at each, and hollow what was lost on the way to it. Pure."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import formats
from .charts_ground import BRAND, WARN, WHITE, box, drawing, words

ROW, BAR = 44, 18


@dataclass(frozen=True)
class CascadeStep:
    label: str
    count: int


def cascade(steps: Sequence[CascadeStep], *, title: str, desc: str, english: bool = False) -> str:
    """A bar a step, as long as its part of the first; nothing where the first has nobody."""
    if not steps or steps[0].count <= 0:
        return ""
    whole, parts = steps[0].count, []
    for n, step in enumerate(steps):
        y, before = n * ROW, steps[n - 1].count if n else step.count
        width, until = 400 * step.count / whole, 400 * before / whole
        lost = f" (−{formats.number(before - step.count, english=english)})" if before > step.count else ""
        parts += [words(0, y + 14, step.label, anchor="start"),
                  words(400, y + 14, formats.number(step.count, english=english) + lost, anchor="end",
                        classes="strong halo")]
        if step.count:
            parts.append(box(0, y + 19, width, BAR, BRAND))
        if before > step.count:
            parts.append(box(width + 1, y + 20, max(until - width - 2, 0.6), BAR - 2, WHITE,
                             f' stroke="{WARN}" stroke-width="2"'))
    return drawing(400, ROW * len(steps), title, desc, "".join(parts))
