"""By when a referral must be answered: rules as dated data, the program's or the commune's own. Pure but for files."""
from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mangnon.core.clock import VIETNAM
from mangnon.protection.cases.deadlines import Calendar

FILE_NAME = "han-chuyen-gui.toml"
"""What a commune's own file is called."""
URGENCIES = ("emergency", "urgent", "normal")
_KEYS = {"urgency", "from", "hours", "working_days", "remind", "source", "verified"}


class AnswerTimesError(Exception):
    """The file cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Rule:
    """One line of the file. span: ("hours", 4) or ("working_days", 5).  remind: hours before the end."""

    urgency: str
    begins: dt.date
    span: tuple[str, float]
    remind: float
    source: str
    verified: bool


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read the rules of a file. Raises AnswerTimesError naming what is wrong."""
    try:
        rules = tuple(_rule(row) for row in tomllib.loads(text)["answer"])
        missing = set(URGENCIES) - {rule.urgency for rule in rules}
        if missing:
            raise ValueError(f"thiếu mức {', '.join(sorted(missing))}")
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as wrong:
        raise AnswerTimesError(f"Tệp {name} không dùng được: {wrong}") from None
    return rules


def _rule(row: dict[str, object]) -> Rule:
    urgency, begins = str(row["urgency"]), row["from"]
    spans = [(key, row[key]) for key in ("hours", "working_days") if key in row]
    if strange := set(row) - _KEYS:
        raise ValueError(f"mức “{urgency}” có chữ lạ: {', '.join(sorted(strange))}")
    if urgency not in URGENCIES:
        raise ValueError(f"mức “{urgency}” không có; dùng được: {', '.join(URGENCIES)}")
    if not isinstance(begins, dt.date) or isinstance(begins, dt.datetime):
        raise ValueError(f"mức “{urgency}”: from là một ngày, như 2026-01-01")
    if len(spans) != 1 or not _positive(spans[0][1]):
        raise ValueError(f"mức “{urgency}” phải có đúng một trong hours, working_days, lớn hơn 0")
    remind = row["remind"]
    if not isinstance(remind, int | float) or isinstance(remind, bool) or remind < 0:
        raise ValueError(f"mức “{urgency}”: remind là số giờ")
    kind, size = spans[0]
    return Rule(urgency, begins, (kind, float(str(size))), float(remind), str(row["source"]), bool(row["verified"]))


def _positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def answer_by(urgency: str, sent_at: dt.datetime, calendar: Calendar, rules: tuple[Rule, ...]
              ) -> tuple[dt.datetime, dt.datetime]:
    """(by when it must be answered, from when to remind of it) of what is sent at an instant."""
    day = sent_at.astimezone(VIETNAM).date()
    fitting = sorted((rule for rule in rules if rule.urgency == urgency), key=lambda rule: rule.begins)
    rule = next((rule for rule in reversed(fitting) if rule.begins <= day), fitting[0])
    kind, size = rule.span
    due = calendar.deadline(sent_at, hours=size) if kind == "hours" else calendar.deadline(
        sent_at, working_days=int(size))
    return due, due - dt.timedelta(hours=rule.remind)


@lru_cache(maxsize=1)
def built_in() -> tuple[Rule, ...]:
    path = Path(__file__).with_name("answer_times.toml")
    return read_rules(path.read_text(encoding="utf-8"), path.name)


def rules() -> tuple[Rule, ...]:
    """The rules in use; where the commune's own file cannot be used, the program's hold (``problem`` says why)."""
    path = Path(settings.DATA_DIR) / FILE_NAME
    return _read(path, path.stat().st_mtime_ns)[0] if path.exists() else built_in()


def problem() -> str:
    """Why the commune's own file is not used; "" where nothing is wrong."""
    path = Path(settings.DATA_DIR) / FILE_NAME
    return _read(path, path.stat().st_mtime_ns)[1] if path.exists() else ""


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> tuple[tuple[Rule, ...], str]:
    try:
        return read_rules(path.read_text(encoding="utf-8"), path.name), ""
    except (AnswerTimesError, UnicodeDecodeError) as wrong:
        return built_in(), str(wrong)
