"""Which children a user may see at all, and which part of them: the one place where queries about children start."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from mangnon.accounts.permissions import Permission
from mangnon.core import clock

if TYPE_CHECKING:
    from mangnon.accounts.scopes import Scope

    from .models import ChildQuerySet


def visible_children(children: ChildQuerySet, user: Any, *to: Permission, on: dt.date | None = None) -> ChildQuerySet:
    """Narrow to the children of the user's places: own thôn by residence, own school by attachment.

    to: what is read or written, any of these; without it, identity. Who holds two roles may do in each place only what
    the role of that place allows. A child who moved out of a thôn is no longer that thôn's.
    """
    day = on or clock.today()
    found = children
    rules = [_rule([user.scope(Permission.IDENTITY_READ)], day)]
    if to:
        rules.append(_rule([user.scope(permission) for permission in to], day))
    for rule in rules:
        if rule is not None:
            found = found.filter(rule)
    return found


def children_of(scope: Scope, day: dt.date) -> Q:
    """The children of a place on a day: those who live in its units, or belong to its facilities; of everything, all.

    For queries about children (``Child.objects.filter``).
    """
    rule = _rule([scope], day)
    return Q() if rule is None else rule


def reaches(user: Any, child: uuid.UUID, *to: Permission) -> bool:
    """Whether any of these permissions holds for a child: for tabs, links and lines of the timeline."""
    if any(user.scope(permission).everything for permission in to):
        return True
    if not any(user.can(permission) for permission in to):
        return False
    from .models import Child

    known = user.__dict__.setdefault("_reaches", {})
    if (child, to) not in known:
        known[child, to] = Child.objects.visible_to(user, *to).filter(pk=child).exists()
    return bool(known[child, to])


def reach_many(user: Any, children: Collection[uuid.UUID], *to: Permission) -> None:
    """Ask about many children at once what ``reaches`` is going to be asked of each."""
    from .models import Child

    seen = set(Child.objects.visible_to(user, *to).filter(pk__in=children).values_list("pk", flat=True))
    user.__dict__.setdefault("_reaches", {}).update({(child, to): child in seen for child in children})


def _rule(scopes: list[Scope], day: dt.date) -> Q | None:
    """The condition that any of these scopes sets; None where one of them is the whole commune."""
    from .models import Attachment, Residence

    if any(scope.everything for scope in scopes):
        return None
    rule = Q(pk__in=[])
    units = frozenset[uuid.UUID]().union(*(scope.unit_ids for scope in scopes))
    facilities = frozenset[uuid.UUID]().union(*(scope.facility_ids for scope in scopes))
    if units:
        rule |= Q(pk__in=Residence.objects.on(day).filter(unit__in=units).values("child"))
    if facilities:
        rule |= Q(pk__in=Attachment.objects.on(day).filter(facility__in=facilities).values("child"))
    return rule
