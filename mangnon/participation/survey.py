"""The questions of a satisfaction survey as dated data, and how answers are written and counted. Pure."""
from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mangnon.core import disclosure

LETTERS = "ACDEFGHJKLMNPQRTUVWXYZ2346789"
"""Of a code: none that is read for another."""
LENGTH = 8
ANSWERS = "1230"
MEASURE = "1"


@dataclass(frozen=True)
class Asked:
    """The questions of one version. words: audience to questions; words_en: the same in English."""

    valid_from: dt.date
    source: str
    words: dict[str, tuple[str, ...]]
    words_en: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def versions() -> tuple[Asked, ...]:
    """Every version, the oldest first."""
    data = tomllib.loads((Path(__file__).parent / "data" / "satisfaction.toml").read_text(encoding="utf-8"))
    return tuple(sorted((Asked(v["valid_from"], v["source"],
                               {who: tuple(v[who]["vi"]) for who in ("children", "residents")},
                               {who: tuple(v[who]["en"]) for who in ("children", "residents")})
                         for v in data["version"]), key=lambda one: one.valid_from))


def asked_on(day: dt.date) -> Asked:
    """The version valid on a day; the first one before any."""
    return next((one for one in reversed(versions()) if one.valid_from <= day), versions()[0])


def tidy(code: str) -> str:
    """A code as people type it: small letters, spaces and dashes do not matter."""
    return "".join(c for c in code.upper() if c.isalnum())[:LENGTH]


@dataclass(frozen=True)
class Counted:
    """Answers to one question. said: answer digit to the count, or None where it is too small to be told."""

    said: dict[str, int | None]


def counted(answers: Iterable[str], questions: int) -> list[Counted] | None:
    """Each question's answers with small cells left out; None while fewer than five people have answered."""
    rows = list(answers)
    if len(rows) < disclosure.limit(MEASURE):
        return None
    found = []
    for n in range(questions):
        cells = dict.fromkeys(ANSWERS, 0) | Counter(row[n] for row in rows)
        gone = disclosure.hide_cells(cells, MEASURE)
        found.append(Counted({digit: None if digit in gone else cells[digit] for digit in ANSWERS}))
    return found


def typed(line: str, questions: int) -> tuple[str, str]:
    """A line typed from paper as (code, digits); ("", "") where it cannot be one."""
    words = line.replace(",", " ").replace(";", " ").split()
    if not words:
        return "", ""
    code, digits = tidy(words[0]), "".join(words[1:])
    good = len(code) == LENGTH and len(digits) == questions and set(digits) <= set(ANSWERS)
    return (code, digits) if good else ("", "")
