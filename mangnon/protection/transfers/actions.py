"""What is done with transfers of cases, on both sides. Each act is one transaction with its audit row."""
from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any

from django.db import transaction

from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, records
from mangnon.core.sealed import seal, seal_values, unseal, unseal_values
from mangnon.places.models import Unit
from mangnon.protection.cases import states
from mangnon.protection.cases.actions import NotYours
from mangnon.protection.cases.barring import marks_of
from mangnon.protection.cases.models import Case, Step
from mangnon.protection.cases.reading import opened, parts_of

from . import contents, sealed_file
from .models import ACCEPTED, PENDING, REFUSED, WITHDRAWN, Incoming, Transfer
from .sealed_file import NotOpened


class NotNow(Exception):
    """What the transfer's state does not allow."""


def _owned(case_pk: Any, by: Any) -> Case:
    case = Case.objects.open_to(by).select_for_update().get(pk=case_pk)
    if states.OWNER not in parts_of(by, case):
        raise NotYours("transfer")
    return case


def begin(case: Case, *, by: Any, to_commune: str, reason: str, along: str = "", to_unit: Unit | None = None,
          pk: uuid.UUID | None = None) -> Transfer:
    """Offer a case to another commune; it stays open here until the other one has accepted it."""
    pk = pk or uuid.uuid4()
    with transaction.atomic():
        if (there := Transfer.objects.filter(pk=pk).first()) is not None:
            return there
        case = _owned(case.pk, by)
        if not case.is_open or case.transfers.filter(state=PENDING).exists():
            raise NotNow("begin")
        return records.create(
            Transfer, by=by, id=pk, case=case, to_commune=to_commune, to_unit=to_unit, begun_at=clock.now(),
            begun_by=by, own_key=seal(secrets.token_hex(32), row=pk, field="own_key"),
            words=seal_values({"reason": reason, "along": along}, row=pk, field="words"))


def make_file(transfer: Transfer, passphrase: str, *, by: Any) -> bytes:
    """The case as a sealed file; made anew it holds what was written since, under the same number."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
        case = _owned(transfer.case_id, by)
        if transfer.state != PENDING or not case.is_open:
            raise NotNow("file")
        if opened(by, case) is None:
            raise NotYours("file")
        now = clock.now()
        content = contents.collect(transfer, unseal(transfer.own_key, row=transfer.pk, field="own_key"), now)
        records.correct(transfer, by=by, made_at=now)
        audit.record(by, "export", "protection.Transfer", transfer.pk, fields=["file"])
    return sealed_file.seal_file(content, passphrase)


def withdraw(transfer: Transfer, *, by: Any, reason: str) -> Transfer:
    """Offer it no longer. Where the other commune accepts all the same, its receipt still counts."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
        _owned(transfer.case_id, by)
        if transfer.state != PENDING:
            raise NotNow("withdraw")
        return records.correct(transfer, by=by, state=WITHDRAWN, words=_more(transfer, withdrawn=reason))


def _more(row: Transfer | Incoming, **words: Any) -> str:
    return seal_values({**unseal_values(row.words, row=row.pk, field="words"), **words}, row=row.pk, field="words")


def take_receipt(transfer: Transfer, receipt: bytes, *, by: Any) -> Transfer:
    """What the other commune answered. Accepted: the case is theirs from then on. Refused: it goes on here.

    Raises NotOpened: no receipt, of another transfer ("other"), or not whole. The same receipt twice is one.
    """
    number = sealed_file.number_of(receipt)
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
        case = _owned(transfer.case_id, by)
        if number != transfer.pk:
            raise NotOpened("other")
        own = bytes.fromhex(unseal(transfer.own_key, row=transfer.pk, field="own_key"))
        answer = sealed_file.read_receipt(receipt, own)
        if transfer.state in (ACCEPTED, REFUSED):
            return transfer
        now = clock.now()
        transfer = records.correct(
            transfer, by=by, state=answer["verdict"], answered_at=now, words=_more(
                transfer, answer=str(answer.get("reason", "")), code_there=str(answer.get("code", "")),
                file_made_at=str(answer.get("file_made_at", ""))))
        if answer["verdict"] == ACCEPTED:
            _leave(case, transfer, by, now)
    return transfer


