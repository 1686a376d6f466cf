"""Thôn of which nothing has been reported for long: an invitation to ask, never a score of a place or a person."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.core import periods

from ..compiler import literal
from ..live import ask_live
from ..models import SilenceNote
from ..reading_facts import FactBook
from ..tables import TABLES
from ..territory import UnitRow
from .rules import Rules


@dataclass(frozen=True)
class Silent:
    """A thôn without a report for long. since: the last one's day, None where the register holds none.

    note: why, as the officer wrote it, while it holds.
    """

    unit: UnitRow
    since: dt.date | None
    note: SilenceNote | None


def silent(book: FactBook, rules: Rules) -> list[Silent]:
    """The unit's thôn where children live and nothing at all was reported within the period, in natural order."""
    last, living = _last_reports(book.today), _living(book.today)
    edge = periods.months_back(book.today, rules.silence_months)
    notes = {str(note.unit_id): note for note in SilenceNote.objects.filter(until__gt=book.today).order_by("noted_on")}
    found = []
    for village in book.villages():
        inside = book.territory.below(village.unit, book.borders or book.today)
        day = max((last[u] for u in inside if u in last), default=None)
        if not any(u in living for u in inside) or (day is not None and dt.date.fromordinal(day) > edge):
            continue
        found.append(Silent(village, None if day is None else dt.date.fromordinal(day), notes.get(village.unit)))
    return found


def _last_reports(today: dt.date) -> dict[str, int]:
    """The last day by unit on which anything was noted there: a sign, a circumstance, an incident of any kind."""
    home, found = TABLES["home"].name, dict[str, int]()
    questions = [f"SELECT detected_unit, MAX(detected) FROM {TABLES['incident'].name} WHERE detected_unit IS NOT NULL "
                 f"AND detected <= {literal(today)} GROUP BY detected_unit"]
    questions += [f"SELECT h.unit, MAX(t.from_day) FROM {TABLES[name].name} t JOIN {home} h ON h.child = t.child "
                  f"AND h.from_day <= t.from_day AND h.to_day > t.from_day WHERE t.from_day <= {literal(today)} "
                  f"GROUP BY h.unit" for name in ("circumstance", "at_risk")]
    for question in questions:
        for unit, day in ask_live(question):
            found[str(unit)] = max(int(day), found.get(str(unit), 0))
    return found


def _living(today: dt.date) -> set[str]:
    """Units where a child under 16 lives today: of a place without children nothing can be reported."""
    born = periods.years_back(today, 16).toordinal()
    return {str(unit) for (unit,) in ask_live(
        f"SELECT DISTINCT h.unit FROM {TABLES['home'].name} h JOIN {TABLES['child'].name} p ON p.child = h.child "
        f"WHERE p.died IS NULL AND p.born > {born} AND h.from_day <= {literal(today)} AND h.to_day > {literal(today)}")}
