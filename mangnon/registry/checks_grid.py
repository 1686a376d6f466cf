"""The year's checks of every facility on one grid: three answers a cell, rows written one by one."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import records
from mangnon.places.models import SCHOOL_KINDS, Facility, FacilityCheck, FacilityKind
from mangnon.web import meanwhile

QUESTIONS = ("sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")
ANSWERS: dict[str, bool | None] = {"": None, "true": True, "false": False}


def words_for(question: str) -> str:
    field: Any = FacilityCheck._meta.get_field(question)
    return str(field.verbose_name)


def asked(facility: Facility) -> set[str]:
    """Which questions a kind of facility is usually asked; the others can still be answered on its own page."""
    if facility.kind in SCHOOL_KINDS:
        return {*QUESTIONS} - {"operating"}
    return {"operating"} if facility.kind == FacilityKind.PLAY_POINT else {"sanitation", "operating"}


class CheckRow:
    """One facility's line with what was typed. error: why it was not written."""

    def __init__(self, facility: Facility, standing: FacilityCheck | None, typed: Any) -> None:
        self.facility, self.standing, self.error = facility, standing, ""
        self.seen = typed.get(f"dau-{facility.pk}", "") if typed else str(standing.seq if standing else "")
        kept = {name: getattr(standing, name, None) for name in QUESTIONS}
        shown = asked(facility) | {name for name, value in kept.items() if value is not None}
        self.values: dict[str, Any] = {name: _answer(typed, f"{name}-{facility.pk}", kept[name]) for name in QUESTIONS}
        if standing and self.seen != self.stamp and meanwhile.untouched(standing, self.seen, self.values):
            self.values, self.seen = dict(kept), self.stamp
        self.cells = [(name, words_for(name), self.values[name], name in shown) for name in QUESTIONS]
        self.changed = self.values != kept

    @property
    def stamp(self) -> str:
        return str(self.standing.seq) if self.standing else ""

    def write(self, year: int, by: Any) -> bool:
        """Write the line where it differs. Returns whether it was written."""
        if not self.changed:
            return False
        if self.standing and self.seen != self.stamp:
            self.error = meanwhile.told(self.standing, self.seen)
            return False
        row = self.standing
        self.standing, self.error = meanwhile.line(row, lambda: records.correct(
            row, by=by, expect=row.seq, **self.values) if row else records.create(
                FacilityCheck, by=by, facility=self.facility, year=year, **self.values))
        return not self.error


def _answer(typed: Any, name: str, kept: bool | None) -> bool | None:
    return ANSWERS.get(typed[name], kept) if typed is not None and name in typed else kept


class CheckGrid:
    """All facilities open in a year, with their checks."""

    def __init__(self, year: int, typed: Any) -> None:
        self.year = year
        begins, ends = dt.date(year, 1, 1), dt.date(year, 12, 31)
        standing = {c.facility_id: c for c in FacilityCheck.objects.filter(year=year)}
        self.rows = [CheckRow(f, standing.get(f.pk), typed) for f in Facility.objects.order_by("kind", "name")
                     if (not f.opened_on or f.opened_on <= ends) and (not f.closed_on or f.closed_on > begins)]
        self.heads = [words_for(name) for name in QUESTIONS]

    def write(self, *, by: Any) -> int:
        """Write every changed line by itself; returns how many."""
        with transaction.atomic():
            return sum(row.write(self.year, by) for row in self.rows)

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.error)
