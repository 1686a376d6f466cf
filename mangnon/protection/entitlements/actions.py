"""What is done about entitlements: tick papers, write a request and its answer; a grant becomes a support."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import records
from mangnon.plan.days_off import calendar
from mangnon.registry.models import Child

from ..models import ChildPaper, Claim, Support
from .models import Given
from .policies import policies
from .policy_file import CARD, Policy


def answer_due(policy: Policy, applied_on: dt.date) -> dt.date | None:
    """By when a request is to be answered; None where the policy does not say."""
    if not policy.answer_days:
        return None
    if policy.answer_by == "calendar":
        return applied_on + dt.timedelta(days=policy.answer_days)
    return calendar().add_working_days(applied_on, policy.answer_days)


def tick(child: Child, seen: Collection[str], among: Collection[str], *, by: Any, on: dt.date) -> int:
    """Keep which of some papers the officer has seen. among: those that were on the page; returns how many changed."""
    sealed, changed = policies().sealed_papers, 0
    with transaction.atomic():
        Child.objects.select_for_update().get(pk=child.pk)
        had = {row.paper: row for row in ChildPaper.objects.filter(child=child, paper__in=among)}
        for code in sorted(set(seen) & set(among) - set(had)):
            records.create(ChildPaper, by=by, child=child, paper=code, seen_on=on, sealed=code in sealed)
            changed += 1
        for code in sorted(set(had) - set(seen)):
            records.remove(had[code], by=by, reason=_("bỏ đánh dấu giấy tờ"))
            changed += 1
    return changed


def write_claim(claim: Claim | None, *, by: Any, child: Child, policy: Policy, sealed: bool,
                new_id: uuid.UUID | None = None, **values: Any) -> Claim:
    """Write a request or what became of it; where it is granted the help it gives stands among the child's supports."""
    applied = values.get("applied_on")
    due = answer_due(policy, applied) if applied else None
    if claim is not None and claim.applied_on == applied:
        # A deadline once set does not move because the file has changed since.
        due = claim.due_on
    with transaction.atomic():
        values["support"] = _support(child, policy, by, **values)
        if claim is None:
            return records.create(Claim, by=by, id=new_id or uuid.uuid4(), child=child, policy=policy.code,
                                  sealed=sealed, due_on=due, **values)
        return records.correct(claim, by=by, due_on=due, **values)


def _support(child: Child, policy: Policy, by: Any, *, answer: str, receives_from: dt.date | None,
             support: Support | None = None, **others: Any) -> Support | None:
    """The row of help that a grant is: the one chosen, the one that begins that day, else a new one."""
    if answer != Given.GRANTED or receives_from is None or policy.support in ("", CARD):
        return None
    if support is not None:
        return support
    same = Support.objects.filter(child=child, kind=policy.support, from_on=receives_from).first()
    return same or records.create(Support, by=by, child=child, kind=policy.support, from_on=receives_from)
