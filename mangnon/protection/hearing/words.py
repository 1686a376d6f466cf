"""Receipt codes of three common words: drawn, read back however they were typed. Pure.

The list is ours (``words.txt``): concrete things a child can say and picture, different from each other also without
their marks, 1,089 of them: three give 30.3 bits. A code is known again by its letters alone, so that spaces, hyphens,
capitals and missing marks make no difference.
"""
from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from mangnon.core.names import fold

COUNT = 3
_LONGEST = 20
"""Letters of the longest word, with room."""


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Letters without marks or spaces to the word as it is written, in the list's order."""
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {letters(word): word.strip() for line in lines for word in line.split(",") if word.strip()}


def letters(text: str) -> str:
    """What of a typed code counts: the letters a to z, without marks."""
    return "".join(c for c in fold(text[:200]) if "a" <= c <= "z")


def drawn(number: int) -> tuple[str, ...]:
    """Three words for a large number drawn by lot; each is as likely as any other, but for less than 2^-60."""
    listed, found = list(words().values()), []
    for _n in range(COUNT):
        number, place = divmod(number, len(listed))
        found.append(listed[place])
    return tuple(found)


def read(text: str) -> tuple[str, ...]:
    """The three words that were typed, or none where they are not three words of the list."""
    return next(_split(letters(text), COUNT), ())


def _split(rest: str, count: int) -> Iterator[tuple[str, ...]]:
    if not count:
        if not rest:
            yield ()
        return
    for size in range(2, min(len(rest), _LONGEST) + 1):
        if (word := words().get(rest[:size])) is not None:
            yield from ((word, *more) for more in _split(rest[size:], count - 1))
