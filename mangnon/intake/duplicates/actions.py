"""What a person says of two records: two children, one child, or another time."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.core import audit, sequence
from mangnon.core.models import Owner
from mangnon.registry import merging
from mangnon.registry.models import Child, Merge

from .finding import Pair
from .models import PairDecision, Verdict


def decide(pair: Pair, verdict: str, *, by: Any) -> None:
    """Remember that two records are two children, or that they are put off. Raises ValueError for another verdict."""
    verdict = Verdict(verdict)
    with transaction.atomic():
        seq = sequence.take()
        row, _made = PairDecision.objects.update_or_create(one=pair.one, other=pair.other, defaults={
            "commune_id": Owner.current().id, "seq": seq, "verdict": verdict, "digest": pair.digest,
            "by": audit.actor_of(by)[0]})
        audit.record(by, "decide", "intake.PairDecision", row.pk, fields=[verdict])


def join(kept: Child, dropped: Child, *, take: Mapping[str, str], home: str, by: Any) -> Merge:
    """Make two records one. Raises MergeError."""
    with transaction.atomic():
        joined = merging.merge(kept, dropped, take=take, home=home, by=by)
        PairDecision.objects.filter(one__in=(kept.pk, dropped.pk), other__in=(kept.pk, dropped.pk)).delete()
    return joined


def part(joined: Merge, *, by: Any) -> merging.Parted:
    """Take a joining back, and remember that somebody found them to be two. Raises MergeError."""
    from .finding import look_at

    with transaction.atomic():
        found = merging.part(joined, by=by)
        pair = look_at(joined.kept_id, found.child.pk)
        if pair is not None:
            decide(pair, Verdict.DIFFERENT, by=by)
    return found
