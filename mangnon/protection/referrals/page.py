"""What pages show of referrals: a state in a mark and words, hours left, the values of the letter."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.core.sealed import unseal_values
from mangnon.protection.cases.models import Case
from mangnon.protection.cases.page import moment, span_left
from mangnon.protection.cases.reading import parts_of
from mangnon.protection.cases.states import OWNER

from . import states
from .models import Consent, Referral, ReferralStep
from .reading import kept_from

MARKS = {states.DRAFT: "cho", states.SENT: "cho", states.ACCEPTED: "dat", states.REFUSED: "tuchoi",
         states.DONE: "dat", states.WITHDRAWN: "trong"}


def act_titles() -> dict[str, str]:
    """What a button says."""
    return {"send": _("Gửi"), "accept": _("Nhận"), "refuse": _("Từ chối"), "finish": _("Ghi kết quả"),
            "withdraw": _("Rút lại")}


def done_titles() -> dict[str, str]:
    return {"send": _("Đã gửi"), "accept": _("Đã nhận"), "refuse": _("Từ chối"), "finish": _("Đã xong"),
            "withdraw": _("Đã rút")}


def word_labels() -> dict[str, str]:
    """What the words of an act are called."""
    return {"accept": _("Lời nhắn"), "refuse": _("Vì sao không nhận? Nơi nào nên hỏi?"), "finish": _("Kết quả"),
            "withdraw": _("Vì sao rút?"), "send": _("Lời nhắn")}


def standing(row: Referral, now: dt.datetime) -> tuple[str, str]:
    """(mark, words) of where a referral stands."""
    if row.state == states.SENT and row.due_at:
        if row.receiver is not None and kept_from(row.receiver, [row]):
            return "qua", _("nơi nhận phải tránh: hãy rút, gửi nơi khác")
        if row.late(now):
            return "qua", _("quá hạn trả lời %(at)s") % {"at": moment(row.due_at)}
        return "cho", _("đã gửi, hạn trả lời %(at)s") % {"at": moment(row.due_at)}
    if row.state == states.DRAFT:
        return "cho", _("dự thảo, chưa hỏi sự đồng ý") if not row.consent else _("dự thảo, chưa gửi")
    if row.answered_at and row.state in (states.ACCEPTED, states.DONE):
        words = _("nhận lúc %(at)s") if row.state == states.ACCEPTED else _("nhận lúc %(at)s, đã xong")
        return "dat", words % {"at": moment(row.answered_at)}
    last = row.steps.filter(act__in=("refuse", "withdraw")).last()
    return MARKS[row.state], f"{row.get_state_display()} {moment(last.at)}" if last else row.get_state_display()


def rows_of(found: list[Referral]) -> list[dict[str, Any]]:
    """Each with its mark, its words and the time left."""
    now, made = clock.now(), []
    for row in found:
        mark, words = standing(row, now)
        left = span_left(row.due_at, now) if row.state == states.SENT and row.due_at else ""
        made.append({"row": row, "mark": mark, "words": words, "left": left})
    return made


def card(user: Any, case: Case) -> dict[str, Any]:
    """The card on a case's page: how many were taken, and each."""
    found = list(case.referrals.select_related("receiver"))
    asked = [row for row in found if row.state != states.WITHDRAWN]
    return {"rows": rows_of(found), "taken": sum(row.state in states.TAKEN for row in asked), "all": len(asked),
            "it": case, "refers": case.is_open and OWNER in parts_of(user, case)}


def said(row: Referral) -> dict[str, Any]:
    return unseal_values(row.words, row=row.pk, field="words")


def story(row: Referral) -> list[tuple[ReferralStep, dict[str, Any]]]:
    """What was done, each with its words."""
    return [(step, unseal_values(step.body, row=step.pk, field="body")) for step in row.steps.select_related("by")]


CONSENTS = {Consent.BOTH: "tre_va_nguoi_dai_dien", Consent.REPRESENTATIVE: "nguoi_dai_dien",
            Consent.EXCEPTION: "ngoai_le"}
URGENCIES = {"emergency": "khan_cap", "urgent": "gap", "normal": "thuong"}


def letter_values(row: Referral) -> dict[str, Any]:
    """The values of the letter: only what the referral shares, with room for the answer."""
    words, due = said(row), row.due_at.astimezone(VIETNAM) if row.due_at else None
    consent = CONSENTS.get(Consent(row.consent)) if row.consent else None
    found = {"receiver": row.receiver_name, "receiver_address": words.get("address"), "wanted": "\n".join(filter(
        None, (str(row.get_kind_display()), words.get("need")))), "urgency": URGENCIES[row.urgency],
        "answer_on": due.date().isoformat() if due else None, "answer_at": f"{due:%H:%M}" if due else None,
        "summary": words.get("summary"), "consent": consent, "exception": words.get("exception"),
        "child_view": words.get("child_view"), "contact": words.get("contact")}
    return {name: value for name, value in found.items() if value}
