"""What is known of the invented commune while its register is being made."""
from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from .people import Child, Family

START = dt.date(2021, 1, 1)
"""The register begins here; older facts are only those that still mattered then."""
VILLAGES = tuple(f"HT{n}" for n in range(1, 8))
WEIGHTS = (17, 15, 18, 12, 14, 10, 14)
HOME = "HT"

BEGINS = frozenset({"from_on", "on", "valid_from", "opened_on", "measured_on", "given_on", "entered_on", "received_on",
                    "detected_on", "assessed_on", "held_on"})
ENDS = frozenset({"to_on", "valid_to", "closed_on", "left_on", "died_on", "birth_registered_on", "relieved_on"})


class Commune:
    """The register in the making: a whole calendar is invented, and what lies after today is kept back.

    size: 1 is about 1,900 children today. Every choice is drawn by seed and name, never by order, so that the
    commune of tomorrow is the commune of today with one day more.
    """

    def __init__(self, today: dt.date, seed: int, size: float) -> None:
        self.today, self.seed, self.size = today, seed, size
        self.families: list[Family] = []
        self.planned: dict[int, list[tuple[dt.date, Family]]] = defaultdict(list)
        self.everyone: list[Child] = []
        self.children: list[Child] = []
        self.tables: dict[str, list[dict[str, str]]] = {}

    def lot(self, *words: object) -> float:
        """A number in [0, 1) that belongs to these words."""
        text = f"{self.seed}|{'|'.join(map(str, words))}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big") / 2**56

    def draw(self, *words: object) -> random.Random:
        """A source of chance of its own for these words."""
        return random.Random(self.lot(*words))

    def whole(self, number: float, *words: object) -> int:
        """So many at size 1, as a whole number at this size; what is left over is decided by lot."""
        scaled = number * self.size
        return int(scaled) + (self.lot("whole", *words) < scaled - int(scaled))

    def fewest(self, children: Iterable[Child], count: int, *words: object) -> list[Child]:
        """So many of the children, drawn by lot."""
        return sorted(children, key=lambda child: self.lot(*words, child.id))[:count]

    def add(self, file: str, **cells: Any) -> None:
        """Put a row into a file, unless it begins after today; an end after today is not known yet."""
        kept = {}
        for name, value in cells.items():
            if isinstance(value, dt.date) and value > self.today:
                if name in BEGINS:
                    return
                value = None if name in ENDS else value
            kept[name] = _cell(value)
        self.tables.setdefault(f"{file}.csv", []).append(kept)

    def years(self) -> range:
        return range(START.year, self.today.year + 1)

    def present(self, day: dt.date, low: int = 0, high: int = 15) -> list[Child]:
        """Those living here on a day whose age lies within the years, both included."""
        return [child for child in self.children if low <= child.age_on(day) <= high and child.home_on(day)]

    def staying(self, first: dt.date, low: int = 0, high: int = 15) -> list[Child]:
        """Those living here on a day and ever since, so that what begins then is not cut off."""
        return [child for child in self.present(first, low, high)
                if child.homes[-1].to_on is None and child.died is None]


def at(values: Mapping[int, float], year: int) -> float:
    """The value of a year, on a straight line between the years named; flat before the first and after the last."""
    before = max((y for y in values if y <= year), default=min(values))
    after = min((y for y in values if y >= year), default=max(values))
    share = (year - before) / (after - before) if before < after else 0
    return values[before] + share * (values[after] - values[before])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
