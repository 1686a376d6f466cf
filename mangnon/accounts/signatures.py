"""Who signs the authority's papers on a day: the chairman, or a deputy for him. Nghị định 30/2020/NĐ-CP, annex I."""
from __future__ import annotations

import datetime as dt
from typing import Any

from .models import Assignment, Delegation, User

AUTHORITY = "TM. ỦY BAN NHÂN DÂN"


def signer_on(day: dt.date) -> str:
    """The chairman's name where one person holds the office; else the line stays for the signer."""
    names = {a.user.display_name for a in Assignment.objects.filter(role="chairman", user__is_active=True)
             .select_related("user") if a.holds_on(day)}
    return names.pop() if len(names) == 1 else ""


def deputies_on(day: dt.date) -> list[User]:
    """Who may sign for the chairman on a day: whoever holds a delegation that stands."""
    standing = Delegation.objects.standing_on(day).values("deputy")
    return list(User.objects.filter(pk__in=standing, is_active=True).order_by("display_name"))


def signature(day: dt.date, deputy: User | None = None) -> dict[str, Any]:
    """{"office": lines, "signer": name}; a deputy whose delegation has ended signs nothing."""
    if deputy is not None and deputy in deputies_on(day):
        return {"office": [AUTHORITY, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "signer": deputy.display_name}
    return {"office": [AUTHORITY, "CHỦ TỊCH"], "signer": signer_on(day)}
