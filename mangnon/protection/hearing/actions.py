"""What a sender without an account does, and how the officer answers. Nothing here knows where a page was asked from.

A page carries a number of its own, drawn by the server, that comes back with it: the keys of what it writes and its
receipt code are made from that number under the sealing key. So a page sent twice writes once and shows the same code,
and who reads the key of a row anywhere still cannot make its code.
"""
from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mangnon.core import clock, records
from mangnon.core.sealed import blind, seal
from mangnon.places.models import Unit

from ..cases import states
from ..cases.actions import NotYours, file_report
from ..cases.models import Case, Channel, Report
from ..cases.reading import opened, parts_of
from . import words
from .models import Message

SENDER = "public"
"""Who did it, in the trail: nobody by name."""


@dataclass(frozen=True)
class Receipt:
    """What a sender gets: the three words that open the talk about the report."""

    words: tuple[str, ...]
    report: Report


def mark_of(text: str) -> str:
    """The blind mark under which a report's code is kept."""
    return blind(words.letters(text), what="hearing code")


def _key(page: str, what: str) -> uuid.UUID:
    return uuid.UUID(hex=blind(page, what=f"hearing {what}")[:32])


def _code(page: str, report: uuid.UUID) -> tuple[str, ...]:
    """The page's three words; drawn again in the rare case that another report has them."""
    turn = 0
    while True:
        found = words.drawn(int(blind(f"{page} {turn}", what="hearing words"), 16))
        if not Report.objects.filter(thread=mark_of("".join(found))).exclude(pk=report).exists():
            return found
        turn += 1


def tell(page: str, *, told: Mapping[str, Any], danger: bool | None = None, unit: Unit | None = None,
         by_child: bool = False) -> Receipt:
    """Take a report from somebody without an account. page: the number that came with the page."""
    pk = _key(page, "report")
    with transaction.atomic():
        code = _code(page, pk)
        report = file_report(by=SENDER, channel=Channel.CHILD if by_child else Channel.ONLINE, danger=danger, told=told,
                             unit=unit, thread=mark_of("".join(code)), pk=pk)
    return Receipt(code, report)


def say(page: str, code: str, text: str) -> None:
    """Write more under a code. Under a code that no report has, the words become a report of their own.

    So a word of the code that was mistyped loses nothing, and the answer tells nobody whether a code is in use.
    """
    pk, thread = _key(page, "message"), mark_of(code)
    with transaction.atomic():
        report = Report.objects.filter(thread=thread).order_by("received_at").first()
        if report is None:
            file_report(by=SENDER, channel=Channel.ONLINE, told={"what": text}, thread=thread, pk=_key(page, "report"))
        elif not Message.objects.filter(pk=pk).exists() and report.pk != _key(page, "report"):
            records.create(Message, by=SENDER, id=pk, report=report, from_sender=True, at=clock.now(),
                           body=seal(text, row=pk, field="body"))


def heard(messages: list[Message], *, by: Any) -> None:
    """Note that messages were read by the other side."""
    unread = [message for message in messages if message.read_at is None]
    if not unread:
        return
    with transaction.atomic():
        for message in unread:
            records.correct(message, by=by, read_at=clock.now())


def answer(report: Report, text: str, *, by: Any, pk: uuid.UUID) -> None:
    """Answer the sender of a report; what she wrote before counts as read. Raises NotYours.

    The case may be closed: who still writes is still answered. The same pk again writes nothing more.
    """
    with transaction.atomic():
        case = Case.objects.open_to(by).get(pk=report.case_id)
        if states.OWNER not in parts_of(by, case) or opened(by, case) is None or not report.thread:
            raise NotYours("answer")
        if Message.objects.filter(pk=pk).exists():
            return
        records.create(Message, by=by, id=pk, report=report, from_sender=False, at=clock.now(),
                       body=seal(text, row=pk, field="body"))
