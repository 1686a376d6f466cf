"""Who reads what is sealed."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q

from mangnon.accounts.permissions import Permission
from mangnon.core import clock


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


def unseen_since(user: Any) -> dict[uuid.UUID, dt.date]:
    """Children with a case that this person is barred from, with the day from which what is written of them may tell
    of it; asked once a person as loaded."""
    from .cases.barring import barred_from
    from .models import Case, CaseRow

    if "_unseen_since" not in user.__dict__:
        kept = barred_from(user, Case.objects.exclude(child=None).values_list("pk", flat=True))
        received = Case.objects.filter(pk__in=kept).values_list("child", "received_at")
        days = [(child, at.astimezone(clock.VIETNAM).date()) for child, at in received]
        days += CaseRow.objects.filter(case__in=kept).exclude(circumstance=None).values_list(
            "circumstance__child", "circumstance__from_on")
        found: dict[uuid.UUID, dt.date] = {}
        for child, day in days:
            found[child] = min(day, found.get(child, day))
        user.__dict__["_unseen_since"] = found
    known: dict[uuid.UUID, dt.date] = user.__dict__["_unseen_since"]
    return known


def without_unseen(rows: Any, user: Any, child: str, *days: str, **of: Any) -> Any:
    """Leave out rows (those that ``of`` says) of children with a case kept from this person, from its day on.

    child: the column that names the child.  days: columns of which any lies on or after that day, or is empty.
    """
    for pk, since in unseen_since(user).items():
        later = Q()
        for day in days:
            later |= Q(**{f"{day}__gte": since}) | Q(**{day: None})
        rows = rows.exclude(Q(**{child: pk}, **of) & later)
    return rows


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
