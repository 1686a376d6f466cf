"""What the invented commune has filled in of its instruments. Invented as everything here; no figure moves by it."""
from __future__ import annotations

import datetime as dt

from mangnon.core import records
from mangnon.health.ecdi import Item, questions_on
from mangnon.health.models import Assessment, EcdiSheet, Instrument

SHEETS = 24


def add_instruments(today: dt.date) -> None:
    """Fill the instruments beside the imported register."""
    add_answers(today)


def add_answers(today: dt.date) -> None:
    """Twenty answers behind the newest scores: easy questions are answered by an achievement, the later ones not."""
    rows = Assessment.objects.filter(instrument=Instrument.ECDI2030, assessed_on__lte=today).exclude(score=None)
    for row in rows.order_by("-assessed_on", "child__name_sort", "child_id")[:SHEETS]:
        asked = questions_on(row.assessed_on)
        answers = "".join(_answer(item, n < (row.score or 0)) for n, item in enumerate(asked.items))
        records.create(EcdiSheet, by="demo", child=row.child, asked_on=row.assessed_on, answers=answers,
                       version=asked.valid_from)


def _answer(item: Item, achieved: bool) -> str:
    return next(code for code, _vi, _en in reversed(item.answers) if (code in item.achieved) == achieved)
