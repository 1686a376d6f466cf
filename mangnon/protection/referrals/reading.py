"""Who may see a referral, and as what: the one place where queries about referrals start."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from mangnon.accounts.permissions import Permission
from mangnon.protection.cases.barring import barred_from, near_children
from mangnon.protection.cases.models import Case
from mangnon.protection.cases.reading import approves, parts_of
from mangnon.protection.cases.states import OWNER
from mangnon.registry.models import Child

from . import states
from .models import Referral


def kept_from(user: Any, rows: Iterable[Referral]) -> set[Any]:
    """The keys of these referrals that must not exist for this person."""
    rows = list(rows)
    cases = barred_from(user, {row.case_id for row in rows if row.case_id})
    near = near_children(user, {row.child_id for row in rows if row.child_id})
    return {row.pk for row in rows if row.case_id in cases or row.child_id in near}


def received(user: Any) -> list[Referral]:
    """What was sent to this person; a withdrawn one stands without its words."""
    if not user.is_active:
        return []
    rows = list(Referral.objects.filter(receiver=user).exclude(state=states.DRAFT).exclude(
        state=states.WITHDRAWN, sent_at=None).select_related("case"))
    kept = kept_from(user, rows) if rows else set()
    return [row for row in rows if row.pk not in kept]


def sent(user: Any) -> list[Referral]:
    """What this person sends or answers for: of her cases, and of children without a case."""
    cases = Case.objects.open_to(user)
    mine = Q(case__in=cases) | Q(case=None, made_by=user)
    if approves(user):
        mine |= Q(case=None)
    rows = list(Referral.objects.filter(mine).select_related("case", "receiver"))
    kept = kept_from(user, [row for row in rows if row.child_id])
    return [row for row in rows if row.pk not in kept]


def found(user: Any, code: str) -> Referral | None:
    """A referral by its code, if it exists for this person."""
    row = Referral.objects.select_related("case", "child", "receiver", "made_by").filter(code=code).first()
    return row if row is not None and parts(user, row) is not None else None


def parts(user: Any, row: Referral) -> set[str] | None:
    """What this person is in a referral: sender, receiver, an empty set for a reader; None: it is not there."""
    if not user.is_active or kept_from(user, [row]):
        return None
    mine: set[str] = set()
    if row.receiver_id == user.pk and row.state != states.DRAFT and (row.sent_at or row.state != states.WITHDRAWN):
        mine.add(states.RECEIVER)
    if row.case_id:
        reads = Case.objects.open_to(user).filter(pk=row.case_id).exists()
        if row.case is not None and reads and OWNER in parts_of(user, row.case):
            mine.add(states.SENDER)
    else:
        reads = row.made_by_id == user.pk or approves(user)
        if row.made_by_id == user.pk:
            mine.add(states.SENDER)
    return mine if mine or reads else None


def may_refer(user: Any, child: Child) -> bool:
    """Whether this person may refer a child without a case."""
    from mangnon.registry.scope import reaches

    return reaches(user, child.pk, Permission.SUPPORT_WRITE) and not near_children(user, {child.pk})
