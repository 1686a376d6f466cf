"""How much of the register each source has, and of each source the register, by thôn. Pure."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .persons import Bench, expected
from .scopes import REGISTER
from .sources import Source


@dataclass(frozen=True)
class Covered:
    """Of the people of one thôn whom a source is to hold, how many it holds; and of its own, how many the register.

    place: the thôn's name, "" for whoever's thôn nobody knows.
    """

    place: str
    expected: int
    held: int
    listed: int
    known: int


def coverage(bench: Bench, source: Source) -> list[Covered]:
    """Coverage by thôn, of the register by the source and the reverse; the last line is everyone."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for person in bench.people:
        place, there = person.place, source.key in person.said
        row = counts[place]
        if REGISTER in person.said and expected(bench, source, person):
            row[0] += 1
            row[1] += there
        if there:
            row[2] += 1
            row[3] += person.child is not None
    rows = [Covered(place, *row) for place, row in sorted(counts.items(), key=lambda pair: (not pair[0], pair[0]))
            if any(row)]
    return rows
