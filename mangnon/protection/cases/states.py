"""How a protection case may go: the declared table of states and of what leads from one to another. Pure.

Source: Nghị định 56/2017/NĐ-CP, chapter III (articles 26 to 30). Emergency measures run beside the main path, because
the twelve hours for them do not wait for it.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RECEIVED, ASSESSED, VERIFIED, PLANNED, RUNNING, CLOSED, TRANSFERRED = (
    "received", "assessed", "verified", "planned", "running", "closed", "transferred")
OPEN = (RECEIVED, ASSESSED, VERIFIED, PLANNED, RUNNING)
STATES = (*OPEN, CLOSED, TRANSFERRED)
OWNER, APPROVER, RECEIPT = "owner", "approver", "receipt"
"""Who acts. A receipt is nobody: what another commune's receipt does, no person can do by herself."""

UNDECIDED, NOT_NEEDED, PROPOSED, ORDERED, ENDED = "undecided", "not_needed", "proposed", "ordered", "ended"
EMERGENCIES = (UNDECIDED, NOT_NEEDED, PROPOSED, ORDERED, ENDED)


@dataclass(frozen=True)
class Act:
    """One thing that may be done to a case.

    code: stored with the step.  who: owner, approver or a receipt.  states: where it may be done.  to: the state it
    leads to ("" = stays).  emergencies: of the emergency measures, where it may be done (none = wherever they stand).
    emergency: what becomes of them ("" = stays).  paper: the form that belongs to it.  slug: in addresses.
    reason: must be given in words.
    """

    code: str
    slug: str
    who: str
    states: tuple[str, ...]
    to: str = ""
    emergencies: tuple[str, ...] = EMERGENCIES
    emergency: str = ""
    paper: str = ""
    reason: bool = False


ACTS: dict[str, Act] = {act.code: act for act in (
    Act("intake", "tiep-nhan", OWNER, OPEN, paper="mau-01"),
    Act("assess", "danh-gia", OWNER, OPEN, to=ASSESSED, paper="mau-02"),
    Act("no_emergency", "khong-can-khan-cap", OWNER, OPEN, emergencies=(UNDECIDED, PROPOSED), emergency=NOT_NEEDED,
        reason=True),
    Act("propose_emergency", "trinh-khan-cap", OWNER, OPEN, emergencies=(UNDECIDED, NOT_NEEDED, ENDED),
        emergency=PROPOSED, paper="mau-07"),
    Act("order_emergency", "ky-khan-cap", APPROVER, OPEN, emergencies=(PROPOSED,), emergency=ORDERED),
    Act("return_emergency", "tra-khan-cap", APPROVER, OPEN, emergencies=(PROPOSED,), emergency=UNDECIDED, reason=True),
    Act("end_emergency", "het-khan-cap", OWNER, OPEN, emergencies=(ORDERED,), emergency=ENDED, reason=True),
    Act("verify", "xac-minh", OWNER, (ASSESSED, VERIFIED, RUNNING), to=VERIFIED, paper="bien-ban"),
    Act("plan", "ke-hoach", OWNER, (VERIFIED,), to=PLANNED, paper="mau-04"),
    Act("approve", "duyet", APPROVER, (PLANNED,), to=RUNNING, paper="mau-05"),
    Act("return_plan", "tra-ke-hoach", APPROVER, (PLANNED,), to=VERIFIED, reason=True),
    Act("review", "ra-soat", OWNER, (RUNNING,), paper="mau-06"),
    Act("replan", "lap-lai-ke-hoach", OWNER, (RUNNING,), to=VERIFIED, reason=True),
    Act("close", "dong", OWNER, (RUNNING,), to=CLOSED, emergencies=(UNDECIDED, NOT_NEEDED, ENDED), reason=True),
    Act("unfounded", "tin-khong-dung", OWNER, (ASSESSED, VERIFIED), to=CLOSED,
        emergencies=(UNDECIDED, NOT_NEEDED, ENDED), reason=True),
    Act("join", "gop", OWNER, OPEN, to=CLOSED, emergencies=(UNDECIDED, NOT_NEEDED, ENDED)),
    Act("reopen", "mo-lai", OWNER, (CLOSED,), to=RECEIVED, emergency=UNDECIDED, reason=True),
    Act("transfer", "da-chuyen-xa", RECEIPT, (*OPEN, CLOSED), to=TRANSFERRED, reason=True),
    Act("take_back", "nhan-lai", OWNER, (TRANSFERRED,), to=ASSESSED, reason=True),
)}
BY_SLUG = {act.slug: act for act in ACTS.values()}


class NotNow(Exception):
    """An act that the case's state does not allow."""


def allowed(state: str, emergency: str, who: Iterable[str]) -> list[Act]:
    """What may be done now by somebody who is these parts, in the table's order.

    ``assess`` stays possible later on (a first assessment is made anew when more is known), but then leads nowhere.
    """
    parts = set(who)
    return [act for act in ACTS.values() if act.who in parts and state in act.states and emergency in act.emergencies]


def after(act: Act, state: str, emergency: str) -> tuple[str, str]:
    """The case's state and that of its emergency measures after an act. Raises NotNow where it may not be done."""
    if state not in act.states or emergency not in act.emergencies:
        raise NotNow(act.code)
    # A first assessment made anew takes nothing back that was reached since.
    to = state if act.code == "assess" and state != RECEIVED else act.to or state
    return to, act.emergency or emergency
