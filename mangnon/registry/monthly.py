"""What changed in a thôn in a month, as the register holds it; who has sent a sheet and who has not, since when."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from mangnon.core import audit, records, sequence
from mangnon.core.models import Owner
from mangnon.core.periods import add_months, month_day
from mangnon.places.models import Unit, below

from .models import Child, MonthlyReport, Residence

MONTHS = 12
"""Months that the officer's table looks back."""


@dataclass
class Changes:
    """Children by what happened to them in the month."""

    born: list[Child] = field(default_factory=list)
    died: list[Child] = field(default_factory=list)
    came: list[Child] = field(default_factory=list)
    left: list[Child] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {"born": len(self.born), "died": len(self.died), "came": len(self.came), "left": len(self.left)}

    @property
    def everyone(self) -> list[Child]:
        return [*self.born, *self.died, *self.came, *self.left]

    @property
    def none(self) -> bool:
        return not any(self.counts.values())


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return month_day(day.year, day.month, 1)


def changes_of(unit: Unit, month: dt.date) -> Changes:
    """Births, deaths, arrivals and departures of a month (its first day); who died did not move away."""
    end = add_months(month, 1)
    # Homes in a thôn that has become part of this one are homes here.
    inside = below([unit], end - dt.timedelta(days=1))
    homes = Residence.objects.filter(unit__in=inside).select_related("child")
    found = Changes()
    for home in homes.filter(from_on__gte=month, from_on__lt=end).order_by("child__name_sort", "pk"):
        before = Residence.objects.on(home.from_on - dt.timedelta(days=1)).filter(child=home.child, unit__in=inside)
        if home.from_on == home.child.born_on:
            found.born.append(home.child)
        elif not before.exclude(pk=home.pk).exists():
            found.came.append(home.child)
    for home in homes.filter(child__died_on__gte=month, child__died_on__lt=end).order_by("child__name_sort", "pk"):
        died: Any = home.child.died_on
        if home.from_on <= died and (home.to_on is None or home.to_on >= died) and home.child not in found.died:
            found.died.append(home.child)
    for home in homes.filter(to_on__gte=month, to_on__lt=end).order_by("child__name_sort", "pk"):
        # The child's next home in the same thôn is no departure, nor is a death.
        gone: Any = home.to_on
        stays = Residence.objects.on(gone).filter(child=home.child, unit__in=inside).exists()
        if (home.child.died_on is None or home.child.died_on > gone) and not stays:
            found.left.append(home.child)
    return found


def send(unit: Unit, month: dt.date, *, by: Any, on: dt.date, nothing: bool, note: str = "") -> MonthlyReport:
    """Keep a thôn's word about a month; sent again, it stands anew and waits for the officer again.

    Raises ValueError for a month that has not begun, or for "nothing changed" where the register holds a change.
    """
    if month > on:
        raise ValueError("month")
    changes = changes_of(unit, month)
    if nothing and not changes.none:
        raise ValueError("nothing")
    values: dict[str, Any] = {"nothing": nothing, "counts": changes.counts, "note": note, "sent_on": on,
              "sent_by": audit.actor_of(by)[0], "approved_on": None, "approved_by": "", "reply": ""}
    with transaction.atomic():
        # Pressed twice at once, the second waits here and then finds the first.
        sequence.take()
        standing = MonthlyReport.objects.filter(unit=unit, month=month).first()
        if standing:
            return records.correct(standing, by=by, **values)
        return records.create(MonthlyReport, by=by, unit=unit, month=month, **values)


def held(changes: Changes) -> str:
    """What the register holds of a month, to send back with an approval: other counts are approved by another word."""
    return "-".join(str(n) for n in changes.counts.values())


class Contradicted(Exception):
    """The register says other than the sheet, and nobody has said that it is approved all the same."""


def approve(report: MonthlyReport, *, by: Any, on: dt.date, expect: int | None = None, sure: str = "",
            ) -> MonthlyReport:
    """Approve a sheet as it was read. expect: the sequence of the sheet the officer saw.

    sure: what the register held when she said "all the same".  Raises ChangedMeanwhile, Contradicted.
    """
    with transaction.atomic():
        fresh = records.held(report, expect)
        changes = changes_of(fresh.unit, fresh.month)
        if fresh.counts != changes.counts and sure != held(changes):
            raise Contradicted
        return records.correct(fresh, by=by, approved_on=on, approved_by=audit.actor_of(by)[0], reply="")


def ask_back(report: MonthlyReport, *, by: Any, words: str, expect: int | None = None) -> MonthlyReport:
    """Ask the thôn about its sheet. Raises ValueError without words, ChangedMeanwhile."""
    if not words:
        raise ValueError("words")
    return records.correct(report, by=by, expect=expect, reply=words, approved_on=None, approved_by="")


@dataclass
class PlaceMonths:
    """A thôn's last months. cells: (month, its report or None).  silent_since: the first ended month without one.

    first: the month in which this program was first used: what lies before is no arrear.
    """

    unit: Unit
    cells: list[tuple[dt.date, MonthlyReport | None]]
    silent_since: dt.date | None
    first: dt.date

    @property
    def behind(self) -> int:
        """Whole months that ended without a sheet."""
        return sum(report is None and month >= self.first for month, report in self.cells[:-1])

    @property
    def told(self) -> list[tuple[dt.date, str]]:
        """(month, how it stands): approved, sent, missing; running, where it is not over; before the first use."""
        return [(month, _standing(report, "running" if month == self.cells[-1][0] else
                                  "missing" if month >= self.first else "before")) for month, report in self.cells]


def _standing(report: MonthlyReport | None, without: str) -> str:
    return without if report is None else "approved" if report.approved_on else "sent"


def first_month() -> dt.date:
    """The month in which this program was first used, or that of the first sheet where that is earlier."""
    begun = month_of(timezone.localdate(Owner.current().created_at))
    sheet = MonthlyReport.objects.order_by("month").values_list("month", flat=True).first()
    return min(begun, sheet) if sheet else begun


def months_of(units: Iterable[Unit], today: dt.date) -> list[PlaceMonths]:
    """The last twelve months of each thôn, the running one last."""
    now = month_of(today)
    months = [add_months(now, -n) for n in reversed(range(MONTHS))]
    rows: dict[tuple[uuid.UUID, dt.date], MonthlyReport] = {
        (row.unit_id, row.month): row for row in MonthlyReport.objects.filter(month__gte=months[0])}
    found, first = [], first_month()
    for unit in units:
        cells = [(month, rows.get((unit.pk, month))) for month in months]
        since = next((month for month, report in cells[:-1] if report is None and month >= first), None)
        found.append(PlaceMonths(unit, cells, since, first))
    return found
