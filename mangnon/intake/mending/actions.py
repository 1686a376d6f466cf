"""Verbs: leave a finding as it is, look at it again, ask the thôn's collaborators, answer, keep the day's soundness."""
from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from mangnon.core import audit, sequence
from mangnon.core.models import Owner
from mangnon.registry.models import Child, Residence

from ..quality import Found, Rule, look
from ..rules import rules
from .measuring import complete
from .models import Answer, CorrectionRequest, QualityDay, RuleVerdict


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def accept(rule: Rule, child: uuid.UUID, words: str, *, by: Any) -> None:
    """What was seen of a child is right as it is."""
    with transaction.atomic():
        RuleVerdict.objects.update_or_create(rule=rule.code, child=child, defaults={
            "commune_id": Owner.current().id, "seq": sequence.take(), "digest": digest_of(words),
            "by": audit.actor_of(by)[0]})
        audit.record(by, "decide", "intake.RuleVerdict", child, fields=[rule.code, "accepted"])


def look_again(rule: Rule, child: uuid.UUID, *, by: Any) -> None:
    """Take that back."""
    with transaction.atomic():
        if RuleVerdict.objects.filter(rule=rule.code, child=child).delete()[0]:
            audit.record(by, "decide", "intake.RuleVerdict", child, fields=[rule.code, "asked again"])


def parted(found: Sequence[Found], day: dt.date) -> tuple[list[Found], list[Found]]:
    """What is open, and what a person left as it is and has not changed since."""
    said = {(row.rule, row.child): row.digest for row in RuleVerdict.objects.all()}
    plain = in_vietnamese([one.rule for one in found], day) if said else {}
    open_, settled = [], []
    for one in found:
        kept = [pair for pair in one.findings if said.get((one.rule.code, pair[0])) == digest_of(
            plain.get((one.rule.code, pair[0]), ""))]
        open_.append(Found(one.rule, [pair for pair in one.findings if pair not in kept]))
        if kept:
            settled.append(Found(one.rule, kept))
    return open_, settled


def in_vietnamese(some: Iterable[Rule], day: dt.date) -> dict[tuple[str, uuid.UUID], str]:
    """What rules see of each child, in the language in which it is kept, whatever the page's is."""
    with translation.override("vi"):
        return {(one.rule.code, child): words for one in look(some, day, sealed=True)
                for child, words in one.findings}


def ask(rule: Rule, child: Child, words: str, day: dt.date, *, by: Any) -> bool:
    """Ask the collaborators of the thôn where the child lives; once for a rule and a child, anew once it was answered.

    Returns False where she lives in no thôn. Raises ValueError for a rule whose words are not for collaborators.
    """
    if not rule.asked:
        raise ValueError(rule.code)
    home = Residence.objects.on(day).filter(child=child).select_related("unit").order_by("from_on").last()
    if home is None:
        return False
    with transaction.atomic():
        before = CorrectionRequest.objects.select_for_update().filter(rule=rule.code, child=child).first()
        if before and before.is_open:
            return True
        CorrectionRequest.objects.update_or_create(rule=rule.code, child=child, defaults={
            "commune_id": Owner.current().id, "seq": sequence.take(), "unit": home.unit, "words": words,
            "asked_by": audit.actor_of(by)[0], "answer": "", "note": "", "answered_by": "", "answered_at": None})
        audit.record(by, "ask", "intake.CorrectionRequest", child.pk, fields=[rule.code])
    return True


class Unchanged(Exception):
    """Somebody says that it is mended, and the register says the same as before."""


def answer(request: CorrectionRequest, said: str, note: str, day: dt.date, *, by: Any) -> None:
    """What was found at the home or in the school's papers.

    Raises ValueError for an answer that is none or lacks what is right, Unchanged where nothing was mended.
    """
    if said not in Answer.values or (said == Answer.WRONG and not note):
        raise ValueError(said)
    if said == Answer.MENDED and still([request], day):
        raise Unchanged
    with transaction.atomic():
        request.answer, request.note, request.answered_by = said, note[:500], audit.actor_of(by)[0]
        request.answered_at, request.seq = timezone.now(), sequence.take()
        request.save()
        audit.record(by, "answer", "intake.CorrectionRequest", request.child_id, fields=[request.rule, said])


def still(requests: Iterable[CorrectionRequest], day: dt.date) -> list[CorrectionRequest]:
    """Those whose rule still finds something: the others are done, whoever mended it."""
    wanted = list(requests)
    found = _seen(sequence.last(), day, frozenset(one.rule for one in wanted)) if wanted else frozenset()
    return [one for one in wanted if (one.rule, one.child_id) in found]


@lru_cache(maxsize=16)
def _seen(mark: int, day: dt.date, codes: frozenset[str]) -> frozenset[tuple[str, uuid.UUID]]:
    """(rule, child) of what rules find. mark: the sequence's last number, so that an edit is seen.

    Kept, because every page of whoever was asked counts what is open in its menu.
    """
    asked = [rule for rule in rules() if rule.code in codes and rule.asked]
    return frozenset((one.rule.code, child) for one in look(asked, day, sealed=False) for child, _ in one.findings)


def keep_day(day: dt.date) -> None:
    """Keep how sound the register is; done twice a day it is kept once."""
    found = look(rules(), day, sealed=True)
    open_, _settled = parted(found, day)
    counts = {sealed: {one.rule.code: len(one.findings) for one in open_ if one.rule.sealed == sealed}
              for sealed in (False, True)}
    rows = complete(day)
    known = {name: [sum(row[name] for row in rows), sum(row["young" if name == "registered" else "n"] for row in rows)]
             for name in ("day", "number", "mother", "registered")}
    QualityDay.objects.update_or_create(day=day, defaults={"found": counts[False], "sealed": counts[True],
                                                           "known": known})
