"""What a file holds of a case, and writing it down at the other end: reports, steps, forms, referrals."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from mangnon.core import clock, records
from mangnon.core.models import Owner
from mangnon.core.sealed import seal_values, unseal_values
from mangnon.protection.cases import states
from mangnon.protection.cases.actions import ensure_people
from mangnon.protection.cases.barring import marks_in
from mangnon.protection.cases.documents import issuer_name
from mangnon.protection.cases.models import Case, Channel, Emergency, Report, Step, new_code
from mangnon.protection.referrals.models import Consent, Kind, Referral, ReferralStep, Urgency
from mangnon.protection.referrals.models import new_code as new_referral_code
from mangnon.protection.referrals.states import ACTS as REFERRAL_ACTS
from mangnon.protection.referrals.states import STATES as REFERRAL_STATES
from mangnon.registry.models import Carer

from .models import Transfer

SCHEMA = 1
WRITER = "Người làm ở nơi chuyển"
"""How the one who did a step elsewhere is named among its values."""


class NotUnderstood(Exception):
    """The file is whole, but not one this version can read."""


def _at(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def collect(transfer: Transfer, own_key: str, made_at: dt.datetime) -> dict[str, Any]:
    """The whole case in plain values."""
    case = transfer.case
    said = unseal_values(transfer.words, row=transfer.pk, field="words")
    return {
        "schema": SCHEMA, "number": str(transfer.pk), "own_key": own_key, "made_at": _at(made_at),
        "from": {"commune": issuer_name(), "commune_id": str(Owner.current().id)}, "to": transfer.to_commune,
        "reason": said.get("reason", ""), "along": said.get("along", ""), "child": _child(case),
        "case": {"code": case.code, "received_at": _at(case.received_at), "danger": case.danger, "state": case.state,
                 "emergency": case.emergency, "finding": case.finding, "unit": str(case.unit or ""),
                 "review_on": case.review_on.isoformat() if case.review_on else None},
        "reports": [_report(report) for report in case.reports.order_by("received_at")],
        "steps": [{"id": str(step.pk), "act": step.act, "at": _at(step.at), "entered_at": _at(step.entered_at),
                   "by": str(step.by or ""), "outcome": step.outcome,
                   "body": unseal_values(step.body, row=step.pk, field="body")}
                  for step in case.steps.select_related("by")],
        "referrals": [_referral(row) for row in case.referrals.all()]}


def _child(case: Case) -> dict[str, Any]:
    child = case.child
    if child is None:
        return {}
    return {"name": child.full_name, "born": child.born_on.isoformat(), "born_precision": child.born_precision,
            "sex": child.sex, "mother": child.mother_name, "father": child.father_name,
            "carers": [[carer.full_name, carer.phone] for carer in Carer.objects.filter(child=child)]}


def _report(report: Report) -> dict[str, Any]:
    return {"id": str(report.pk), "received_at": _at(report.received_at), "channel": report.channel,
            "danger": report.danger, **{name: unseal_values(getattr(report, name), row=report.pk, field=name)
                                        for name in ("told", "reporter", "suspect")}}


def _referral(row: Referral) -> dict[str, Any]:
    return {"id": str(row.pk), "code": row.code, "receiver": row.receiver_name, "kind": row.kind,
            "urgency": row.urgency, "consent": row.consent, "state": row.state,
            "words": unseal_values(row.words, row=row.pk, field="words"),
            **{name: _at(getattr(row, name)) for name in ("made_at", "sent_at", "due_at", "remind_at", "answered_at")},
            "steps": [{"id": str(step.pk), "act": step.act, "at": _at(step.at), "entered_at": _at(step.entered_at),
                       "body": unseal_values(step.body, row=step.pk, field="body")} for step in row.steps.all()]}


def check(content: dict[str, Any]) -> None:
    """Whether every part of a file can be written down here. Raises NotUnderstood."""
    try:
        case = content["case"]
        known = (content["schema"] == SCHEMA and uuid.UUID(content["number"]) and len(bytes.fromhex(
            content["own_key"])) == 32 and _moment(content["made_at"]) and _moment(case["received_at"])
            and case["state"] in states.OPEN and case["emergency"] in Emergency.values
            and isinstance(case["code"], str) and 0 < len(case["code"]) <= 16
            and isinstance(content["from"]["commune"], str) and isinstance(content["child"], dict)
            and all(case[name] in (True, False, None) for name in ("danger", "finding")))
        if case["review_on"] is not None:
            dt.date.fromisoformat(case["review_on"])
        known = known and all(_fits_report(report) for report in content["reports"])
        known = known and all(_fits_step(step, set(states.ACTS)) for step in content["steps"])
        known = known and all(_fits_referral(row) for row in content["referrals"])
    except (KeyError, TypeError, ValueError, AttributeError):
        known = False
    if not known:
        raise NotUnderstood


def _moment(text: Any) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return found


def _fits_report(report: dict[str, Any]) -> bool:
    uuid.UUID(report["id"])
    _moment(report["received_at"])
    return report["channel"] in Channel.values and report["danger"] in (True, False, None) and all(
        isinstance(report[name], dict) for name in ("told", "reporter", "suspect"))


def _fits_step(step: dict[str, Any], acts: set[str]) -> bool:
    uuid.UUID(step["id"])
    _moment(step["at"])
    _moment(step["entered_at"])
    return step["act"] in acts and isinstance(step["body"], dict) and len(str(step.get("outcome", ""))) <= 20


def _fits_referral(row: dict[str, Any]) -> bool:
    uuid.UUID(row["id"])
    _moment(row["made_at"])
    for name in ("sent_at", "due_at", "remind_at", "answered_at"):
        if row[name] is not None:
            _moment(row[name])
    return row["kind"] in Kind.values and row["urgency"] in Urgency.values and row["consent"] in (
        "", *Consent.values) and row["state"] in REFERRAL_STATES and isinstance(row["words"], dict) and isinstance(
        row["receiver"], str) and all(_fits_step(step, set(REFERRAL_ACTS)) for step in row["steps"])


def marks_of_file(content: dict[str, Any]) -> set[str]:
    """The blind marks of suspects and carers in a file: whoever bears one must not open it here."""
    words = [str(word) for report in content["reports"] for word in report["suspect"].values()]
    words += [str(phone) for _name, phone in content["child"].get("carers", [])]
    return set(marks_in(words))


def write(content: dict[str, Any], *, by: Any) -> Case:
    """Write a file's case down, its clock kept; call inside a transaction."""
    number, told = uuid.UUID(content["number"]), content["case"]
    case = records.create(
        Case, by=by, code=new_code(clock.today()), received_at=_moment(told["received_at"]), danger=told["danger"],
        state=told["state"], emergency=told["emergency"], finding=told["finding"],
        review_on=dt.date.fromisoformat(told["review_on"]) if told["review_on"] else None)
    for report in content["reports"]:
        pk = _own(number, report["id"])
        records.create(
            Report, by=by, id=pk, case=case, received_at=_moment(report["received_at"]), channel=report["channel"],
            danger=report["danger"], suspect_marks=marks_in(map(str, report["suspect"].values())),
            **{name: seal_values(report[name], row=pk, field=name) for name in ("told", "reporter", "suspect")})
    for step in content["steps"]:
        pk = _own(number, step["id"])
        body = {**step["body"], **({WRITER: step["by"]} if step.get("by") else {})}
        records.create(Step, by=by, id=pk, case=case, act=step["act"], at=_moment(step["at"]), by_id=None,
                       body=seal_values(body, row=pk, field="body"), outcome=str(step.get("outcome", "")),
                       entered_at=_moment(step["entered_at"]))
    for row in content["referrals"]:
        _write_referral(case, row, number, by)
    ensure_people(case, by=by)
    return case


def _write_referral(case: Case, row: dict[str, Any], number: uuid.UUID, by: Any) -> None:
    pk = _own(number, row["id"])
    times: dict[str, Any] = {name: _moment(row[name]) if row[name] else None for name in (
        "made_at", "sent_at", "due_at", "remind_at", "answered_at")}
    made = records.create(
        Referral, by=by, id=pk, code=new_referral_code(clock.today()), case=case, made_by=by, kind=row["kind"],
        receiver_name=row["receiver"], urgency=row["urgency"], consent=row["consent"], state=row["state"],
        words=seal_values(row["words"], row=pk, field="words"), **times)
    for step in row["steps"]:
        own = _own(number, step["id"])
        records.create(ReferralStep, by=by, id=own, referral=made, act=step["act"], at=_moment(step["at"]),
                       by_id=None, body=seal_values(step["body"], row=own, field="body"),
                       entered_at=_moment(step["entered_at"]))


def _own(number: uuid.UUID, text: str) -> uuid.UUID:
    """The key of a row here: the same for the same row of the same file, never that of the row it came from."""
    return uuid.uuid5(number, text)
