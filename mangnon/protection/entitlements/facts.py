"""What the register knows of many children on a day: a fixed number of questions to the database, however many."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from mangnon.core.periods import earliest, latest, school_year_on
from mangnon.education.models import Enrolment, Outcome
from mangnon.places.models import Unit, around
from mangnon.registry.exchange import SEALED_GROUPS
from mangnon.registry.models import Child, HouseholdMember, HouseholdStatus, InsuranceCard, Residence

from ..models import Circumstance, Disability, Support
from .judging import Facts


@dataclass
class Gathered:
    """facts: by child.  homes: the unit each lives in.  supports: those that run on the day.  cards: who holds one.

    keeps_cards: whether the register holds any card at all; without one it says nothing of anybody's.
    """

    children: dict[uuid.UUID, Child] = field(default_factory=dict)
    facts: dict[uuid.UUID, Facts] = field(default_factory=dict)
    homes: dict[uuid.UUID, Unit] = field(default_factory=dict)
    supports: dict[uuid.UUID, list[Support]] = field(default_factory=dict)
    cards: set[uuid.UUID] = field(default_factory=set)
    keeps_cards: bool = False


def gather(children: Any, day: dt.date, user: Any, *, sealed: bool) -> Gathered:
    """Read everything of these children (a queryset) that this user may know. sealed: their sealed groups as well."""
    ids = children.order_by().values("pk")
    found = Gathered({child.pk: child for child in children})
    units = Unit.objects.in_bulk()
    held = around(day)
    for child, unit in Residence.objects.on(day).filter(child__in=ids).order_by("from_on").values_list("child", "unit"):
        found.homes[child] = units[unit]
    groups, circumstances = _sets(), Circumstance.objects.filter(child__in=ids).open_to(user).on(day)
    for child, group in circumstances.values_list("child", "group"):
        if sealed or group not in SEALED_GROUPS:
            groups[child].add(group)
    severities = _sets()
    for child, severity in Disability.objects.on(day).filter(child__in=ids).values_list("child", "severity"):
        severities[child].add(severity)
    supports: defaultdict[uuid.UUID, list[Support]] = defaultdict(list)
    for row in Support.objects.on(day).filter(child__in=ids).order_by("from_on", "pk"):
        supports[row.child_id].append(row)
    found.supports = supports
    found.cards = set(InsuranceCard.objects.filter(child__in=ids, from_on__lte=day).exclude(to_on__lte=day).values_list(
        "child", flat=True))
    found.keeps_cards = bool(found.cards) or InsuranceCard.objects.exists()
    poverty, schooling = _poverty(ids, day), _schooling(ids, day)
    for pk, child in found.children.items():
        home = found.homes.get(pk)
        found.facts[pk] = Facts(
            earliest(child.born_on, child.born_precision), latest(child.born_on, child.born_precision),
            frozenset(groups.get(pk, ())), frozenset(severities.get(pk, ())) - {""}, "" in severities.get(pk, ()),
            poverty.get(pk), schooling.get(pk), any(row.kind == "foster" for row in supports.get(pk, ())),
            frozenset(units[one].code for one in held[home.pk]) if home else frozenset())
    return found


def _sets() -> defaultdict[uuid.UUID, set[str]]:
    return defaultdict(set)


def _poverty(ids: Any, day: dt.date) -> dict[uuid.UUID, frozenset[str]]:
    """Each child's household statuses on the day; a child without a household is not in it: nobody knows.

    Where no household at all has a status that day, the year's list was not written yet, and nobody knows of any.
    """
    statuses = _sets()
    for household, status in HouseholdStatus.objects.on(day).values_list("household", "status"):
        statuses[household].add(status)
    if not statuses:
        return {}
    found = _sets()
    for child, household in HouseholdMember.objects.on(day).filter(child__in=ids).values_list("child", "household"):
        found[child] |= statuses.get(household, set())
    return {child: frozenset(held) for child, held in found.items()}


def _schooling(ids: Any, day: dt.date) -> dict[uuid.UUID, str | None]:
    """Each child's place in the school year; "" = she left, None = she moved to where nobody knows.

    A child without a row is not in it: nobody knows either.
    """
    found: dict[uuid.UUID, str | None] = {}
    rows = Enrolment.objects.filter(child__in=ids, school_year=school_year_on(day)).order_by("entered_on", "pk")
    for child, grade, left, outcome in rows.values_list("child", "grade", "left_on", "outcome"):
        if left is None or left > day:
            found[child] = "kindergarten" if grade.startswith("MG") else "school"
        else:
            found[child] = None if outcome == Outcome.TRANSFERRED else ""
    return found
