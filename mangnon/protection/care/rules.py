"""Days and periods of alternative care, as a file, and what follows from them. The commune's own file is read first."""
from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from mangnon.core.periods import add_months, month_day
from mangnon.registry.exchange import GROUPS, SEALED_GROUPS

OURS = Path(__file__).with_name("care.toml")
SAID = {"handover": {"working_days"}, "families": {"ahead_days"}, "needs": {"groups"},
        "at_risk": {"first_days", "again_days"}}
FREE = {"source", "verified"}


@dataclass(frozen=True)
class Pace:
    """How often a child is visited until so many months after the hand-over; None = from then on."""

    until_months: int | None
    every_days: int


@dataclass(frozen=True)
class CareRules:
    """wrong: what is wrong in the commune's own file, which is then left out.  sources: what nobody has checked yet."""

    handover_days: int
    ahead_days: int
    groups: tuple[str, ...]
    visits: tuple[Pace, ...]
    first_days: int
    again_days: int
    sources: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def visit_due(self, handed_over: dt.date, last: dt.date | None) -> dt.date:
        """The day the next visit is due, from the last one, else from the hand-over."""
        begun = max(last or handed_over, handed_over)
        for pace in self.visits:
            if pace.until_months is None or begun < add_months(handed_over, pace.until_months):
                return begun + dt.timedelta(days=pace.every_days)
        return begun + dt.timedelta(days=self.visits[-1].every_days)

    def risk_due(self, from_on: dt.date, last: dt.date | None) -> dt.date:
        """The day a child at risk is to be visited, where nobody chose another."""
        return last + dt.timedelta(days=self.again_days) if last else from_on + dt.timedelta(days=self.first_days)


def quarter_begins(day: dt.date) -> dt.date:
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def quarter_ends(day: dt.date) -> dt.date:
    begins = quarter_begins(day)
    return month_day(begins.year, begins.month + 3, 1) - dt.timedelta(days=1)


def path() -> Path:
    """Where the commune's own file lies."""
    return Path(settings.DATA_DIR) / "cham-soc" / "quy-tac.toml"


def rules() -> CareRules:
    """The rules in use; read again when the commune's file has changed."""
    own = path()
    try:
        return _read(str(own), own.stat().st_mtime_ns)
    except OSError:
        return _read("", 0)


@lru_cache(maxsize=2)
def _read(own: str, changed: int) -> CareRules:
    ours = tomllib.loads(OURS.read_text(encoding="utf-8"))
    if not own:
        return read(ours)
    try:
        theirs = tomllib.loads(Path(own).read_text(encoding="utf-8-sig"))
        return read({**ours, **theirs})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return read(ours, ("quy-tac.toml: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc.",))
    except ValueError as wrong:
        return read(ours, (f"quy-tac.toml: {wrong}",))


def read(data: dict[str, Any], wrong: tuple[str, ...] = ()) -> CareRules:
    """Check what the file says. Raises ValueError with what is to be mended."""
    for name in data:
        if name not in (*SAID, "visits"):
            raise ValueError(f"không rõ “{name}” là gì.")
    for name, keys in SAID.items():
        said = set(data[name]) if isinstance(data[name], dict) else set()
        if not keys <= said or said - keys - FREE:
            raise ValueError(f"[{name}] cần {', '.join(sorted(keys))}, và chỉ thế.")
    groups = tuple(data["needs"]["groups"])
    if set(groups) - set(GROUPS) or set(groups) & SEALED_GROUPS:
        raise ValueError("groups chỉ gồm những nhóm không phải giữ kín.")
    visits = tuple(Pace(one.get("until_months"), _days(one.get("every_days"))) for one in data["visits"])
    if not visits:
        raise ValueError("cần ít nhất một [[visits]].")
    return CareRules(_days(data["handover"]["working_days"]), _days(data["families"]["ahead_days"]), groups, visits,
                     _days(data["at_risk"]["first_days"]), _days(data["at_risk"]["again_days"]),
                     tuple(str(part.get("source", "")) for part in (data["handover"], data["families"])
                           if part.get("verified") is not True), wrong)


def _days(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 400:
        raise ValueError("số ngày là số nguyên từ 1 đến 400.")
    return value
