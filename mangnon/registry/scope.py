"""Which children a user may see at all."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from mangnon.accounts.permissions import Permission
from mangnon.core import clock

if TYPE_CHECKING:
    from .models import ChildQuerySet


def visible_children(children: ChildQuerySet, user: Any, on: dt.date | None = None) -> ChildQuerySet:
    """Narrow to the children of the user's places: own thôn by residence, own school by attachment.

    A child who moved out of a thôn is no longer that thôn's; officers of the whole commune see everyone.
    """
    from .models import Attachment, Residence

    day = on or clock.today()
    scope = user.scope(Permission.IDENTITY_READ)
    if scope.everything:
        return children
    rule = Q(pk__in=[])
    if scope.unit_ids:
        rule |= Q(pk__in=Residence.objects.on(day).filter(unit__in=scope.unit_ids).values("child"))
    if scope.facility_ids:
        rule |= Q(pk__in=Attachment.objects.on(day).filter(facility__in=scope.facility_ids).values("child"))
    return children.filter(rule)
