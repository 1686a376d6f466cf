"""What is done with protection cases. Each act is one transaction with its audit row, and names no child in it."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.core.sealed import seal, seal_values, unseal_values
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance, Incident
from mangnon.registry.models import Child

from . import states
from .barring import barred_from, marks_in
from .models import Barred, Case, CaseRow, Kin, Member, Opening, Part, Report, Step, new_code
from .reading import current, opened, owners_of, parts_of

STORY = dt.timedelta(minutes=15)
GLASS = dt.timedelta(minutes=60)
"""How long sealed words stay open, and how long broken glass lets somebody in."""


class NotYours(Exception):
    """This person may not do that to this case; for a page it does not exist."""


def file_report(*, by: Any, channel: str, received_at: dt.datetime | None = None, danger: bool | None = None,
                told: Mapping[str, Any] | None = None, reporter: Mapping[str, Any] | None = None,
                suspect: Mapping[str, Any] | None = None, child: Child | None = None, unit: Unit | None = None,
                case: Case | None = None, thread: str = "", pk: uuid.UUID | None = None) -> Report:
    """Write down a report and open its case, or add it to one. by: a user, or "public".

    Nothing is asked for and nothing is refused. The same pk again (a page sent twice) writes nothing more.
    """
    pk = pk or uuid.uuid4()
    with transaction.atomic():
        if (there := Report.objects.filter(pk=pk).first()) is not None:
            return there
        now = clock.now()
        at = min(received_at or now, now)
        case = case or _open_case(by, at, danger, child, unit)
        report = records.create(
            Report, by=by, id=pk, case=case, received_at=at, channel=channel, danger=danger, thread=thread,
            filed_by=by if isinstance(by, User) else None,
            told=seal_values(dict(told or {}), row=pk, field="told"),
            reporter=seal_values(dict(reporter or {}), row=pk, field="reporter"),
            suspect=seal_values(dict(suspect or {}), row=pk, field="suspect"),
            suspect_marks=marks_in((suspect or {}).values()))
        if danger and not case.danger:
            case = records.correct(case, by=by, danger=True)
        ensure_people(case, by=by)
    return report


def _open_case(by: Any, at: dt.datetime, danger: bool | None, child: Child | None, unit: Unit | None) -> Case:
    return records.create(Case, by=by, code=new_code(clock.today()), received_at=at, danger=danger, child=child,
                          unit=unit)


def ensure_people(case: Case, *, by: Any) -> None:
    """See to it that somebody who may read the case owns it; where the commune has nobody left, the inspectors know.

    Called after everything that may bar a person. An owner who is barred is no owner.
    """
    owners = Member.objects.filter(current(), case=case, part=Part.OWNER).select_related("user")
    if any(member.user.is_active and not barred_from(member.user, [case.pk]) for member in owners):
        return
    candidates = [user for permission in (Permission.SEALED_WRITE, Permission.SEALED_APPROVE)
                  for user in holders(permission)]
    for user in candidates:
        if not barred_from(user, [case.pk]):
            take_part(case, user, Part.OWNER, by)
            return
    for user in holders(Permission.SEALED_COUNTS):
        if user.can(Permission.AUDIT_READ) and not barred_from(user, [case.pk]):
            take_part(case, user, Part.KEEPER, by)


def holders(permission: Permission) -> list[User]:
    """The active accounts that hold a permission today, the first opened first."""
    found = User.objects.filter(is_active=True, assignments__isnull=False).distinct().prefetch_related("assignments")
    return sorted((user for user in found if user.can(permission)), key=lambda user: (str(user.username), user.pk))


def take_part(case: Case, user: User, part: str, by: Any) -> None:
    if not Member.objects.filter(case=case, user=user, part=part, to_at=None).exists():
        records.create(Member, by=by, case=case, user=user, part=part, from_at=clock.now())


def do(case: Case, code: str, *, by: Any, at: dt.datetime | None = None, values: Mapping[str, Any] | None = None,
       reason: str = "", outcome: str = "", pk: uuid.UUID | None = None) -> Step:
    """Do one act of the table. Raises NotYours, states.NotNow.

    values: of the act's form.  outcome: of verify: confirmed, refuted or unknown; of review: what it leads to.  pk:
    made with the page; the same again writes nothing more.
    """
    act, pk = states.ACTS[code], pk or uuid.uuid4()
    with transaction.atomic():
        if (there := Step.objects.filter(pk=pk).first()) is not None:
            return there
        case = Case.objects.open_to(by).select_for_update().get(pk=case.pk)
        if act.who not in parts_of(by, case):
            raise NotYours(code)
        state, emergency = states.after(act, case.state, case.emergency)
        now = clock.now()
        said = dict(values or {}) | ({"reason": reason} if reason else {})
        step = records.create(Step, by=by, id=pk, case=case, act=code, at=min(at or now, now), by_id=by.pk,
                              body=seal_values(said, row=pk, field="body"), outcome=outcome, entered_at=now)
        changes: dict[str, Any] = {"state": state, "emergency": emergency}
        if code == "verify":
            changes["finding"] = {"confirmed": True, "refuted": False}.get(outcome)
        if code == "unfounded":
            changes["finding"] = False
        if code in ("plan", "review", "approve"):
            named = said.get("next_review_on") or said.get("review_on")
            changes["review_on"] = _day(named) or case.review_on
        changes["closed_at"] = step.at if state == states.CLOSED else None
        records.correct(case, by=by, **changes)
        if "finding" in changes:
            _follow(case, changes["finding"], by=by)
    return step


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def join(case: Case, other: Case, *, by: Any, pk: uuid.UUID | None = None) -> None:
    """Two reports were of one matter: the reports go to the other case, this one is closed. Raises NotYours."""
    with transaction.atomic():
        other = Case.objects.open_to(by).open().select_for_update().get(pk=other.pk)
        if other.pk == case.pk or states.OWNER not in parts_of(by, other):
            raise NotYours("join")
        do(case, "join", by=by, reason=other.code, pk=pk)
        for report in case.reports.all():
            records.correct(report, by=by, case=other)
        if case.danger and not other.danger:
            records.correct(other, by=by, danger=True)
        ensure_people(other, by=by)


def fill(step: Step, *, by: Any, values: Mapping[str, Any]) -> Step:
    """Fill a step's form in further, while the case is open. Raises NotYours."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=step.case_id)
        if states.ACTS[step.act].who not in parts_of(by, case) or not case.is_open or opened(by, case) is None:
            raise NotYours(step.act)
        before = unseal_values(step.body, row=step.pk, field="body")
        kept = {name: value for name, value in values.items() if value not in (None, "", [], {})}
        if kept == {name: value for name, value in before.items() if name != "reason"}:
            return step
        said = kept | ({"reason": before["reason"]} if "reason" in before else {})
        return records.correct(step, by=by, body=seal_values(said, row=step.pk, field="body"))


