"""Keep what a carer answered, and make the score from it: the one way an ECDI2030 score follows its answers."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import records
from mangnon.registry.models import Child

from .ecdi import questions_on, score_of, versions
from .models import Assessment, EcdiSheet, Instrument


def questions_of(sheet: EcdiSheet) -> Any:
    """The questions that were asked on a sheet."""
    return next((q for q in versions() if q.valid_from == sheet.version), None) or questions_on(sheet.asked_on)


def keep(child: Child, asked_on: dt.date, answers: str, *, by: Any, sheet: EcdiSheet | None = None,
         new_id: uuid.UUID | None = None) -> EcdiSheet:
    """Write a sheet, or correct one, and the assessment that is counted; the score stays empty while one is unknown."""
    with transaction.atomic():
        standing = sheet or EcdiSheet.objects.filter(child=child, asked_on=asked_on).first()
        questions = questions_on(asked_on)
        values: dict[str, Any] = {"asked_on": asked_on, "answers": answers, "version": questions.valid_from}
        old = _assessment(child, standing.asked_on) if standing else None
        there = _assessment(child, asked_on)
        if old and there and there.pk != old.pk:
            # Typed by hand, without its answers; whoever moved the sheet onto that day was asked.
            records.remove(there, by=by, reason=_("điểm gõ tay, thay bằng phiếu hai mươi câu"))
        old = old or there
        row = records.correct(standing, by=by, **values) if standing else records.create(
            EcdiSheet, by=by, child=child, id=new_id or uuid.uuid4(), **values)
        counted: dict[str, Any] = {"assessed_on": asked_on, "score": score_of(answers, questions)}
        if old:
            records.correct(old, by=by, **counted)
        else:
            records.create(Assessment, by=by, child=child, instrument=Instrument.ECDI2030, **counted)
    return row


def withdraw(sheet: EcdiSheet, *, by: Any, reason: str) -> None:
    """Take the assessment out that was made from a sheet; the sheet itself goes with whoever calls."""
    counted = _assessment(sheet.child, sheet.asked_on)
    if counted:
        records.remove(counted, by=by, reason=reason)


def _assessment(child: Child, day: dt.date) -> Assessment | None:
    return Assessment.objects.filter(child=child, assessed_on=day, instrument=Instrument.ECDI2030).first()
