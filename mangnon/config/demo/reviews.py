"""Reviews of the last weeks: most households and circumstances were looked at, some are still to be."""
from __future__ import annotations

import datetime as dt

from django.db.models import Q

from mangnon.accounts.models import User
from mangnon.protection import review_actions
from mangnon.protection.models import SEALED_GROUPS, Circumstance
from mangnon.registry import actions
from mangnon.registry.models import Child, Household, HouseholdStatus

AGO = dt.timedelta(days=20)
LEFT = 5
"""Of so many one is still to be reviewed."""


def add_reviews(day: dt.date, *, by: User) -> None:
    """Keep that most of the commune's yearly reviews took place."""
    poor = HouseholdStatus.objects.on(day).filter(to_on=None).values("household")
    for n, household in enumerate(Household.objects.filter(pk__in=poor).order_by("head_name", "pk")):
        if n % LEFT:
            actions.review_household(household, by=by, on=day - AGO)
    rows = Circumstance.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day).values_list("child", "group")
    seen = sorted({(child, group in SEALED_GROUPS) for child, group in rows}, key=str)
    children = Child.objects.in_bulk([child for child, _sealed in seen])
    for n, (child, sealed) in enumerate(seen):
        if n % LEFT:
            review_actions.review(children[child], by=by, on=day - AGO, sealed=sealed)
