"""Reports of a year: received, verified, waiting, and whether help came in time. Counts, never by a person."""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.core import periods

from ..compiler import literal
from ..live import ask_live
from ..models import PROJECTION
from ..period import Period
from ..tables import FOREVER, TABLES
from .rules import Kind, Rules, Term


@dataclass(frozen=True)
class Report:
    """One report: of whom, the day it was noted, confirmed (None: not known yet, or nothing the register asks)."""

    child: str
    day: dt.date
    confirmed: bool | None


@dataclass(frozen=True)
class Year:
    """A year's reports. verified, waiting: None where the register holds no verification.

    in_time, late, unrecorded, not_due: of what was confirmed, by the support that stands beside it; None without a
    term. They add up to ``helped_of``.
    """

    year: int
    received: int
    confirmed: int | None
    refuted: int | None
    waiting: int | None
    helped_of: int | None
    in_time: int | None
    late: int | None
    unrecorded: int | None
    not_due: int | None

    @property
    def verified(self) -> int | None:
        return None if self.confirmed is None or self.refuted is None else self.confirmed + self.refuted


def year_of(line: str, period: Period, units: Iterable[str], rules: Rules, today: dt.date) -> Year:
    """The reports of a line noted in a period, of children who lived in the units on that day."""
    kind = rules.kinds[line]
    found = _incidents(kind, period, units) if kind.kind else _circumstances(kind, period, units)
    asked = bool(kind.kind)
    to_help = [r for r in found if r.confirmed] if asked else found
    helped = _helped(to_help, rules, line, today) if rules.days_term(line, period.end) else None
    return Year(
        period.year, len(found),
        sum(r.confirmed is True for r in found) if asked else None,
        sum(r.confirmed is False for r in found) if asked else None,
        sum(r.confirmed is None for r in found) if asked else None,
        None if helped is None else len(to_help),
        *([None] * 4 if helped is None else (helped[key] for key in ("in_time", "late", "unrecorded", "not_due"))))


def signs(period: Period, units: Iterable[str]) -> int:
    """Signs of risk noted in a period of children who lived in the units on that day."""
    return sum(1 for _child, _born, _day, unit in _begun("at_risk", period) if unit in set(units))


def _incidents(kind: Kind, period: Period, units: Iterable[str]) -> list[Report]:
    rows = PROJECTION["incident"]._default_manager.filter(
        kind=kind.kind, detected__gte=period.start.toordinal(), detected__lte=period.end.toordinal(),
        detected_unit__in=list(units), detected_age__gte=kind.youngest, detected_age__lte=kind.oldest)
    return [Report(child, dt.date.fromordinal(day), None if confirmed is None else bool(confirmed))
            for child, day, confirmed in rows.values_list("child", "detected", "confirmed")]


def _circumstances(kind: Kind, period: Period, units: Iterable[str]) -> list[Report]:
    """Children of whom a circumstance was noted, each once and by her first of the period, as line 8a counts them."""
    inside, found = set(units), dict[str, Report]()
    for child, born, begun, unit in sorted(_begun("circumstance", period), key=lambda row: row[2]):
        day = dt.date.fromordinal(begun)
        age = periods.completed_years(dt.date.fromordinal(born), day)
        if unit in inside and kind.youngest <= age <= kind.oldest and child not in found:
            found[child] = Report(child, day, None)
    return list(found.values())


def _begun(table: str, period: Period) -> list[tuple[str, int, int, str]]:
    """(child, birth day, day, home on that day) of rows of an interval table that begin in a period."""
    first, last = literal(period.start), literal(period.end)
    rows = ask_live(
        f"SELECT t.child, p.born, t.from_day, h.unit FROM {TABLES[table].name} t "
        f"JOIN {TABLES['child'].name} p ON p.child = t.child JOIN {TABLES['home'].name} h ON h.child = t.child "
        f"AND h.from_day <= t.from_day AND h.to_day > t.from_day "
        f"WHERE t.from_day >= {first} AND t.from_day <= {last}")
    return [(str(child), int(born), int(day), str(unit)) for child, born, day, unit in rows]


def _helped(reports: list[Report], rules: Rules, line: str, today: dt.date) -> dict[str, int]:
    """How many had help by the term, later, none on record, or are not due yet."""
    supports: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    rows: Any = PROJECTION["support"]._default_manager.filter(child__in={r.child for r in reports})
    for child, kind, start, end in rows.values_list("child", "kind", "from_day", "to_day"):
        supports[child].append((kind, start, end))
    found = dict.fromkeys(("in_time", "late", "unrecorded", "not_due"), 0)
    for report in reports:
        term = rules.days_term(line, report.day)
        found[_state(report, supports[report.child], term, rules, today)] += 1
    return found


def _state(report: Report, supports: list[tuple[str, int, int]], term: Term | None, rules: Rules,
           today: dt.date) -> str:
    if term is None:
        return "unrecorded"
    due, noted = rules.due(report.day, term.working_days), report.day.toordinal()
    begun = [max(start, noted) for kind, start, end in supports
             if kind in term.supports and min(end, FOREVER) > noted]
    if begun:
        return "in_time" if min(begun) <= due.toordinal() else "late"
    return "not_due" if due >= today else "unrecorded"
