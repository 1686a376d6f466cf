"""What a sample says of the whole commune: thôn give alike many households, whether they are large or small."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.core.rates import wilson

from .agreement import Share

Part = tuple[Share, float]
"""What a thôn said, and for how many children of its own each child of it stands."""


@dataclass(frozen=True)
class Whole:
    """agreed of asked as counted; rate and its 95 % interval, in percent, as weighed; None where nobody was asked."""

    agreed: int
    asked: int
    rate: float | None
    interval: tuple[float, float] | None


def weight(households: int, visited: int) -> float:
    """For how many households each visited one stands; 1 where either is not known."""
    return households / visited if households and visited else 1.0


def whole(parts: Iterable[Part]) -> Whole:
    """The weighed share, with Wilson's interval for Kish's effective size: (sum of w)² / (sum of w²)."""
    some = [(said, w) for said, w in parts if said.asked]
    agreed, asked = sum(said.agreed for said, _w in some), sum(said.asked for said, _w in some)
    if not asked:
        return Whole(0, 0, None, None)
    all_in = sum(said.asked * w for said, w in some)
    rate = sum(said.agreed * w for said, w in some) / all_in
    size = all_in ** 2 / sum(said.asked * w * w for said, w in some)
    found = wilson(rate * size, size)
    return Whole(agreed, asked, 100 * rate, (100 * found[0], 100 * found[1]) if found else None)
