"""Pages of vaccination: a child's doses, who is due and overdue in each thôn, and the calendars in use."""
from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks
from mangnon.core.models import AuditEvent
from mangnon.registry.scope import reaches
from mangnon.web.history import People

from .calendars import calendars, folder
from .dosing import course, reason_of, told
from .models import Assessment, DoseDelay, EcdiSheet, Instrument
from .schedule import Step
from .schedule_words import MARKS, dose_name, name_word, state_word, when_words
from .views import seen


@requires(Permission.HEALTH_READ)
def doses_panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Doses against the schedule: what is due, what does not count and why, and the plan to catch up."""
    child, today = seen(request, pk), clock.today()
    doses = list(child.doses.order_by("given_on", "vaccine"))
    given = [(dose.vaccine, dose.given_on) for dose in doses]
    ended = bool(child.died_on and child.died_on <= today)
    found = course(child, given, child.died_on if ended and child.died_on else today)
    delays = list(child.dose_delays.order_by("-noted_on", "-seq"))
    exact = child.born_precision == "day"
    # Only a series with something overdue is caught up with; the others go their ordinary way.
    behind = {step.series for step in found.overdue}
    assessments = list(child.assessments.order_by("-assessed_on"))
    return render(request, "health/doses_panel.html", {
        "child": child, "doses": doses, "ended": ended, "exact": exact,
        "rows": [_row(step, delays) for step in found.steps],
        "overdue": [_row(step, delays) for step in found.overdue], "due": [_row(step, delays) for step in found.due],
        "coming": found.coming, "coming_name": dose_name(found.coming) if found.coming else "",
        "catch_up": _by_day([step for step in found.plan if step.series in behind]),
        "ahead": _by_day([step for step in found.plan if step.series not in behind]),
        "refused": told(found.refused, exact=exact), "schedules": calendars().schedules,
        "delays": _with_names(delays), "differs": _differs(child, given, bool(found.overdue)) if not ended else [],
        "assessments": assessments, "scored_only": bool(assessments) and _scored_only(assessments[0]),
        "may_write": reaches(request.user, pk, Permission.HEALTH_WRITE)})


def _scored_only(latest: Assessment) -> bool:
    """Whether an ECDI2030 score stands there without the sheet of its answers: from a list, or typed by itself."""
    return latest.instrument == Instrument.ECDI2030 and not EcdiSheet.objects.filter(
        child=latest.child_id, asked_on=latest.assessed_on).exists()


def _row(step: Step, delays: list[DoseDelay]) -> dict[str, Any]:
    return {"step": step, "name": dose_name(step), "mark": MARKS[step.state], "word": state_word(step),
            "when": when_words(step), "reason": reason_of(step, delays)}


def _by_day(steps: list[Step]) -> list[tuple[Any, list[str]]]:
    """What can be given on which day."""
    days: dict[Any, list[str]] = {}
    for step in steps:
        days.setdefault(step.plan, []).append(dose_name(step))
    return list(days.items())


def _with_names(delays: list[DoseDelay]) -> list[tuple[DoseDelay, str]]:
    """Each reason with who noted it, as the trail has it."""
    events = dict(AuditEvent.objects.filter(what="health.DoseDelay", verb="create", record_id__in=[
        str(delay.pk) for delay in delays]).values_list("record_id", "actor"))
    names = People()
    return [(delay, names.of(events[str(delay.pk)]) if str(delay.pk) in events else "") for delay in delays]


def _differs(child: Any, given: list[tuple[str, Any]], behind: bool) -> list[tuple[str, bool]]:
    """What the measures say of her, where it is not what the schedule says."""
    said = [answer for source in hooks.measures_of_child for answer in source(child, given)]
    return [(code, enough) for code, enough in said if code == "5b" and enough == behind]


@requires(Permission.HEALTH_READ)
def calendars_page(request: HttpRequest) -> HttpResponse:
    """The schedules and the calendar of weighing in use, with their sources, and where the commune's own files lie."""
    found = calendars()
    shown = [(schedule, name_word(schedule.name), [(name_word(dose.name or one.name), dose)
                                                   for one in schedule.series for dose in one.doses])
             for schedule in reversed(found.schedules)]
    return render(request, "health/calendars.html", {
        "found": found, "folder": folder(), "schedules": shown, "care": found.care})
