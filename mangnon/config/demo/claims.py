"""Requests and papers of the invented commune: help that runs is tied to its policy, a few wait, one was refused."""
from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.accounts.models import User
from mangnon.protection.entitlements.actions import tick, write_claim
from mangnon.protection.entitlements.standing import Standing, State, standings
from mangnon.protection.models import Circumstance, Disability
from mangnon.registry.models import Child

TIED_OF = 4
"""Of so many whose help runs, one stays without its policy: it is still to be asked about."""
ASKED_OF = 3
"""Of so many who are entitled and have nothing, one has asked for it."""


def add_claims(day: dt.date, *, by: User) -> None:
    """Write them for children with special circumstances or a disability; the rest is still to be worked."""
    children = Child.objects.filter(died_on=None).filter(pk__in=[
        *Circumstance.objects.on(day).values_list("child", flat=True),
        *Disability.objects.on(day).values_list("child", flat=True)])
    asked = 0
    used: set[Any] = set()
    for n, row in enumerate(standings(children.in_name_order(), day, by)):
        if row.policy.support == "card":
            continue
        if row.state is State.SIMILAR and row.support and row.support.pk not in used and n % TIED_OF:
            used.add(row.support.pk)
            _write(row, by, None, answer="granted", answered_on=row.support.from_on, receives_from=row.support.from_on,
                   support=row.support)
        elif row.state is State.NONE:
            asked += 1
            if asked % ASKED_OF == 1:
                tick(row.child, ["khai-sinh", "dinh-danh"], ["khai-sinh", "dinh-danh"], by=by,
                     on=day - dt.timedelta(days=40))
                # The first is past its answer date, the second was refused, the others wait.
                turn = asked // ASKED_OF
                _write(row, by, day - dt.timedelta(days=60 if turn == 0 else 20), **(
                    {"answer": "refused", "answered_on": day - dt.timedelta(days=6),
                     "refusal": "Thiếu giấy xác nhận còn giá trị (số liệu minh họa)"} if turn == 1 else {"answer": ""}))


def _write(row: Standing, by: User, applied: dt.date | None, **values: Any) -> None:
    write_claim(None, by=by, child=row.child, policy=row.policy, sealed=row.sealed,
                **{"receives_from": None, "applied_on": applied, **values})
