"""What was said between the commune and a sender, as each side reads it; and who waits for an answer."""
from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.core.sealed import unseal, unseal_values

from ..cases.models import Case, Member, Part, Report
from ..cases.reading import current
from . import actions
from .forms import AnswerForm
from .models import Message


@dataclass(frozen=True)
class Talk:
    """The talk about one report, for the page of its case. wanted: the sender did not refuse an answer.

    key: of the next answer, so that the same page sent twice answers once.
    """

    report: Report
    lines: list[tuple[Message, str]]
    wanted: bool
    form: AnswerForm
    key: uuid.UUID


def words_of(message: Message) -> str:
    return unseal(message.body, row=message.pk, field="body")


def talks(case: Case, user: Any, *, owns: bool) -> list[Talk]:
    """The talks of a case, for somebody who has opened its sealed words; the owner has then read them."""
    found = []
    for report in case.reports.exclude(thread="").order_by("received_at").prefetch_related("messages"):
        messages = list(report.messages.all())
        told = unseal_values(report.told, row=report.pk, field="told")
        if owns:
            actions.heard([m for m in messages if m.from_sender], by=user)
        found.append(Talk(report, [(m, words_of(m)) for m in messages],
                          told.get("talk") != "no" or any(m.from_sender for m in messages), AnswerForm(), uuid.uuid4()))
    return found


def answers_to(code: str) -> tuple[bool, list[Message]]:
    """(whether a report has the code, what the commune answered). Asks the same whether it has or not."""
    thread = actions.mark_of(code)
    known = Report.objects.filter(thread=thread).exists()
    return known, list(Message.objects.filter(report__thread=thread, from_sender=False))


def waiting(user: Any) -> list[tuple[str, str]]:
    """New messages of senders, for the owner of their case; also of one that is closed."""
    mine = Member.objects.filter(current(), user=user, part=Part.OWNER).values("case")
    codes = Case.objects.open_to(user).filter(
        pk__in=mine, reports__messages__from_sender=True, reports__messages__read_at=None).distinct().order_by(
        "received_at").values_list("code", flat=True)
    return [(_("Người báo tin vừa nhắn thêm: vụ việc %(code)s") % {"code": code},
             reverse("protection:case", args=[code])) for code in codes]


def door(request: HttpRequest) -> dict[str, Any]:
    """Where somebody without an account tells of a child: the sign-in page shows it."""
    return {} if request.user.is_authenticated else {"tell_url": reverse("hearing:tell")}
