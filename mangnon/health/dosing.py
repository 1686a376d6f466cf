"""One child's doses against the schedules in use, with the reasons why some were not given."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from mangnon.core import clock
from mangnon.core.periods import earliest, latest

from .calendars import calendars
from .models import Dose, DoseDelay
from .schedule import Course, Given, Refused, Step, course_of
from .schedule_words import name_word, refused_words


def course(child: Any, doses: Iterable[Given], today: dt.date) -> Course:
    born = (earliest(child.born_on, child.born_precision), latest(child.born_on, child.born_precision))
    return course_of(calendars().schedules, born, doses, today)


def told(refused: Iterable[Refused], *, exact: bool = True) -> list[str]:
    """A sentence for each dose that does not count; the series it lacks in for the same reason stand together."""
    seen: dict[Any, Refused] = {}
    also: dict[Any, list[str]] = {}
    for one in refused:
        key = (one.vaccine, one.on, one.why, "" if one.why == "birth" else one.least)
        if key not in seen:
            seen[key] = one
        also.setdefault(key, []).append(name_word(one.name))
    return [refused_words(one, also=also[key][1:], exact=exact) for key, one in seen.items()]


def refused_at_entry(child: Any, vaccine: str, day: dt.date, row: uuid.UUID) -> list[str]:
    """Why a dose that is being written would count nowhere; nothing where it counts."""
    others = [given for given in Dose.objects.filter(child=child).exclude(pk=row).values_list("vaccine", "given_on")
              if given != (vaccine, day)]
    found = course(child, [*others, (vaccine, day)], max(clock.today(), day))
    return told([one for one in found.refused if one.nowhere and (one.vaccine, one.on) == (vaccine, day)
                 and one.why in ("early", "soon")], exact=child.born_precision == "day")


def reason_of(step: Step, delays: Iterable[DoseDelay]) -> DoseDelay | None:
    """The newest reason that speaks of an open dose and was noted since it fell due."""
    if step.state not in ("due", "overdue"):
        return None
    fitting = [d for d in delays if d.noted_on >= step.due_from and (not d.vaccine or d.vaccine in step.vaccines)]
    return max(fitting, key=lambda d: (d.noted_on, d.seq), default=None)
