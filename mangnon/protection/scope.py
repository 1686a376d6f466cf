"""Who reads what is sealed."""
from __future__ import annotations

import uuid
from typing import Any

from mangnon.accounts.permissions import Permission


def reads_sealed(user: Any) -> bool:
    """Whether the user may read sealed groups, abuse, labour and marriage."""
    return user.can(Permission.SEALED_READ)


def unseen_cases(user: Any) -> set[uuid.UUID]:
    """The cases with rows in the register that this person is barred from; asked once a person as loaded."""
    from .cases.barring import barred_from
    from .models import CaseRow

    known = user.__dict__.setdefault("_unseen_cases", {})
    if "all" not in known:
        with_rows = set(CaseRow.objects.values_list("case", flat=True))
        known["all"] = barred_from(user, with_rows) if with_rows else set()
    found: set[uuid.UUID] = known["all"]
    return found


def unseen_subjects(user: Any, count: str) -> set[str]:
    """What of a line about harm must not stand in a list for this person: incidents, or children known by these alone."""
    from .models import CaseRow, Circumstance, Incident

    kept = unseen_cases(user)
    if not kept:
        return set()
    rows = CaseRow.objects.filter(case__in=kept)
    if count == "event":
        return {str(pk) for pk in rows.exclude(incident=None).values_list("incident", flat=True)}
    hers = {child for pair in rows.values_list("incident__child", "circumstance__child") for child in pair if child}
    known = {child for model in (Incident, Circumstance) for child in model.objects.filter(child__in=hers).open_to(
        user).values_list("child", flat=True)}
    return {str(child) for child in hers - known}
