"""What the trail keeps as codes of this room, in words."""
from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _


def _kept(part: str) -> str:
    return {"accepted": _("đúng như vậy"), "asked again": _("đưa ra xem lại")}.get(part, "")


def _rule(part: str) -> str:
    """A rule's title; of a sealed one nothing, because the trail names the child beside it."""
    from .rules import rules

    return next((str(rule.title) for rule in rules() if rule.code == part and not rule.sealed), "")


def _verdict(part: str) -> str:
    return _kept(part) or _rule(part)


def _pair(part: str) -> str:
    from .duplicates.models import Verdict

    return str(dict(Verdict.choices).get(part, ""))


def _question(part: str) -> str:
    from .mending.models import Answer

    return str(dict(Answer.choices).get(part, "")) or _rule(part)


def _column(part: str) -> str:
    from .list_words import fields

    return fields().get(part, "")


PARTS: dict[str, Callable[[str], str]] = {
    "intake.RuleVerdict": _verdict, "intake.PairDecision": _pair, "intake.Finding": _kept,
    "intake.CorrectionRequest": _question, "intake.Understanding": _column}
