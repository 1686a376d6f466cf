"""What is looked at again each year: circumstances, and the status of poor and near-poor households."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from mangnon.accounts.permissions import Permission as P
from mangnon.core.periods import birthday
from mangnon.protection.models import SEALED_GROUPS, Circumstance
from mangnon.registry.models import HouseholdMember, HouseholdStatus

from .step import Event, Step


def _last_round(begun: dt.date, first: dt.date, last: dt.date) -> dt.date | None:
    """The anniversary (or the beginning) between two days, the latest of several."""
    found = None
    for years in range(last.year - begun.year + 1):
        day = begun if not years else birthday(begun, years)
        if first <= day <= last:
            found = day
    return found


def circumstances(*, sealed: bool) -> Callable[[dt.date, dt.date, dt.date], Iterator[Event]]:
    """Children in special circumstances whose beginning, or its last anniversary, lies between two days."""
    def find(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
        rows = Circumstance.objects.filter(Q(to_on=None) | Q(to_on__gt=today), from_on__lte=last)
        rows = rows.filter(group__in=SEALED_GROUPS) if sealed else rows.exclude(group__in=SEALED_GROUPS)
        yield from _anniversaries(rows.values_list("child", "from_on"), first, last)
    return find


def poverty(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Children of households whose status ends in time to be looked at, or began a year (or years) before.

    The days run from a beginning, so a status with an end has its event a year before that end.
    """
    rows = HouseholdStatus.objects.filter(Q(to_on=None, from_on__lte=last) | Q(to_on__gt=first))
    events = []
    starts = list(HouseholdStatus.objects.values_list("household", "from_on"))

    def goes_on(end: dt.date) -> set[Any]:
        return {household for household, begun in starts if begun >= end}

    for household, begun, ends in rows.values_list("household", "from_on", "to_on"):
        if ends and (ends <= today or household in goes_on(ends)):
            # It has ended, or the next one stands already: nothing is left to look at.
            continue
        event = ends - dt.timedelta(days=365) if ends else _last_round(begun, first, last)
        if event and first <= event <= last:
            events.append((household, event))
    members: dict[Any, list[Any]] = {}
    for household, child in HouseholdMember.objects.on(today).filter(
            household__in=[household for household, _event in events]).values_list("household", "child"):
        members.setdefault(household, []).append(child)
    for household, event in events:
        yield from ((child, event, "") for child in members.get(household, ()))


def _anniversaries(rows: Any, first: dt.date, last: dt.date) -> Iterator[Event]:
    for child, begun in rows:
        if event := _last_round(begun, first, last):
            yield child, event, ""


STEPS = (
    Step("circumstance_review", circumstances(sealed=False), (P.SUPPORT_READ,), "protection:hoan-canh-add",
         (P.SEALED_WRITE,)),
    Step("circumstance_review", circumstances(sealed=True), (P.SEALED_READ,), "protection:hoan-canh-add",
         (P.SEALED_WRITE,), sealed=True),
    Step("poverty_review", poverty, (P.IDENTITY_READ,)))
