"""Open a survey with its codes, and take one answer a code."""
from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.db import transaction

from mangnon.core import audit, clock, records, sequence

from .models import Survey, SurveyCode
from .survey import LENGTH, LETTERS, asked_on, counted


class AnsweredBefore(Exception):
    """The code has answered already; its row is the argument."""


class SurveyClosed(Exception):
    """The round takes no answer any more."""


class ResultsTold(Exception):
    """The round has told its results: an answer more would be read off the difference."""


def open_survey(*, by: Any, codes: int, new_id: uuid.UUID | None = None, **values: Any) -> Survey:
    """Make a survey and its codes, which are one act of the audit: each says nothing before it answers."""
    with transaction.atomic():
        row = records.create(Survey, by=by, id=new_id or uuid.uuid4(), version=asked_on(clock.today()).valid_from,
                             **values)
        first = sequence.take(codes)
        SurveyCode.objects.bulk_create(
            SurveyCode(commune_id=row.commune_id, seq=first + n, survey=row, code=code)
            for n, code in enumerate(_fresh(codes)))
        audit.record(by, "create", "participation.SurveyCode", row.pk, fields=[f"rows={codes}"])
    return row


def _fresh(count: int) -> list[str]:
    """So many codes that nobody has."""
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = {"".join(secrets.choice(LETTERS) for _letter in range(LENGTH)) for _n in range(count - len(found))}
        taken = set(SurveyCode.objects.filter(code__in=drawn).values_list("code", flat=True))
        found |= dict.fromkeys(drawn - taken)
    return list(found)


def answer(code: SurveyCode, answers: str, *, by: Any) -> SurveyCode:
    """Keep the answers of a code. Raises AnsweredBefore where it has some: nothing is counted twice; SurveyClosed."""
    with transaction.atomic():
        if Survey.objects.select_for_update().get(pk=code.survey_id).closed_on:
            raise SurveyClosed
        fresh = SurveyCode.objects.select_for_update().get(pk=code.pk)
        if fresh.answers:
            raise AnsweredBefore(fresh)
        return records.correct(fresh, by=by, answers=answers, answered_on=clock.today())


def tells_results(survey: Survey) -> bool:
    """Whether a closed round has answers enough for its results to be told."""
    return counted(survey.codes.exclude(answers="").values_list("answers", flat=True), 0) is not None


def close_survey(survey: Survey, *, by: Any) -> Survey:
    """End a round: from now on it takes no answer, by phone or on paper."""
    return survey if survey.closed_on else records.correct(survey, by=by, closed_on=clock.today())


def reopen_survey(survey: Survey, *, by: Any) -> Survey:
    """Take answers again. Raises ResultsTold where the round's results have been there to be read."""
    with transaction.atomic():
        fresh = Survey.objects.select_for_update().get(pk=survey.pk)
        if fresh.closed_on and tells_results(fresh):
            raise ResultsTold
        return records.correct(fresh, by=by, closed_on=None)
