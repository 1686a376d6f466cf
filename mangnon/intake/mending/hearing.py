"""Who sees a question: the accounts of the child's thôn and, of what is of school, those of her school."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.accounts.models import Assignment
from mangnon.accounts.permissions import Permission
from mangnon.accounts.roles import ROLES
from mangnon.places.models import below
from mangnon.registry.models import Attachment, Child, Residence

from ..quality import Rule
from ..rules import rules
from .models import CorrectionRequest


@dataclass
class Heard:
    """Of one child: her thôn, whether it has an account that sees questions, and her schools that have one."""

    unit: str = ""
    by_unit: bool = False
    schools: list[str] = field(default_factory=list)

    @property
    def whom(self) -> str:
        """Who sees a question about her, "" where nobody does."""
        return ", ".join([*([_("cộng tác viên %(unit)s") % {"unit": self.unit}] if self.by_unit else []),
                             *self.schools])

    @property
    def unheard(self) -> str:
        """The thôn that has no account, "" where it has one or the child lives in none."""
        return "" if self.by_unit else self.unit


class Hearers:
    """The accounts of a day: asked for once, told of many children."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        held = list(Assignment.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day, user__is_active=True)
                    .select_related("unit"))
        units = [one.unit for one in held if one.unit and _may(one, Permission.IDENTITY_WRITE)]
        self.units = below(units, day) if units else set()
        self.schools = {one.facility_id for one in held if _may(one, Permission.EDUCATION_WRITE)} - {None}

    def of(self, rule: Rule, children: Collection[uuid.UUID]) -> dict[uuid.UUID, Heard]:
        """Who hears of what a rule sees of each child."""
        found: dict[uuid.UUID, Heard] = defaultdict(Heard)
        homes = Residence.objects.on(self.day).filter(child__in=children)
        for home in homes.select_related("unit").order_by("from_on"):
            found[home.child_id] = Heard(home.unit.name, home.unit_id in self.units)
        if rule.school:
            for row in Attachment.objects.on(self.day).filter(child__in=children, facility__in=self.schools
                                                              ).select_related("facility").order_by("from_on"):
                if row.facility.name not in found[row.child_id].schools:
                    found[row.child_id].schools.append(row.facility.name)
        return found


def _may(held: Assignment, permission: Permission) -> bool:
    return permission in ROLES[held.role].permissions


def open_to(user: Any) -> Any:
    """Questions about children whom a user may write about, the oldest first; of school, those of her own pupils."""
    mine = Q(child__in=Child.objects.visible_to(user, Permission.IDENTITY_WRITE))
    if user.can(Permission.EDUCATION_WRITE):
        mine |= Q(child__in=Child.objects.visible_to(user, Permission.EDUCATION_WRITE),
                  rule__in=[rule.code for rule in rules() if rule.school])
    return CorrectionRequest.objects.filter(mine).select_related("child", "unit").order_by("asked_at")


def waiting_for(user: Any, day: dt.date) -> int:
    """How many questions somebody is still to ask."""
    from .actions import still

    return len(still([one for one in open_to(user) if one.is_open], day))
