"""How a referral may go: the declared table. Pure."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DRAFT, SENT, ACCEPTED, REFUSED, DONE, WITHDRAWN = "draft", "sent", "accepted", "refused", "done", "withdrawn"
STATES = (DRAFT, SENT, ACCEPTED, REFUSED, DONE, WITHDRAWN)
ENDED = (REFUSED, DONE, WITHDRAWN)
TAKEN = (ACCEPTED, DONE)
"""The receiver has taken it."""
SENDER, RECEIVER = "sender", "receiver"


@dataclass(frozen=True)
class Act:
    """One thing that may be done to a referral.

    who: the sender, or the receiver; for a receiver without an account the sender types what was said.  words: must be
    given (a reason, a result).  slug: in addresses.
    """

    code: str
    slug: str
    who: str
    states: tuple[str, ...]
    to: str
    words: bool = False


ACTS: dict[str, Act] = {act.code: act for act in (
    Act("send", "gui", SENDER, (DRAFT,), SENT),
    Act("accept", "nhan", RECEIVER, (SENT,), ACCEPTED),
    Act("refuse", "tu-choi", RECEIVER, (SENT, ACCEPTED), REFUSED, words=True),
    Act("finish", "xong", RECEIVER, (ACCEPTED,), DONE, words=True),
    Act("withdraw", "rut", SENDER, (DRAFT, SENT, ACCEPTED), WITHDRAWN, words=True),
)}
BY_SLUG = {act.slug: act for act in ACTS.values()}


class NotNow(Exception):
    """An act that the referral's state does not allow."""


def allowed(state: str, parts: Iterable[str]) -> list[Act]:
    """What may be done now by somebody who is these parts, in the table's order."""
    return [act for act in ACTS.values() if act.who in set(parts) and state in act.states]


def after(act: Act, state: str) -> str:
    """The state after an act. Raises NotNow where it may not be done."""
    if state not in act.states:
        raise NotNow(act.code)
    return act.to