def open_story(case: Case, *, by: Any, reason: str) -> Opening:
    """Open the sealed words for a quarter of an hour, with the reason kept beside it."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=case.pk)
        return _opening(case, by, reason, STORY, glass=False)


def break_glass(code: str, *, by: Any, reason: str) -> Opening | None:
    """Let somebody in who is not assigned, for an hour; the owner and the inspector see it at once.

    None where there is no such case or she is barred from it: she learns the same from both.
    """
    with transaction.atomic():
        case = Case.objects.filter(code=code.strip().upper()).first()
        if case is None or barred_from(by, [case.pk]):
            return None
        if Case.objects.open_to(by).filter(pk=case.pk).exists():
            return _opening(case, by, reason, STORY, glass=False)
        return _opening(case, by, reason, GLASS, glass=True)


def _opening(case: Case, by: Any, reason: str, span: dt.timedelta, *, glass: bool) -> Opening:
    pk, now = uuid.uuid4(), clock.now()
    return records.create(Opening, by=by, id=pk, case=case, user=by, from_at=now, until=now + span, glass=glass,
                          reason=seal(reason, row=pk, field="reason"))


def assign(case: Case, user: User, part: str, *, by: Any) -> None:
    """Give somebody a part in a case. Raises NotYours also for who is barred from it."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=case.pk)
        if not parts_of(by, case) & {states.OWNER, states.APPROVER} or barred_from(user, [case.pk]):
            raise NotYours("assign")
        take_part(case, user, part, by)


