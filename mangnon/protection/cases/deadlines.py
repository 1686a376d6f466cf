"""By when each thing about a case must be done. Pure but for reading its file.

The rules are data (``deadlines.toml``); what they run from and what meets them are acts of ``states.ACTS``.
"""
from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from mangnon.core.clock import VIETNAM

from . import states

FILE_NAME = "han-vu-viec.toml"
"""What a commune's own file of deadlines is called."""
RECEIVED = "received"
_KEYS = {"code", "label", "label_en", "from", "until", "hours", "working_days", "days", "remind", "source", "verified"}
_SPANS = ("hours", "working_days", "days")


class Calendar(Protocol):
    def deadline(self, start: dt.datetime, *, hours: float | None = None, working_days: int | None = None
                 ) -> dt.datetime: ...

    def add_working_days(self, day: dt.date, n: int) -> dt.date: ...


class DeadlinesError(Exception):
    """The file cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Rule:
    """One deadline; see the file for the words."""

    code: str
    label: str
    label_en: str
    begins: tuple[str, ...]
    until: tuple[str, ...]
    span: tuple[str, float]
    remind: float
    source: str
    verified: bool


@dataclass(frozen=True)
class Done:
    """A step as deadlines see it: what was done, when; for a plan, the day of review it names."""

    act: str
    at: dt.datetime
    next_on: dt.date | None = None


@dataclass(frozen=True)
class Due:
    """A deadline of one case. met_at: when it was met, None while it runs.  started_at: what it runs from."""

    rule: Rule
    started_at: dt.datetime
    at: dt.datetime
    met_at: dt.datetime | None = None

    def late(self, now: dt.datetime) -> bool:
        """Missed, or met too late."""
        return (self.met_at or now) > self.at

    def near(self, now: dt.datetime) -> bool:
        """Not met and so close that it must be reminded of."""
        return self.met_at is None and self.at - dt.timedelta(hours=self.rule.remind) <= now <= self.at


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read the rules of a file. Raises DeadlinesError naming what is wrong."""
    try:
        rows = tomllib.loads(text)["deadline"]
        return tuple(_rule(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as wrong:
        raise DeadlinesError(f"Tệp {name} không dùng được: {wrong}") from None


def _rule(row: dict[str, object]) -> Rule:
    code = row["code"]
    spans = [(name, row[name]) for name in _SPANS if name in row]
    acts = [*(str(a) for a in _words(row["from"])), *(str(a) for a in _words(row["until"]))]
    strange = (set(row) - _KEYS) | {act for act in acts if act != RECEIVED and act not in states.ACTS}
    if strange:
        raise ValueError(f"hạn “{code}” có chữ lạ: {', '.join(sorted(strange))}")
    if len(spans) != 1 or not isinstance(spans[0][1], int | float) or spans[0][1] <= 0:
        raise ValueError(f"hạn “{code}” phải có đúng một trong hours, working_days, days, lớn hơn 0")
    remind = row["remind"]
    if not isinstance(remind, int | float) or remind < 0:
        raise ValueError(f"hạn “{code}”: remind là số giờ")
    return Rule(str(code), str(row["label"]), str(row["label_en"]), tuple(_words(row["from"])),
                tuple(_words(row["until"])), (spans[0][0], float(spans[0][1])), float(remind), str(row["source"]),
                bool(row["verified"]))


def _words(value: object) -> list[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("from và until là danh sách")
    return [str(word) for word in value]


@lru_cache(maxsize=1)
def built_in() -> tuple[Rule, ...]:
    path = Path(__file__).with_name("deadlines.toml")
    return read_rules(path.read_text(encoding="utf-8"), path.name)


def dues(received_at: dt.datetime, steps: Sequence[Done], rules: Iterable[Rule], calendar: Calendar) -> list[Due]:
    """Every deadline of a case, met or running, by when it is due; those of before a reopening count as well.

    A deadline runs from each of its beginnings that finds none of its kind running; it ends with the first act that
    meets it, or with the case (closed, transferred): what was not done then is owed no longer.
    """
    found: list[Due] = []
    for rule in rules:
        running: dt.datetime | None = received_at if RECEIVED in rule.begins else None
        named: dt.date | None = None
        for step in sorted(steps, key=lambda s: s.at):
            if running is not None and step.act in rule.until:
                found.append(Due(rule, running, _end(rule, running, named, calendar), step.at))
                running = None
            elif running is not None and states.ACTS[step.act].to in (states.CLOSED, states.TRANSFERRED):
                running = None
            begins = step.act in rule.begins or (step.act in ("reopen", "take_back") and RECEIVED in rule.begins)
            if running is None and begins:
                running, named = step.at, step.next_on
        if running is not None:
            found.append(Due(rule, running, _end(rule, running, named, calendar)))
    return sorted(found, key=lambda due: (due.at, due.rule.code))


def _end(rule: Rule, start: dt.datetime, named: dt.date | None, calendar: Calendar) -> dt.datetime:
    kind, size = rule.span
    if kind == "hours":
        return calendar.deadline(start, hours=size)
    if kind == "working_days":
        return calendar.deadline(start, working_days=int(size))
    # A day that the plan itself names, else so many days on; on a day off, the next working day. Due when the office
    # closes: one working day after the last one before it.
    day = named or start.astimezone(VIETNAM).date() + dt.timedelta(days=int(size))
    before = calendar.add_working_days(day, -1)
    return calendar.deadline(dt.datetime.combine(before, dt.time(12), VIETNAM), working_days=1)
