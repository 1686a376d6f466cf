"""Open a survey with its codes, and take one answer a code."""
from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.db import transaction

from mangnon.core import clock, records

from .models import Survey, SurveyCode
from .survey import LENGTH, LETTERS, asked_on


class AnsweredBefore(Exception):
    """The code has answered already; its row is the argument."""


def open_survey(*, by: Any, codes: int, new_id: uuid.UUID | None = None, **values: Any) -> Survey:
    """Make a survey and its codes."""
    with transaction.atomic():
        row = records.create(Survey, by=by, id=new_id or uuid.uuid4(), version=asked_on(clock.today()).valid_from,
                             **values)
        for _n in range(codes):
            records.create(SurveyCode, by=by, survey=row, code="".join(secrets.choice(LETTERS)
                                                                       for _letter in range(LENGTH)))
    return row


def answer(code: SurveyCode, answers: str, *, by: Any) -> SurveyCode:
    """Keep the answers of a code. Raises AnsweredBefore where it has some: nothing is counted twice."""
    with transaction.atomic():
        fresh = SurveyCode.objects.select_for_update().get(pk=code.pk)
        if fresh.answers:
            raise AnsweredBefore(fresh)
        return records.correct(fresh, by=by, answers=answers, answered_on=clock.today())
