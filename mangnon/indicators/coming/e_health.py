"""Doses and weighings that are due: the days are those of the health calendars, which the commune changes there."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mangnon.accounts.permissions import Permission as P
from mangnon.health.calling import whole_called, whole_weighed
from mangnon.health.schedule_words import dose_name

from .step import Event, Step


def doses(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    """Each child once, on the first day that one of her doses is due by, with all that are due."""
    for called in whole_called(today):
        steps = sorted((step for step in called.steps if step.due_by <= last), key=lambda step: step.due_by)
        if steps and steps[0].due_by >= first:
            yield called.child.pk, steps[0].due_by, ", ".join(dose_name(step) for step in steps)


def weighings(first: dt.date, last: dt.date, today: dt.date) -> Iterator[Event]:
    for weighed in whole_weighed(today):
        if first <= weighed.turn.due_by <= last:
            yield weighed.child.pk, weighed.turn.due_by, ""


STEPS = (Step("dose", doses, (P.HEALTH_READ,), "health:mui-tiem-add", (P.HEALTH_WRITE,)),
         Step("weighing", weighings, (P.HEALTH_READ,), "health:can-do-add", (P.HEALTH_WRITE,)))
