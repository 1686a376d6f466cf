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


KIND_OF_LINE = {"9": "abuse", "10": "child_labour", "13": "child_marriage"}


def unseen_subjects(user: Any, line: str, count: str) -> set[str]:
    """What must not stand in the list of a line about harm for this person: incidents, or children these alone tell of.

    count: what the line counts, "event" or "child".
    """
    from .models import CaseRow, Circumstance, Incident

    kept = unseen_cases(user)
    if not kept:
        return set()
    rows = CaseRow.objects.filter(case__in=kept)
    if count == "event":
        return {str(pk) for pk in rows.exclude(incident=None).values_list("incident", flat=True)}
    kind = KIND_OF_LINE.get(line)
    if kind:
        hers = set(rows.filter(incident__kind=kind).values_list("incident__child", flat=True))
        known = Incident.objects.filter(child__in=hers, kind=kind).open_to(user)
        return {str(child) for child in hers - set(known.values_list("child", flat=True))}
    hers = set(rows.exclude(circumstance=None).values_list("circumstance__child", flat=True))
    found = Circumstance.objects.filter(child__in=hers).open_to(user)
    return {str(child) for child in hers - set(found.values_list("child", flat=True))}
