"""What is done with referrals. Each act is one transaction with its audit row, and names no child in it."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.accounts.models import User
from mangnon.core import clock, records
from mangnon.core.sealed import seal_values
from mangnon.plan.days_off import calendar
from mangnon.protection.cases.actions import NotYours, take_part
from mangnon.protection.cases.barring import barred_from, near_children
from mangnon.protection.cases.models import Case, Part
from mangnon.protection.cases.reading import parts_of
from mangnon.protection.cases.states import OWNER
from mangnon.registry.models import Child

from . import answer_times, states
from .models import Consent, Referral, ReferralStep, new_code
from .reading import kept_from, may_refer, parts

OPEN_VALUES = ("receiver", "receiver_name", "kind", "urgency", "consent", "helps")
WORDS = ("need", "summary", "child_view", "exception", "contact", "address")


class NoConsent(Exception):
    """Nothing is sent without consent, or the ground of an exception."""


def draft(case: Case | None, child: Child | None, *, by: Any, values: Mapping[str, Any],
          pk: uuid.UUID | None = None) -> Referral:
    """Write a referral that nobody sees yet. The same pk again writes nothing more. Raises NotYours."""
    pk = pk or uuid.uuid4()
    with transaction.atomic():
        if (there := Referral.objects.filter(pk=pk).first()) is not None:
            if there.made_by_id != by.pk:
                raise NotYours("draft")
            return there
        if case is not None:
            case = Case.objects.open_to(by).get(pk=case.pk)
            if OWNER not in parts_of(by, case) or not case.is_open:
                raise NotYours("draft")
        elif child is None or not may_refer(by, child):
            raise NotYours("draft")
        _may_receive(values.get("receiver"), case, child)
        return records.create(
            Referral, by=by, id=pk, code=new_code(clock.today()), case=case, child=None if case else child,
            made_by=by, made_at=clock.now(), words=_sealed(values, pk), **_open(values, by))


def _may_receive(receiver: User | None, case: Case | None, child: Child | None) -> None:
    """Whoever is kept from the case, or is near to the child, receives nothing of it."""
    if receiver is None:
        return
    near = near_children(receiver, {child.pk}) if child else set()
    if not receiver.is_active or near or (case and barred_from(receiver, [case.pk])):
        raise NotYours("receiver")


def _open(values: Mapping[str, Any], by: Any) -> dict[str, Any]:
    found = {name: values[name] for name in OPEN_VALUES if name in values}
    if found.get("receiver") and not found.get("receiver_name"):
        found["receiver_name"] = found["receiver"].display_name
    return found


def _sealed(values: Mapping[str, Any], pk: uuid.UUID) -> str:
    return seal_values({name: values.get(name) for name in WORDS}, row=pk, field="words")


def rewrite(row: Referral, *, by: Any, values: Mapping[str, Any]) -> Referral:
    """Change a draft. Raises NotYours, states.NotNow."""
    with transaction.atomic():
        row = Referral.objects.select_for_update().get(pk=row.pk)
        if states.SENDER not in (parts(by, row) or ()):
            raise NotYours("rewrite")
        if row.state != states.DRAFT:
            raise states.NotNow("rewrite")
        _may_receive(values.get("receiver"), row.case, row.child)
        return records.correct(row, by=by, words=_sealed(values, row.pk), **_open(values, by))


def do(row: Referral, code: str, *, by: Any, at: dt.datetime | None = None, words: str = "", said_by: str = "",
       pk: uuid.UUID | None = None) -> ReferralStep:
    """Do one act of the table. Raises NotYours, states.NotNow, NoConsent.

    said_by: where the sender types what the receiver said: who said it.  The same pk again writes nothing more.
    """
    act, pk = states.ACTS[code], pk or uuid.uuid4()
    with transaction.atomic():
        if (there := ReferralStep.objects.filter(pk=pk).first()) is not None:
            return there
        row = Referral.objects.select_for_update().get(pk=row.pk)
        mine = parts(by, row)
        typed = act.who == states.RECEIVER and states.RECEIVER not in (mine or ()) and bool(said_by)
        if mine is None or not (act.who in mine or (typed and states.SENDER in mine)):
            raise NotYours(code)
        state = states.after(act, row.state)
        if act.words and not words.strip():
            raise ValueError("words must be given")
        now = clock.now()
        when = min(at or now, now)
        changes: dict[str, Any] = {"state": state}
        if code == "send":
            changes |= _sending(row, now)
        elif act.who == states.RECEIVER and row.answered_at is None:
            changes["answered_at"] = max(when, row.sent_at or when)
        step = records.create(
            ReferralStep, by=by, id=pk, referral=row, act=code, at=when, by_id=by.pk, entered_at=now,
            body=seal_values({"words": words, "said_by": said_by if typed else ""}, row=pk, field="body"))
        records.correct(row, by=by, **changes)
        if code == "accept" and row.helps and row.case is not None and row.receiver is not None and not typed:
            take_part(row.case, row.receiver, Part.HELPER, by)
    return step


def _sending(row: Referral, now: dt.datetime) -> dict[str, Any]:
    from mangnon.core.sealed import unseal_values

    ground = unseal_values(row.words, row=row.pk, field="words").get("exception")
    if not row.consent or (row.consent == Consent.EXCEPTION and not ground):
        raise NoConsent
    if row.receiver is not None and (not row.receiver.is_active or kept_from(row.receiver, [row])):
        raise NotYours("receiver")
    due, remind = answer_times.answer_by(row.urgency, now, calendar(), answer_times.rules())
    return {"sent_at": now, "due_at": due, "remind_at": remind}
