"""What health owes each of many children now and soon, with few queries: doses and weighings."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.core.periods import earliest, latest, middle, months_back, years_back
from mangnon.web import formats

from .calendars import Calendars, calendars
from .growth import position_codes, sex_codes, z_scores
from .growth_pace import Slow, Turn, Weight, slow_gain, turn_of
from .models import Dose, Measurement
from .schedule import Given, Step, next_steps
from .schedule_words import dose_name

SOON = dt.timedelta(days=30)
FEW = 400
"""Children up to which rows are asked for by their keys; more are found by the day of birth."""


@dataclass(frozen=True)
class Due:
    """One thing due for a child.

    kind: dose or weighing.  code: the series and number ("soi-1"), empty for a weighing.  due_from: the first day;
    due_by: the last day on time.  overdue: days since then, 0 before.  words: what it is, as a list says it.
    vaccines: any of these answers it.
    """

    child: uuid.UUID
    kind: str
    code: str
    due_from: dt.date
    due_by: dt.date
    overdue: int
    words: str
    vaccines: tuple[str, ...] = ()


def due_for(children: Iterable[Any], today: dt.date, until: dt.date | None = None) -> list[Due]:
    """Doses and weighings due by ``until`` (30 days on), the longest overdue first.

    children: those asked about, already within the reader's scope; the dead have nothing due.
    """
    alive = [child for child in children if not child.died_on or child.died_on > today]
    until = until or today + SOON
    found = [*doses_due(alive, today, until), *weighings_due(alive, today, until)]
    return sorted(found, key=lambda due: (due.due_by, due.kind, due.code, str(due.child)))


def doses_due(children: Iterable[Any], today: dt.date, until: dt.date) -> list[Due]:
    return [Due(child.pk, "dose", f"{step.series}-{step.nth}", step.due_from, step.due_by, step.overdue,
                dose_name(step), step.vaccines)
            for child, steps in steps_of(children, today, until) for step in steps]


def steps_of(children: Iterable[Any], today: dt.date, until: dt.date) -> list[tuple[Any, list[Step]]]:
    """Each child with the doses that are next and due by ``until``; children with none are left out."""
    schedules, floor = calendars().schedules, years_back(today, oldest(calendars()))
    young = [child for child in children if child.born_on > floor]
    given = doses_of(young, today, _asked(calendars(), today))
    found = []
    for child in young:
        born = (earliest(child.born_on, child.born_precision), latest(child.born_on, child.born_precision))
        steps = next_steps(schedules, born, given.get(child.pk, []), today, until)
        if steps:
            found.append((child, steps))
    return found


def oldest(found: Calendars) -> int:
    """Completed years from which no schedule asks for a dose; of one without a latest age, 16."""
    born = dt.date(2000, 1, 1)
    lasts = [rule.latest.after(born) if rule.latest else dt.date(2015, 1, 1)
             for schedule in found.schedules for series in schedule.series for rule in series.doses]
    # A birth known to the year only may be a year later than it is kept.
    return max((last.year - 2000 + (last > dt.date(last.year, 1, 1)) for last in lasts), default=0) + 1


def _asked(found: Calendars, today: dt.date) -> Q:
    """Which doses can still matter: of a vaccine those of children who are not past its last age."""
    floors: dict[str, dt.date] = {}
    for rule in (rule for schedule in found.schedules for series in schedule.series for rule in series.doses):
        # A birth known to the year only may be a year later than it is kept.
        floor = years_back(today, 17) if rule.latest is None else (
            months_back(today, rule.latest.months) - dt.timedelta(days=rule.latest.days + 366))
        for vaccine in rule.vaccines:
            floors[vaccine] = min(floors.get(vaccine, floor), floor)
    asked = Q(pk__in=[])
    for floor in set(floors.values()):
        asked |= Q(vaccine__in=[v for v, day in floors.items() if day == floor], child__born_on__gt=floor)
    return asked


def doses_of(children: list[Any], today: dt.date, asked: Q) -> dict[uuid.UUID, list[Given]]:
    """The doses of each child in the order of their days."""
    found: dict[uuid.UUID, list[Given]] = defaultdict(list)
    rows = _of(Dose, children).filter(asked, given_on__lte=today).order_by("given_on", "vaccine")
    for child, vaccine, day in rows.values_list("child_id", "vaccine", "given_on"):
        found[child].append((vaccine, day))
    return found


def _of(model: Any, children: list[Any]) -> Any:
    """Rows of these children, and for many of them also of others of their ages: the caller looks up her own."""
    if len(children) <= FEW:
        return model.objects.filter(child__in=[child.pk for child in children])
    return model.objects.filter(child__born_on__gte=min(child.born_on for child in children))


def weighings_due(children: Iterable[Any], today: dt.date, until: dt.date) -> list[Due]:
    return [Due(child.pk, "weighing", "", turn.due_from, turn.due_by, turn.overdue,
                _("Cân đo (%(what)s)") % {"what": turn.words})
            for child, turn, _slow in turns_of(children, today) if turn.due_from <= until]


def turns_of(children: Iterable[Any], today: dt.date) -> list[tuple[Any, Turn, Slow | None]]:
    """Each child whom the calendar of weighing asks for, with her turn and whether she gains slowly."""
    care = calendars().care
    until = max((band.until for band in care.bands), key=lambda span: span.after(today), default=None)
    young = [child for child in children if until and today < until.after(middle(child.born_on, child.born_precision))]
    weights = weights_of(young, today)
    found = []
    for child in young:
        hers = weights.get(child.pk, [])
        slow = slow_gain(hers, care.slow, middle(child.born_on, child.born_precision), today)
        turn = turn_of(child.born_on, child.born_precision, hers, slow is not None, care, today)
        if turn is not None:
            found.append((child, turn, slow))
    return found


def weights_of(children: list[Any], today: dt.date) -> dict[uuid.UUID, list[Weight]]:
    """The weighings of each child with z, oldest first; of many children at once."""
    by_pk = {child.pk: child for child in children}
    rows = [row for row in _of(Measurement, children).filter(measured_on__lte=today).exclude(weight_kg=None).order_by(
        "measured_on").values_list("child_id", "measured_on", "weight_kg", "oedema") if row[0] in by_pk]
    days = [(day - by_pk[pk].born_on).days if by_pk[pk].born_precision == "day" and day >= by_pk[pk].born_on else np.nan
            for pk, day, _kg, _oedema in rows]
    blank = np.full(len(rows), np.nan)
    z = z_scores(sex_codes([by_pk[row[0]].sex for row in rows]), days, [float(row[2]) for row in rows], blank,
                 position_codes([""] * len(rows)), [bool(row[3]) for row in rows]).waz if rows else blank
    found: dict[uuid.UUID, list[Weight]] = defaultdict(list)
    for (pk, day, kg, _oedema), score in zip(rows, z, strict=True):
        found[pk].append(Weight(day, kg, None if np.isnan(score) else float(score)))
    return found


def next_turn_words(turn: Turn) -> str:
    """When the next weighing is, for the child's own page."""
    if turn.overdue:
        return f"{turn.words}."
    return _("Lần cân tới: từ %(day)s.") % {"day": formats.date(turn.due_from)}


__all__ = ["Due", "due_for", "doses_due", "next_turn_words", "steps_of", "turns_of", "weighings_due", "weights_of"]
