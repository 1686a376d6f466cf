"""What is done in alternative care: ask families again, place a child, visit her; visits and ends of signs of risk."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mangnon.core import audit, records
from mangnon.plan.days_off import calendar
from mangnon.registry.models import Child

from ..models import AtRisk, CareFamily, FamilyConfirmation, Placement, RiskOutcome, RiskVisit, Support, SupportKind
from .rules import rules


def confirm(families: Iterable[CareFamily], *, by: Any, on: dt.date) -> int:
    """Keep that families were asked again on a day and are still willing; returns how many were not written yet."""
    made, actor = 0, audit.actor_of(by)[0]
    with transaction.atomic():
        for family in CareFamily.objects.select_for_update().filter(pk__in=[one.pk for one in families]):
            if not family.confirmations.filter(confirmed_on=on).exists():
                records.create(FamilyConfirmation, by=by, family=family, confirmed_on=on, confirmed_by=actor)
                made += 1
    return made


def place(placement: Placement | None, *, by: Any, child: Child, new_id: uuid.UUID | None = None,
          **values: Any) -> Placement:
    """Write a placement or what became of it; it is one of the child's supports from the hand-over on."""
    decided = values["decided_on"]
    if placement is None or placement.decided_on != decided:
        values["handover_due_on"] = calendar().add_working_days(decided, rules().handover_days)
    with transaction.atomic():
        # Two people who place the same child wait for each other.
        Child.objects.select_for_update().get(pk=child.pk)
        row = records.create(Placement, by=by, id=new_id or uuid.uuid4(), child=child, **values) if (
            placement is None) else records.correct(placement, by=by, **values)
        support = _support(row, by)
        return records.correct(row, by=by, support=support) if support != row.support else row


def _support(row: Placement, by: Any) -> Support | None:
    """The child's help that this placement is: begun at the hand-over, ended with it."""
    kind = SupportKind.FOSTER if row.family else SupportKind.CARE
    if row.handed_over_on is None:
        if row.support:
            records.remove(row.support, by=by, reason=row.end_reason or str(row._meta.verbose_name))
        return None
    begins, ends = row.handed_over_on, row.ended_on
    same = row.support or Support.objects.filter(child=row.child, kind=kind, from_on=begins).first() or (
        Support.objects.filter(child=row.child, kind=kind, to_on=None, from_on__lte=begins).order_by("from_on").last())
    if same is None:
        return records.create(Support, by=by, child=row.child, kind=kind, from_on=begins, to_on=ends)
    # Help that ran before the hand-over keeps its own beginning; one that this placement began moves with it.
    first = begins if row.support and row.support.from_on != begins and row.support.kind == kind else same.from_on
    return records.correct(same, by=by, kind=kind, from_on=first, to_on=ends)


def visit_risk(risk: AtRisk, *, by: Any, new_id: uuid.UUID | None = None, next_on: dt.date | None,
               **values: Any) -> RiskVisit:
    """Write a visit and by when the next one is wanted; without a day the rules say."""
    with transaction.atomic():
        row = records.create(RiskVisit, by=by, id=new_id or uuid.uuid4(), risk=risk, **values)
        records.correct(risk, by=by, visit_on=next_on)
    return row


def close_risk(risk: AtRisk, *, by: Any, to_on: dt.date, ending: str, note: str) -> AtRisk:
    """Close a sign with what became of it."""
    with transaction.atomic():
        row: AtRisk = records.correct(risk, by=by, to_on=to_on, visit_on=None)
        before = RiskOutcome.objects.filter(risk=row).first()
        if before:
            records.correct(before, by=by, ending=ending, note=note)
        else:
            records.create(RiskOutcome, by=by, risk=row, ending=ending, note=note)
    return row
