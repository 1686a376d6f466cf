"""The sheet on which a facility is looked at: questions with what to look at, from dated data. Pure."""
from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Look:
    """A question's help. line: of the plan.  kinds: of facilities that the line counts.

    look, look_en: what to look at before answering.
    """

    line: str
    kinds: frozenset[str]
    look: tuple[str, ...]
    look_en: tuple[str, ...]


@dataclass(frozen=True)
class SheetWords:
    """The words valid from a day."""

    valid_from: dt.date
    source: str
    verified: bool
    looks: dict[str, Look]


@lru_cache(maxsize=1)
def _versions() -> tuple[SheetWords, ...]:
    data = tomllib.loads((Path(__file__).parent / "data" / "check_sheet.toml").read_text(encoding="utf-8"))
    return tuple(sorted((SheetWords(v["valid_from"], v["source"], v["verified"], {
        name: Look(one["line"], frozenset(one["kinds"]), tuple(one["vi"]), tuple(one["en"]))
        for name, one in v["look"].items()})
        for v in data["version"]), key=lambda words: words.valid_from))


def words_on(day: dt.date) -> SheetWords:
    """The words valid on a day; the first ones before any."""
    return next((words for words in reversed(_versions()) if words.valid_from <= day), _versions()[0])