def leave(member: Member, *, by: Any) -> None:
    """Take a part from somebody; a case is never left without an owner who may read it."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=member.case_id)
        if not parts_of(by, case) & {states.OWNER, states.APPROVER}:
            raise NotYours("leave")
        records.correct(member, by=by, to_at=clock.now())
        ensure_people(case, by=by)


def bar(case: Case, user: User, *, by: Any, why: str = "") -> None:
    """Keep a person away from a case; her parts in it end, and somebody else takes over where she owned it."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=case.pk)
        if not parts_of(by, case) & {states.OWNER, states.APPROVER} or user == by:
            raise NotYours("bar")
        pk = uuid.uuid4()
        if not Barred.objects.filter(case=case, user=user).exists():
            records.create(Barred, by=by, id=pk, case=case, user=user, why=seal(why, row=pk, field="why"))
        ensure_people(case, by=by)


def know_child(case: Case, child: Child | None, *, by: Any) -> Case:
    """Say which child of the register the case is about, once it is known."""
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=case.pk)
        if states.OWNER not in parts_of(by, case):
            raise NotYours("know_child")
        case = records.correct(case, by=by, child=child)
        ensure_people(case, by=by)
    return case


def name_kin(user: User, child: Child, *, by: Any) -> None:
    """Say that a child is near to an account's holder; every open case of hers is looked at again."""
    with transaction.atomic():
        if not Kin.objects.filter(user=user, child=child).exists():
            records.create(Kin, by=by, user=user, child=child)
        # Not hers in the trail: her own lines are all she is shown there.
        look_again(by=None)


def look_again(*, by: Any, cases: Iterable[Case] | None = None) -> None:
    """After accounts, carers or households changed: every open case (of these) has an owner who may read it."""
    found = list(Case.objects.open() if cases is None else cases)
    owned = owners_of(found)
    for case in found:
        if case.pk not in owned:
            ensure_people(case, by=by)


def record_row(case: Case, *, by: Any, kind: str = "", group: str = "", on: dt.date | None = None,
               pk: uuid.UUID | None = None) -> CaseRow:
    """Write what the case found into the register, so that it counts: an incident of a kind, or a circumstance.

    Whoever is kept from the case does not see the row. Raises NotYours; needs a child and a finding that confirms.
    """
    pk = pk or uuid.uuid4()
    with transaction.atomic():
        if (there := CaseRow.objects.filter(pk=pk).first()) is not None:
            return there
        case = Case.objects.open_to(by).get(pk=case.pk)
        if states.OWNER not in parts_of(by, case) or case.child is None or case.finding is not True:
            raise NotYours("record_row")
        if kind:
            detected = case.received_at.astimezone(clock.VIETNAM).date()
            made = records.create(Incident, by=by, child=case.child, kind=kind, occurred_on=on, detected_on=detected,
                                  confirmed=True)
            return records.create(CaseRow, by=by, id=pk, case=case, incident=made)
        row = records.create(Circumstance, by=by, child=case.child, group=group, from_on=on or clock.today())
        return records.create(CaseRow, by=by, id=pk, case=case, circumstance=row)


def _follow(case: Case, finding: bool | None, *, by: Any) -> None:
    """What was found out of a case later on holds for its rows as well."""
    for row in case.rows.exclude(incident=None).select_related("incident"):
        if row.incident is not None and row.incident.confirmed != finding:
            records.correct(row.incident, by=by, confirmed=finding)
