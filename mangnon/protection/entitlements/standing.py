"""How every policy stands for children on a day: entitled or not, asked for, answered, received."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mangnon.places.models import Unit
from mangnon.registry.exchange import SEALED_GROUPS
from mangnon.registry.models import Child

from ..models import Claim, Support
from ..scope import reads_sealed
from .facts import Gathered, gather
from .judging import Answer, Judge, Verdict
from .models import Given
from .policies import policies
from .policy_file import CARD, Policy


class State(StrEnum):
    """How a policy stands for a child.

    waiting: for an answer.  similar: such help runs and nobody wrote of which policy, or cards are not kept here.
    none: not asked for.
    """

    RECEIVES = "receives"
    WAITING = "waiting"
    REFUSED = "refused"
    SIMILAR = "similar"
    NONE = "none"
    UNKNOWN = "unknown"
    NOT_ENTITLED = "not_entitled"


LACKING = (State.NONE, State.WAITING, State.REFUSED, State.SIMILAR)
"""Entitled, and not known to receive."""


@dataclass(frozen=True)
class Standing:
    """One policy for one child. claim: the newest request.  claims: all of them.  sealed: that she qualifies tells a
    sealed group of hers."""

    child: Child
    unit: Unit | None
    verdict: Verdict
    state: State
    claims: tuple[Claim, ...]
    sealed: bool
    late: bool = False
    support: Support | None = None

    @property
    def policy(self) -> Policy:
        return self.verdict.policy

    @property
    def claim(self) -> Claim | None:
        return self.claims[0] if self.claims else None


def standings(children: Any, day: dt.date, user: Any, *, sealed: bool = True) -> list[Standing]:
    """Every policy of the day for each of these children (a queryset the caller has narrowed to whom the user sees).

    sealed: False leaves out what is sealed although the user may read it, for paper that others will hold.
    """
    rules, sealed = policies(), sealed and reads_sealed(user)
    found = gather(children, day, user, sealed=sealed)
    claims: dict[tuple[uuid.UUID, str], list[Claim]] = defaultdict(list)
    rows = Claim.objects.open_to(user).filter(child__in=children.order_by().values("pk")).select_related("support")
    rows = rows if sealed else rows.filter(sealed=False)
    for row in rows.order_by("-applied_on", "-answered_on", "-seq"):
        claims[row.child_id, row.policy].append(row)
    tied: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for (child, _code), made in claims.items():
        tied[child] |= {row.support.pk for row in made if row.support}
    judge = Judge(rules.on(day), rules.rates, rules.kinds, day)
    told: list[Standing] = []
    for pk, facts in found.facts.items():
        verdicts = judge.all(facts)
        open_facts = replace(facts, groups=facts.groups - SEALED_GROUPS)
        plain = verdicts if open_facts == facts else judge.all(open_facts)
        free = [row for row in found.supports.get(pk, ()) if row.pk not in tied[pk]]
        for verdict, without in zip(verdicts, plain, strict=True):
            tells = verdict.policy.sealed or verdict.answer != without.answer
            made_of = tuple(claims.get((pk, verdict.policy.code), ()))
            told.append(_standing(found, pk, verdict, made_of, tells, free, day))
    return told


def _standing(found: Gathered, pk: uuid.UUID, verdict: Verdict, made: tuple[Claim, ...], tells: bool,
              free: list[Support], day: dt.date) -> Standing:
    child, unit = found.children[pk], found.homes.get(pk)
    newest, support = made[0] if made else None, None
    granted = next((row for row in made if row.answer == Given.GRANTED and _runs(row, day)), None)
    state, late = State.NONE, False
    if granted or (verdict.policy.support == CARD and pk in found.cards and verdict.answer is Answer.YES):
        state = State.RECEIVES
    elif verdict.answer is not Answer.YES and newest is None:
        state = State.UNKNOWN if verdict.answer is Answer.UNKNOWN else State.NOT_ENTITLED
    elif newest is not None and newest.answer == "":
        state, late = State.WAITING, newest.due_on is not None and newest.due_on < day
    elif newest is not None and newest.answer == Given.REFUSED:
        state = State.REFUSED if verdict.answer is not Answer.NO else State.NOT_ENTITLED
    elif verdict.answer is not Answer.YES:
        state = State.UNKNOWN if verdict.answer is Answer.UNKNOWN else State.NOT_ENTITLED
    else:
        support = next((row for row in free if row.kind == verdict.policy.support), None)
        unseen = verdict.policy.support == CARD and not found.keeps_cards
        state = State.SIMILAR if support or unseen else State.NONE
    return Standing(child, unit, verdict, state, made, tells, late, support)


def _runs(claim: Claim, day: dt.date) -> bool:
    """Whether what was granted is still received: by the support it became, else from the day it was granted on.

    A support that was taken out of the register, or has ended, is received no more.
    """
    if claim.receives_from is None or claim.receives_from > day:
        return False
    rule = policies().named(claim.policy, day)
    if claim.support is None:
        return rule is not None and rule.support in ("", CARD)
    return claim.support.to_on is None or claim.support.to_on > day


def entitled(rows: list[Standing]) -> list[Standing]:
    """Those who qualify on the day."""
    return [row for row in rows if row.verdict.answer is Answer.YES]


def in_force(day: dt.date, user: Any) -> list[Policy]:
    """The policies this person may hear of."""
    return [policy for policy in policies().on(day) if not policy.sealed or reads_sealed(user)]
