"""What is to be reviewed now, and the fast answer "looked at, nothing changed": circumstances, and households."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import records
from mangnon.health.calling import homes_of
from mangnon.protection import review_actions
from mangnon.protection.models import SEALED_GROUPS, Circumstance, CircumstanceReview
from mangnon.registry import actions
from mangnon.registry.household_views import seen
from mangnon.registry.models import Child, Household, HouseholdMember, HouseholdReview, HouseholdStatus
from mangnon.web import formats
from mangnon.web.history import People

from .coming import steps
from .coming.d_reviews import counts_from
from .coming.step import Due, calendar, due_of
from .words import english

CIRCUMSTANCES, HOMES = "hoan-canh", "ho-ngheo"
WRITE = {CIRCUMSTANCES: Permission.SEALED_WRITE, HOMES: Permission.IDENTITY_WRITE}
CODES = {CIRCUMSTANCES: "circumstance_review", HOMES: "poverty_review"}
LATELY = dt.timedelta(days=30)
"""How long a review can be taken back on the page itself."""


@dataclass
class Row:
    """One thing to review. key: what the page sends back.  facts: what stands, in words, each with where it is
    corrected.  children: whom it speaks of.  ends: the end of what stands, None where it has none."""

    key: str
    who: str
    url: str
    place: str
    due: dt.date
    late: int
    last: dt.date | None
    change: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    ends: dt.date | None = None

    @property
    def ended(self) -> bool:
        """Whether its time has run out or will, so that unchanged means it stays ended."""
        return self.ends is not None


def too_early(rows: Iterable[Row], on: dt.date) -> list[Row]:
    """Those that a review of this day would leave due: it lies before the days that answer for the end."""
    return [row for row in rows if row.ends and on < counts_from(row.ends)]


def rows_of(kind: str, user: Any, today: dt.date, child: uuid.UUID | None = None) -> list[Row]:
    """What is due or late of a kind, among what this user may write; the longest overdue first."""
    own = calendar()
    found = due_of([step for step in steps() if step.code == CODES[kind]], today,
                   today + dt.timedelta(days=own[CODES[kind]].ahead_days), own, user=user)
    mine = Child.objects.visible_to(user, WRITE[kind]).resident_on(today).in_bulk(list({due.child for due in found}))
    found = [due for due in found if due.child in mine and child in (None, due.child)]
    rows = _circumstances(found, mine, today) if kind == CIRCUMSTANCES else _homes(found, mine, user, today)
    return sorted(rows, key=lambda row: (row.due, row.place, row.who))


def _circumstances(found: list[Due], children: dict[Any, Child], today: dt.date) -> list[Row]:
    ids = [due.child for due in found]
    homes = homes_of(ids, today)
    standing: dict[tuple[Any, bool], list[tuple[str, str]]] = defaultdict(list)
    for row in Circumstance.objects.filter(Q(to_on=None) | Q(to_on__gt=today), child__in=ids, from_on__lte=today
                                           ).order_by("from_on"):
        words = _("%(what)s, từ %(day)s") % {"what": row, "day": formats.date(row.from_on, english=english())}
        standing[row.child_id, row.group in SEALED_GROUPS].append(
            (words, reverse("protection:hoan-canh-edit", args=[row.child_id, row.pk])))
    last = {(one, sealed): day for one, sealed, day in CircumstanceReview.objects.filter(child__in=ids).values_list(
        "child", "sealed").annotate(day=Max("reviewed_on"))}
    return [Row(f"{due.child}:{int(due.step.sealed)}", str(child), child.get_absolute_url(),
                homes[due.child].name if due.child in homes else "", due.on, due.late_by(today),
                last.get((due.child, due.step.sealed)), reverse("protection:hoan-canh-add", args=[due.child]),
                standing[due.child, due.step.sealed], [child])
            for due in found for child in [children[due.child]]]


def _homes(found: list[Due], children: dict[Any, Child], user: Any, today: dt.date) -> list[Row]:
    """One row a household, however many children it has."""
    days = {due.child: due for due in found}
    members: dict[Any, list[Child]] = defaultdict(list)
    for household, one in HouseholdMember.objects.on(today).filter(child__in=days).values_list("household", "child"):
        members[household].append(children[one])
    last = dict(HouseholdReview.objects.filter(household__in=members).values_list("household").annotate(
        day=Max("reviewed_on")))
    statuses: dict[Any, HouseholdStatus] = {status.household_id: status for status in HouseholdStatus.objects.filter(
        household__in=members, from_on__lte=today).order_by("from_on")}
    rows = []
    for household in seen(user, Permission.IDENTITY_WRITE).filter(pk__in=members):
        status = statuses.get(household.pk)
        if status is None:
            # A child of two households: only one of them is poor.
            continue
        due = min((days[one.pk] for one in members[household.pk]), key=lambda due: due.on)
        words = {"what": status, "from": formats.date(status.from_on, english=english()),
                 "to": formats.date(status.to_on, english=english()) if status.to_on else ""}
        told = _("%(what)s, từ %(from)s đến trước %(to)s") if status.to_on else _("%(what)s, từ %(from)s")
        rows.append(Row(str(household.pk), str(household), reverse("registry:household", args=[household.pk]),
                        household.unit.name, due.on, due.late_by(today), last.get(household.pk),
                        reverse("registry:household-status", args=[household.pk]),
                        [(told % words, reverse("registry:household-status-edit", args=[household.pk, status.pk]))],
                        sorted(members[household.pk], key=lambda one: one.name_sort), status.to_on))
    return rows


def review(kind: str, rows: Iterable[Row], *, by: Any, on: dt.date) -> int:
    """Keep that these were looked at and stood, each by itself. Returns how many were new."""
    count = 0
    for row in rows:
        if kind == HOMES:
            count += actions.review_household(Household.objects.get(pk=row.key), by=by, on=on)
        else:
            count += review_actions.review(row.children[0], by=by, on=on, sealed=row.key.endswith(":1"))
    return count


@dataclass(frozen=True)
class Done:
    """A review of the last days, to be taken back where it was a slip."""

    pk: uuid.UUID
    who: str
    url: str
    on: dt.date
    by: str


def done(kind: str, user: Any, today: dt.date) -> list[Done]:
    """The reviews of the last days as the page tells them."""
    people = People()
    found = []
    for row in _lately(kind, user, today):
        who = row.household if kind == HOMES else row.child
        url = reverse("registry:household", args=[who.pk]) if kind == HOMES else who.get_absolute_url()
        found.append(Done(row.pk, str(who), url, row.reviewed_on, people.of(row.reviewed_by)))
    return found


def _lately(kind: str, user: Any, today: dt.date) -> list[Any]:
    """The reviews of the last days, of what this user may write, the newest first."""
    if kind == HOMES:
        return list(HouseholdReview.objects.filter(
            reviewed_on__gte=today - LATELY, household__in=seen(user, Permission.IDENTITY_WRITE)).select_related(
            "household").order_by("-seq"))
    rows = CircumstanceReview.objects.filter(reviewed_on__gte=today - LATELY, child__in=Child.objects.visible_to(
        user, Permission.SEALED_WRITE))
    return list(rows.open_to(user).select_related("child").order_by("-seq"))


def take_back(kind: str, key: str, *, by: Any, today: dt.date) -> bool:
    """Take a review of the last days out again; False where it is not there (any more)."""
    row = next((one for one in _lately(kind, by, today) if str(one.pk) == key), None)
    if row is None:
        return False
    records.remove(row, by=by, reason=_("ghi nhầm lần rà soát"))
    return True
