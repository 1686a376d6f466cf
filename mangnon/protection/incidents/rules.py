"""What the short forms go by: the file ``rules.toml``, or the commune's own ``bao-ve/vu-viec.toml`` in its data folder.

A file of the commune that cannot be used leaves ours in force, and the page of incidents says so.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

OURS = Path(__file__).with_name("rules.toml")
QUESTIONS = ("needed_care", "lost_day")
ROLES = ("in_conflict", "victim", "witness")


@dataclass(frozen=True)
class Word:
    """A word of a list. of: the group or the roles it belongs to.  from_on, to_on: when it holds, the end exclusive."""

    code: str
    vi: str
    en: str
    of: tuple[str, ...]
    from_on: dt.date
    to_on: dt.date | None
    verified: bool

    def __str__(self) -> str:
        return self.en if (get_language() or "vi").startswith("en") else self.vi

    def holds(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)


@dataclass(frozen=True)
class Rules:
    """injury: (from, answers that make it count).  marriage: (from, least age of men, of women).  wrong: a sentence."""

    injury: tuple[tuple[dt.date, tuple[str, ...]], ...]
    marriage: tuple[tuple[dt.date, int, int], ...]
    days_before: int
    words: dict[str, tuple[Word, ...]]
    wrong: str = ""

    def counts_when(self, day: dt.date) -> tuple[str, ...]:
        """The answers of which one makes an injury of that day count; before the first rule, those of the first."""
        return _on(self.injury, day)[1]

    def may_marry(self, day: dt.date, sex: str) -> int | None:
        """The age from which somebody of a sex may marry on a day, None where the sex is not known."""
        _from, men, women = _on(self.marriage, day)
        return {"male": men, "female": women}.get(sex)

    def of(self, kind: str, day: dt.date, part: str = "") -> list[Word]:
        """The words of a list that hold on a day. part: only of this group or role."""
        return [word for word in self.words[kind] if word.holds(day) and (not part or part in word.of)]

    def said(self, kind: str, code: str) -> str:
        """A code in words, whenever it held; a code nobody knows as it is."""
        return next((str(word) for word in self.words[kind] if word.code == code), code)


def _on(rows: tuple[Any, ...], day: dt.date) -> Any:
    return next((row for row in reversed(rows) if row[0] <= day), rows[0])


def rules() -> Rules:
    """The rules in use; read again when the commune's file has changed."""
    own = Path(settings.DATA_DIR) / "bao-ve" / "vu-viec.toml"
    try:
        return _read(str(own), own.stat().st_mtime_ns)
    except OSError:
        return _read(str(OURS), 0)


@lru_cache(maxsize=4)
def _read(path: str, _changed: int) -> Rules:
    try:
        return read(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        if path == str(OURS):
            raise
        ours = read(OURS.read_text(encoding="utf-8"))
        return Rules(ours.injury, ours.marriage, ours.days_before, ours.words, _(
            "Tệp bao-ve/vu-viec.toml chưa dùng được (%(why)s); đang dùng bản có sẵn.") % {"why": wrong})


def read(text: str) -> Rules:
    """Read a file of rules. Raises ValueError, KeyError or TypeError where it cannot be used."""
    data = tomllib.loads(text)
    injury = tuple(sorted((_day(row["from"]), tuple(row["counts_when"])) for row in data["injury"]))
    if not injury or any(not answers or set(answers) - set(QUESTIONS) for _from, answers in injury):
        raise ValueError("injury.counts_when")
    marriage = tuple(sorted((_day(row["from"]), int(row["male"]), int(row["female"])) for row in data["marriage"]))
    if not marriage:
        raise ValueError("marriage")
    words = {"abuse": _words(data["abuse"], lambda row: ()),
             "sub_kind": _words(data["sub_kind"], lambda row: (str(row["group"]),)),
             "check": _words(data["check"], lambda row: tuple(row["for"]))}
    if any(set(word.of) - set(ROLES) for word in words["check"]):
        raise ValueError("check.for")
    return Rules(injury, marriage, int(data["reminder"]["days_before"]), words)


def _words(rows: Iterable[dict[str, Any]], of: Any) -> tuple[Word, ...]:
    return tuple(Word(str(row["code"]), str(row["vi"]), str(row["en"]), of(row), _day(row["from"]),
                      _day(row["to"]) if "to" in row else None, bool(row.get("verified", False))) for row in rows)


def _day(value: Any) -> dt.date:
    if not isinstance(value, dt.date):
        raise ValueError(f"{value}: YYYY-MM-DD")
    return value
