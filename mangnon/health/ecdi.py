"""ECDI2030: twenty questions about a child of 24 to 59 months, read from dated data; answers, score, age bands. Pure.

The score is a number for groups (SDG 4.2.1, plan target 15): no rule here speaks of one child. "?" is an answer that
the carer does not know and "." a question not asked; both are unknown and never nought.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DOES_NOT_KNOW, NOT_ASKED = "?", "."


@dataclass(frozen=True)
class Item:
    """A question. answers: (code on paper, Vietnamese, English).  achieved: the codes that count.  play: what helps."""

    number: int
    code: str
    text: str
    text_en: str
    play: str
    play_en: str
    answers: tuple[tuple[str, str, str], ...]
    achieved: frozenset[str]


@dataclass(frozen=True)
class Questions:
    """The questions as valid from a day. bands: (from month, to month, lowest score that counts), months included."""

    valid_from: dt.date
    source: str
    official: bool
    verified: bool
    bands: tuple[tuple[int, int, int], ...]
    items: tuple[Item, ...]

    @property
    def youngest(self) -> int:
        """Completed months from which on the questions are asked."""
        return self.bands[0][0]

    @property
    def oldest(self) -> int:
        """The last completed month in which they are asked."""
        return self.bands[-1][1]

    def fits(self, months: int) -> bool:
        return self.youngest <= months <= self.oldest

    def band(self, months: int) -> tuple[int, int, int]:
        """The age band of a month that fits."""
        return next(band for band in self.bands if band[0] <= months <= band[1])


@lru_cache(maxsize=1)
def versions() -> tuple[Questions, ...]:
    """Every version, the oldest first."""
    data = tomllib.loads((Path(__file__).parent / "data" / "ecdi2030.toml").read_text(encoding="utf-8"))
    kinds = data["kinds"]
    made = [Questions(v["valid_from"], v["source"], v["official"], v["verified"],
                      tuple((low, high, bar) for low, high, bar in v["bands"]),
                      tuple(Item(n, i["code"], i["text"], i["text_en"], i["play"], i["play_en"],
                                 tuple((code, vi, en) for code, vi, en in kinds[i["kind"]]["answers"]),
                                 frozenset(kinds[i["kind"]]["achieved"])) for n, i in enumerate(v["item"], start=1)))
            for v in data["version"]]
    return tuple(sorted(made, key=lambda q: q.valid_from))


def questions_on(day: dt.date) -> Questions:
    """The version that is valid on a day; the first one before any."""
    return next((q for q in reversed(versions()) if q.valid_from <= day), versions()[0])


def score_of(answers: str, questions: Questions) -> int | None:
    """How many questions are answered by an achievement, 0 to 20; None while one of them is unknown."""
    if unknown_in(answers, questions):
        return None
    return sum(code in item.achieved for code, item in zip(answers, questions.items, strict=True))


def unknown_in(answers: str, questions: Questions) -> list[Item]:
    """The questions without an answer."""
    return [item for code, item in zip(answers, questions.items, strict=True)
            if code in (DOES_NOT_KNOW, NOT_ASKED)]


def to_practise(answers: str, questions: Questions) -> list[Item]:
    """Questions answered otherwise than by an achievement: what to play next."""
    return [item for code, item in zip(answers, questions.items, strict=True)
            if code not in (DOES_NOT_KNOW, NOT_ASKED) and code not in item.achieved]


def typed(text: str, questions: Questions) -> tuple[str, list[tuple[int, str]]]:
    """A row typed from paper as answers, with (number, letter) of what no question can be answered by.

    Spaces, commas and dashes between the letters are passed over; "b" (không biết) is how paper writes "?".
    """
    letters = [DOES_NOT_KNOW if c == "b" else c for c in text.lower() if c not in " ,;-/|"]
    wrong = [(n, letter) for n, (letter, item) in enumerate(zip(letters, questions.items, strict=False), start=1)
             if letter not in {DOES_NOT_KNOW, NOT_ASKED, *(code for code, _vi, _en in item.answers)}]
    return "".join(letters), wrong


def shown(answers: str) -> str:
    """Answers as paper has them, in fives: "ccckc bcc"."""
    text = answers.replace(DOES_NOT_KNOW, "b")
    return " ".join(text[n:n + 5] for n in range(0, len(text), 5))


def in_band(rows: Iterable[tuple[int, int | None]], questions: Questions,
            ) -> list[tuple[tuple[int, int, int], int, int, int]]:
    """(band, asked, with a score, at the bar or above) for rows of (completed months, score)."""
    found = {band: [0, 0, 0] for band in questions.bands}
    for months, score in rows:
        if not questions.fits(months):
            continue
        counts = found[questions.band(months)]
        counts[0] += 1
        counts[1] += score is not None
        counts[2] += score is not None and score >= questions.band(months)[2]
    return [(band, *counts) for band, counts in found.items()]  # type: ignore[misc]
