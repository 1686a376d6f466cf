"""Verbs of the bench: accept a finding as it is, take that back, write the letter to whom it concerns."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation

from mangnon.core import audit, sequence
from mangnon.core.models import Owner

from .finding import Finding, shown
from .models import CorrectionLetter, FindingVerdict
from .scopes import REGISTER
from .sources import Source
from .wording import sentence


def accept(finding: Finding, why: str, *, by: Any) -> None:
    """Both sides are right as they are; the finding stays away until one of them says something else."""
    with transaction.atomic():
        FindingVerdict.objects.update_or_create(
            commune_id=Owner.current().id, key=finding.key, defaults={
                "digest": finding.digest, "why": why, "by": audit.actor_of(by)[0], "seq": sequence.take()})
        audit.record(by, "decide", "intake.Finding", finding.key, fields=["accepted"], purpose=why)


def ask_again(key: str, *, by: Any) -> None:
    """Take back that a finding was accepted."""
    with transaction.atomic():
        if FindingVerdict.objects.filter(key=key).delete()[0]:
            audit.record(by, "decide", "intake.Finding", key, fields=["asked again"])


def accepted() -> dict[str, FindingVerdict]:
    """What was accepted, by key; whether it still holds is told by the digest."""
    return {row.key: row for row in FindingVerdict.objects.all()}


def parted(found: Iterable[Finding]) -> tuple[list[Finding], list[tuple[Finding, FindingVerdict]]]:
    """Findings that are open, and those that somebody accepted as they stand."""
    said, open_, settled = accepted(), [], []
    for finding in found:
        row = said.get(finding.key)
        if row is not None and row.digest == finding.digest:
            settled.append((finding, row))
        else:
            open_.append(finding)
    return open_, settled


def write_letter(owner: Source, found: Sequence[Finding], sources: Sequence[Source], day: dt.date, *, by: Any,
                 answer_by: dt.date | None = None) -> CorrectionLetter:
    """Keep what a source is asked to correct. Raises ValueError where there is nothing, or nobody to write to."""
    if owner.key == REGISTER or not found:
        raise ValueError(owner.key)
    with transaction.atomic(), translation.override("vi"):
        letter = CorrectionLetter.objects.create(
            commune_id=Owner.current().id, seq=sequence.take(), source=owner.key, receiver=owner.owner,
            label=owner.label, day=day, answer_by=answer_by, by=audit.actor_of(by)[0], sources=[s.key for s in sources],
            items=[_item(finding, owner) for finding in found])
        audit.record(by, "create", "intake.CorrectionLetter", letter.pk, fields=[f"items={len(found)}"])
    return letter


def _item(finding: Finding, owner: Source) -> dict[str, Any]:
    """A line of the annex: whom it is about as the owner writes her, else as the others do, and what to look at."""
    person = finding.person
    said = person.said.get(owner.key) or next(iter(person.said.values()))
    return {"key": finding.key, "what": finding.what, "name": said.full_name or person.name,
            "born": shown("born_on", said), "sex": shown("sex", said), "mother": said.mother_name,
            "village": said.unit_name or said.outside, "rows": [list(row) for row in said.rows]
            if owner.key in person.said else [], "text": sentence(finding, sent=True)}


def still_open(letter: CorrectionLetter, found: Iterable[Finding]) -> set[str]:
    """Keys of a letter's items that comparing finds again today."""
    return {one["key"] for one in letter.items} & {finding.key for finding in found}
