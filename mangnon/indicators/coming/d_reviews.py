"""What is looked at again each year: circumstances, and the status of poor and near-poor households."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Max, Q

from mangnon.accounts.permissions import Permission as P
from mangnon.core.periods import birthday
from mangnon.protection.models import SEALED_GROUPS, Circumstance, CircumstanceReview
from mangnon.registry.models import HouseholdMember, HouseholdReview, HouseholdStatus

from .step import Event, Step, built_in


def counts_from(ends: dt.date) -> dt.date:
    """The first day on which a review is that of a status's end; what was looked at before is no answer to it."""
    return ends - dt.timedelta(days=built_in()["poverty_review"].before_end_days - 1)


def _last_round(begun: dt.date, first: dt.date, last: dt.date) -> dt.date | None:
    """The anniversary (or the beginning) between two days, the latest of several."""
    found = None
    for years in range(last.year - begun.year + 1):
        day = begun if not years else birthday(begun, years)
        if first <= day <= last:
            found = day
    return found


def circumstances(*, sealed: bool) -> Callable[[dt.date, dt.date, dt.date], Iterator[Event]]:
    """Children in special circumstances, once each: the year runs from the last review, else from the beginning or its
    last anniversary."""
    def find(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
        rows = Circumstance.objects.filter(Q(to_on=None) | Q(to_on__gt=today), from_on__lte=last)
        rows = rows.filter(group__in=SEALED_GROUPS) if sealed else rows.exclude(group__in=SEALED_GROUPS)
        seen = dict(CircumstanceReview.objects.filter(sealed=sealed).values_list("child").annotate(
            day=Max("reviewed_on")))
        found: dict[Any, dt.date] = {}
        for child, begun in rows.values_list("child", "from_on"):
            event = _last_round(max(begun, seen.get(child, begun)), first, last)
            if event:
                found[child] = min(event, found.get(child, event))
        yield from ((child, event, "") for child, event in found.items())
    return find


def poverty(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Children of households whose status is to be looked at again: one with an end by that end, else each year."""
    due = households_due(first, last, today)
    for household, child in HouseholdMember.objects.on(today).filter(household__in=list(due)).values_list(
            "household", "child"):
        yield child, due[household], ""


def households_due(first: dt.date, last: dt.date, today: dt.date) -> dict[Any, dt.date]:
    """Household to the day its year runs from, where that lies between two days.

    The days run from a beginning, so a status with an end has its event a year before that end. One that has run out
    is asked for until it was reviewed, the next one stands, or half of those whose status ran out on that day have a
    newer one: then the commune's round has been written, and who is not in it was left out by it.
    """
    statuses = list(HouseholdStatus.objects.values_list("household", "from_on", "to_on"))
    seen = dict(HouseholdReview.objects.values_list("household").annotate(day=Max("reviewed_on")))
    starts: dict[Any, list[dt.date]] = {}
    for household, begun, _ends in statuses:
        starts.setdefault(household, []).append(begun)
    renewed: dict[dt.date, list[bool]] = {}
    for household, _begun, ends in statuses:
        if ends is not None:
            renewed.setdefault(ends, []).append(any(start >= ends for start in starts[household]))
    found: dict[Any, dt.date] = {}
    for household, begun, ends in statuses:
        reviewed = seen.get(household)
        if ends is None:
            event = _last_round(max(begun, reviewed or begun), first, last)
        else:
            over = (ends <= today and sum(renewed[ends]) * 2 >= len(renewed[ends])) or any(
                start >= ends for start in starts[household])
            done = reviewed is not None and reviewed >= counts_from(ends)
            event = None if over or done else ends - dt.timedelta(days=365)
        if event and first <= event <= last:
            found[household] = min(event, found.get(household, event))
    return found


STEPS = (
    Step("circumstance_review", circumstances(sealed=False), (P.SUPPORT_READ,), "indicators:review-child",
         (P.SEALED_WRITE,)),
    Step("circumstance_review", circumstances(sealed=True), (P.SEALED_READ,), "indicators:review-child",
         (P.SEALED_WRITE,), sealed=True),
    Step("poverty_review", poverty, (P.IDENTITY_READ,), "indicators:review-home", (P.IDENTITY_WRITE,)))
