"""The newborn's path: a name, a certificate, a registered residence, an insurance card; and a card that runs out."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Q

from mangnon.accounts.permissions import Permission as P
from mangnon.registry.models import Child, InsuranceCard, Registration

from .step import Event, Step


def _born(first: dt.date, last: dt.date, today: dt.date) -> Any:
    """Alive, born between two days, the day known."""
    return Child.objects.filter(Q(died_on=None) | Q(died_on__gt=today), born_on__range=(first, last),
                                born_precision="day")


def _events(children: Any) -> Iterator[Event]:
    for child, day in children.values_list("pk", "born_on"):
        yield child, day, ""


def nameless(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    yield from _events(_born(first, last, today).filter(full_name=""))


def unregistered(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    yield from _events(_born(first, last, today).filter(birth_registered_on=None))


def without_residence(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Nobody where the register holds no registration at all: then it is not kept here, which says nothing of them."""
    if not Registration.objects.exists():
        return
    yield from _events(_born(first, last, today).exclude(pk__in=Registration.objects.values("child")))


def without_card(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Nobody where the register holds no card at all, as above."""
    if not InsuranceCard.objects.exists():
        return
    yield from _events(_born(first, last, today).exclude(pk__in=InsuranceCard.objects.values("child")))


def card_ends(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Children whose last card ends in these days; a card without an end holds on."""
    open_ended = InsuranceCard.objects.filter(to_on=None).values("child")
    rows = InsuranceCard.objects.exclude(child__in=open_ended).values("child").annotate(ends=Max("to_on"))
    for child, day in rows.filter(ends__range=(first, last)).values_list("child", "ends"):
        yield child, day, ""


CIVIL = (P.CIVIL_WRITE, P.IDENTITY_WRITE)
STEPS = (
    Step("birth_name", nameless, (P.IDENTITY_READ,), "registry:child-edit", CIVIL),
    Step("birth_registration", unregistered, (P.IDENTITY_READ,), "registry:child-edit", CIVIL),
    Step("residence_registration", without_residence, (P.IDENTITY_READ,), "registry:cu-tru-add", CIVIL),
    Step("insurance_card", without_card, (P.IDENTITY_READ,), "registry:the-bao-hiem-add", (P.IDENTITY_WRITE,)),
    Step("insurance_expiry", card_ends, (P.IDENTITY_READ,), "registry:the-bao-hiem-add", (P.IDENTITY_WRITE,)))
