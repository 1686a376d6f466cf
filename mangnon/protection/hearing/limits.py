"""How much may be sent from one place, so that a flood drowns nobody, without keeping from where anything came.

Counted in the memory of this process only (several processes each count for themselves). An address is never kept:
it is mixed with a secret that is drawn anew every hour and forgotten with what was counted under it. This machine's
own address is not counted by itself: behind a proxy everybody has it.
"""
from __future__ import annotations

import hashlib
import secrets
import threading
from collections import deque

from mangnon.core import clock

HOUR = 3600
OURS = ("", "127.0.0.1", "::1")


class Limit:
    """So many from one address and so many in all, within a span of seconds."""

    def __init__(self, *, each: int, whole: int, span: int) -> None:
        self.each, self.whole, self.span = each, whole, span
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._hour, self._salt = -1, b""
        self._all: deque[float] = deque()
        self._of: dict[bytes, deque[float]] = {}

    def reached(self, address: str) -> bool:
        """Whether no more comes in now, from this address or from anywhere."""
        with self._lock:
            now = self._turn()
            if len(self._recent(self._all, now)) >= self.whole:
                return True
            return len(self._recent(self._of.get(self._mark(address), deque()), now)) >= self.each

    def count(self, address: str) -> None:
        """One more came from this address."""
        with self._lock:
            now = self._turn()
            if len(self._recent(self._all, now)) < self.whole:
                self._all.append(now)
                if address not in OURS:
                    self._of.setdefault(self._mark(address), deque(maxlen=self.each)).append(now)

    def _turn(self) -> float:
        """The hour's secret; with the hour it goes, and so does what was counted under it."""
        now = clock.now().timestamp()
        if (hour := int(now // HOUR)) != self._hour:
            self._hour, self._salt, self._of = hour, secrets.token_bytes(32), {}
        return now

    def _mark(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode("utf-8", "replace"), key=self._salt, digest_size=16).digest()

    def _recent(self, times: deque[float], now: float) -> deque[float]:
        while times and times[0] <= now - self.span:
            times.popleft()
        return times


reports = Limit(each=5, whole=60, span=600)
dangers = Limit(each=15, whole=120, span=600)
"""A report that says somebody is in danger has a larger measure of its own."""
guesses = Limit(each=30, whole=120, span=HOUR)
"""Codes that no report has."""
messages = Limit(each=20, whole=120, span=600)
