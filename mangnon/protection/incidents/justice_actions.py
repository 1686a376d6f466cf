"""What is done in a matter before the law: which points of friendly justice are kept."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mangnon.core import clock, records

from .justice_models import JusticeCheck, JusticeMatter


def check(matter: JusticeMatter, answers: Mapping[str, bool | None], *, by: Any) -> int:
    """Write what was looked at today, point by point; what did not change stays. Returns how many were written."""
    written = 0
    with transaction.atomic():
        JusticeMatter.objects.select_for_update().get(pk=matter.pk)
        standing = {row.code: row for row in matter.checks.all()}
        for code, answer in answers.items():
            row = standing.get(code)
            if row is not None and row.answer != answer:
                records.correct(row, by=by, answer=answer, checked_on=clock.today())
            elif row is None and answer is not None:
                records.create(JusticeCheck, by=by, matter=matter, code=code, answer=answer, checked_on=clock.today())
            else:
                continue
            written += 1
    return written
