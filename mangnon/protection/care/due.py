"""What is due in alternative care and with children at risk on a day: hand-overs, visits, the quarter's list."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch

from mangnon.places.models import Unit
from mangnon.registry.models import Carer, Child, Residence

from ..models import AtRisk, CareFamily, Circumstance, Placement, Support, SupportKind
from .rules import quarter_begins, quarter_ends, rules


@dataclass(frozen=True)
class PlacementLine:
    """A running placement. due_on: of the hand-over, else of the next visit, else None."""

    row: Placement
    last_visit: dt.date | None
    due_on: dt.date
    day: dt.date

    @property
    def handed_over(self) -> bool:
        return self.row.handed_over_on is not None

    @property
    def late(self) -> bool:
        return self.due_on < self.day


def placements(children: Any, day: dt.date) -> list[PlacementLine]:
    """Those that run on the day of these children (a queryset), what is due first."""
    found, said = [], rules()
    rows = Placement.objects.running(day).filter(child__in=children.order_by().values("pk")).select_related(
        "child", "family", "facility", "support").annotate(last=Max("visits__visited_on"))
    for row in rows:
        due = said.visit_due(row.handed_over_on, row.last) if row.handed_over_on else row.handover_due_on
        found.append(PlacementLine(row, row.last, due, day))
    return sorted(found, key=lambda one: (one.handed_over, one.due_on, one.row.child.name_sort))


@dataclass(frozen=True)
class FamilyLine:
    """A family of the list. state: "done" this quarter, "due" in it, "late" since the last one."""

    row: CareFamily
    last: dt.date | None
    taken: int
    state: str


def families(day: dt.date) -> list[FamilyLine]:
    """The list on a day with who was asked again this quarter; who was not stands first."""
    begins = quarter_begins(day)
    before = quarter_begins(begins - dt.timedelta(days=1))
    found = []
    running = Placement.objects.running(day)
    rows = CareFamily.objects.on(day).select_related("unit").annotate(last=Max("confirmations__confirmed_on"))
    for row in rows.prefetch_related(Prefetch("placements", running, to_attr="runs")):
        # Who came onto the list this quarter was asked then.
        asked = max(row.last or row.from_on, row.from_on)
        state = "done" if asked >= begins else "due" if asked >= before else "late"
        found.append(FamilyLine(row, row.last, len(row.runs), state))
    order = {"late": 0, "due": 1, "done": 2}
    return sorted(found, key=lambda one: (order[one.state], one.row.unit.name, one.row.head_name))


def list_is_due(day: dt.date) -> bool:
    """Whether the end of the quarter is near enough to go through the list."""
    return (quarter_ends(day) - day).days <= rules().ahead_days


def in_need(children: Any, day: dt.date, user: Any) -> list[tuple[Child, list[Circumstance]]]:
    """Children under 16 without anybody to care for them by their group, whom nobody was decided to take.

    Who is helped as fostered or cared for already has somebody, although no placement was written here. carers: who
    looks after her by the register; she may well live with relatives.
    """
    groups = Circumstance.objects.filter(group__in=rules().groups).open_to(user).on(day)
    helped = Support.objects.on(day).filter(kind__in=(SupportKind.FOSTER, SupportKind.CARE))
    carers = Carer.objects.exclude(to_on__lte=day)
    rows = children.resident_on(day).aged(day, 0, 15).filter(pk__in=groups.values("child")).exclude(
        pk__in=Placement.objects.running(day).values("child")).exclude(pk__in=helped.values("child"))
    rows = rows.prefetch_related(Prefetch("circumstances", groups, to_attr="needs"),
                                 Prefetch("carers", carers, to_attr="held_by"))
    return [(child, child.needs) for child in rows]


@dataclass(frozen=True)
class RiskLine:
    """A sign that is open, with its last visit and by when the next is due."""

    row: AtRisk
    unit: Unit | None
    last_visit: dt.date | None
    due_on: dt.date
    day: dt.date

    @property
    def late(self) -> bool:
        return self.due_on < self.day


def risks(children: Any, day: dt.date) -> list[RiskLine]:
    """Open signs of these children (a queryset), the visit due first first."""
    ids, said = children.order_by().values("pk"), rules()
    units = Unit.objects.in_bulk()
    homes = {child: units[unit] for child, unit in Residence.objects.on(day).filter(child__in=ids).order_by(
        "from_on").values_list("child", "unit")}
    rows = AtRisk.objects.on(day).filter(child__in=ids).select_related("child").annotate(last=Max("visits__visited_on"))
    found = [RiskLine(row, homes.get(row.child_id), row.last, row.visit_on or said.risk_due(row.from_on, row.last), day)
             for row in rows]
    return sorted(found, key=lambda one: (one.due_on, one.row.child.name_sort, str(one.row.pk)))