def _leave(case: Case, transfer: Transfer, by: Any, now: dt.datetime) -> None:
    act, pk = states.ACTS["transfer"], uuid.uuid4()
    state, emergency = states.after(act, case.state, case.emergency)
    said = unseal_values(transfer.words, row=transfer.pk, field="words")
    records.create(Step, by=by, id=pk, case=case, act=act.code, at=now, by_id=by.pk, entered_at=now, body=seal_values(
        {"reason": f"{transfer.to_commune}. {said.get('reason', '')}"}, row=pk, field="body"))
    records.correct(case, by=by, state=state, emergency=emergency)


def left_out(transfer: Transfer) -> int:
    """How many steps were written here after the file that the other commune accepted was made."""
    made = unseal_values(transfer.words, row=transfer.pk, field="words").get("file_made_at")
    if transfer.state != ACCEPTED or not made:
        return 0
    return transfer.case.steps.filter(entered_at__gt=dt.datetime.fromisoformat(made)).exclude(act="transfer").count()


# --- the receiving side -----------------------------------------------------------------------------------------------

def look_into(data: bytes, passphrase: str, *, by: Any) -> Incoming:
    """Open a file that came. Nothing of it is written unless it opens whole and can be read. Raises NotOpened,
    contents.NotUnderstood. Whoever is suspected in it, or cares for the child, is told what a wrong passphrase tells.
    """
    if not by.can(Permission.SEALED_WRITE):
        raise NotYours("incoming")
    content = sealed_file.open_file(data, passphrase)
    contents.check(content)
    if marks_of(by) & contents.marks_of_file(content):
        raise NotOpened("wrong")
    pk = uuid.UUID(content["number"])
    with transaction.atomic():
        there = Incoming.objects.select_for_update().filter(pk=pk).first()
        if there is not None and (there.state != PENDING or there.file_made_at >= _made(content)):
            return there
        sealed: dict[str, Any] = {"content": seal_values(content, row=pk, field="content"),
                                  "file_made_at": _made(content)}
        if there is not None:
            return records.correct(there, by=by, **sealed)
        return records.create(
            Incoming, by=by, id=pk, origin_commune=content["from"]["commune"], origin_code=content["case"]["code"],
            received_at=dt.datetime.fromisoformat(content["case"]["received_at"]), arrived_at=clock.now(),
            arrived_by=by, own_key=seal(content["own_key"], row=pk, field="own_key"), **sealed)


def _made(content: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(content["made_at"])


def content_of(row: Incoming) -> dict[str, Any]:
    """What the file held; nothing once it was answered."""
    return unseal_values(row.content, row=row.pk, field="content")


def kept_from(user: Any, row: Incoming) -> bool:
    """Whether this person must not know of what came."""
    if row.case_id:
        return not Case.objects.open_to(user).filter(pk=row.case_id).exists()
    content = content_of(row)
    return bool(content and marks_of(user) & contents.marks_of_file(content))


def answer(row: Incoming, *, by: Any, accept: bool, reason: str = "") -> Incoming:
    """Accept a case that came, or refuse it with a reason; the same answer again changes nothing. Raises NotNow."""
    if not by.can(Permission.SEALED_WRITE):
        raise NotYours("incoming")
    with transaction.atomic():
        row = Incoming.objects.select_for_update().get(pk=row.pk)
        if kept_from(by, row):
            raise NotYours("incoming")
        if row.state != PENDING:
            if (row.state == ACCEPTED) != accept:
                raise NotNow("answer")
            return row
        case = contents.write(content_of(row), by=by) if accept else None
        row = records.correct(row, by=by, state=ACCEPTED if accept else REFUSED, case=case,
                              answered_at=clock.now(), words=_more(row, reason=reason))
        # Not through ``correct``: that would keep the story among the old values.
        Incoming.objects.filter(pk=row.pk).update(content="")
    return row


def receipt_of(row: Incoming, *, by: Any) -> bytes:
    """The receipt of what was answered, for the commune it came from; made as often as it is asked for."""
    with transaction.atomic():
        if row.state not in (ACCEPTED, REFUSED) or kept_from(by, row):
            raise NotNow("receipt")
        audit.record(by, "export", "protection.Incoming", row.pk, fields=["receipt"])
    said = unseal_values(row.words, row=row.pk, field="words")
    own = bytes.fromhex(unseal(row.own_key, row=row.pk, field="own_key"))
    return sealed_file.make_receipt(row.pk, own, {
        "verdict": row.state, "reason": said.get("reason", ""), "code": row.case.code if row.case else "",
        "file_made_at": row.file_made_at.isoformat(), "at": row.answered_at.isoformat() if row.answered_at else ""})
