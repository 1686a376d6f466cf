"""Whether a child being typed stands in the register already."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from mangnon.core import names
from mangnon.core.periods import earliest, latest

from .models import Child


def twins_of(data: dict[str, Any]) -> Any:
    """Children who may be the one being typed: the same personal number, or the same name about the same birth."""
    first, last = (end(data["born_on"], data["born_precision"]) for end in (earliest, latest))
    near = dt.timedelta(days=31)
    rule = Q(pk__in=[])
    if data.get("personal_id"):
        rule |= Q(personal_id=data["personal_id"])
    if data.get("full_name"):
        rule |= Q(name_fold=names.fold(data["full_name"]), born_on__gte=first - near, born_on__lte=last + near)
    elif data.get("mother_name"):
        rule |= Q(full_name="", born_on=data["born_on"], mother_name__iexact=data["mother_name"], sex=data["sex"])
    return Child.objects.filter(rule)
