"""Who may read a case, and as what: the one place where queries about cases start."""
from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import clock

from . import states
from .barring import barred_from
from .models import Case, Duty, Member, Opening, Part


def current(at: Any = None) -> Q:
    """Rows that hold at an instant (now)."""
    now = at or clock.now()
    return Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))


def approves(user: Any) -> bool:
    """Whether this person signs for the commune now: the chairman, a deputy by delegation, the one on duty."""
    return user.can(Permission.SEALED_APPROVE) or Duty.objects.filter(current(), user=user).exists()


def readable(user: Any) -> set[uuid.UUID]:
    """The keys of the cases this person may open: assigned, signing, or behind broken glass; never a barred one."""
    if not user.is_active:
        return set()
    if approves(user):
        found = set(Case.objects.values_list("pk", flat=True))
    else:
        found = set(Member.objects.filter(current(), user=user).exclude(part=Part.KEEPER).values_list(
            "case", flat=True))
        found |= set(Opening.objects.filter(user=user, glass=True, until__gt=clock.now()).values_list(
            "case", flat=True))
    return found - barred_from(user, found)


def parts_of(user: Any, case: Case) -> set[str]:
    """What this person is in a case she may read: owner, approver, helper, or nothing but a reader."""
    found = set(Member.objects.filter(current(), user=user, case=case).values_list("part", flat=True))
    if approves(user):
        found.add(states.APPROVER)
    return found


def owners_of(cases: Iterable[Case]) -> dict[uuid.UUID, list[User]]:
    """Of each case its owners who may read it; a case that has none is not among them. As many queries as owners."""
    keys = [case.pk for case in cases]
    held: dict[User, list[uuid.UUID]] = defaultdict(list)
    for member in Member.objects.filter(current(), case__in=keys, part=Part.OWNER, user__is_active=True
                                        ).select_related("user") if keys else ():
        held[member.user].append(member.case_id)
    found: dict[uuid.UUID, list[User]] = defaultdict(list)
    for owner, hers in held.items():
        for case in set(hers) - barred_from(owner, hers):
            found[case].append(owner)
    return found


def opened(user: Any, case: Case) -> Opening | None:
    """The opening by which this person reads the sealed words now."""
    return Opening.objects.filter(user=user, case=case, until__gt=clock.now()).order_by("-until").first()
