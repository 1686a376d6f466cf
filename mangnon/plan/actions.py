"""Adopt a plan, and decide about its lines."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import records
from mangnon.places.models import Level, Unit

from .document import PlanDocument, parse
from .models import Line, Milestone, Plan, Reading


def adopt(text: str, *, by: Any, unit: Unit | None = None) -> Plan:
    """Take a plan file as the commune's plan. Raises PlanError where it cannot be read."""
    document = parse(text)
    first, last = document.period
    return records.create(Plan, by=by, title=document.title, unit=unit, text=text, from_on=dt.date(first, 1, 1),
                          to_on=dt.date(last + 1, 1, 1))


def place_of(document: PlanDocument, *, by: Any) -> Unit | None:
    """Make the commune a plan names, with its villages; None where the file names no code."""
    head = document.head
    if not head.get("unit_code"):
        return None
    since = dt.date(document.period[0], 1, 1)
    with transaction.atomic():
        province = None
        if head.get("province_code"):
            province = records.create(Unit, by=by, code=str(head["province_code"]), level=Level.PROVINCE,
                                      name=str(head.get("province_name", "")), valid_from=since)
        unit = records.create(Unit, by=by, code=str(head["unit_code"]), name=str(head.get("unit_name", "")),
                              level=Level.COMMUNE, area=str(head.get("area", "")), parent=province, valid_from=since)
        for number, name in enumerate(head.get("village_names", ()), start=1):
            records.create(Unit, by=by, code=f"{head['unit_code']}{number:02d}", name=str(name),
                           level=Level.VILLAGE, area=str(head.get("area", "")), parent=unit, valid_from=since)
    return unit


def describe_line(plan: Plan, measure: str, *, by: Any, **values: Any) -> Line:
    """Fill in baseline and responsible office of a line."""
    line = Line.objects.filter(plan=plan, measure=measure).first()
    if line is None:
        return records.create(Line, by=by, plan=plan, measure=measure, **values)
    return records.correct(line, by=by, **values)


def set_milestone(plan: Plan, measure: str, year: int, *, by: Any, value: Any, decision: str) -> Milestone:
    """Set a line's own value for a year, with the decision's number."""
    standing = Milestone.objects.filter(plan=plan, measure=measure, year=year).first()
    if standing is None:
        return records.create(Milestone, by=by, plan=plan, measure=measure, year=year, value=value,
                              decision=decision)
    return records.correct(standing, by=by, value=value, decision=decision)


def decide_reading(name: str, value: Any, *, by: Any, decided_by: str, decided_on: dt.date, decision: str) -> Reading:
    """Take a reading where the plan is silent; figures are counted anew with it."""
    standing = Reading.objects.filter(name=name).first()
    values = {"value": value, "decided_by": decided_by, "decided_on": decided_on, "decision": decision}
    if standing is None:
        return records.create(Reading, by=by, name=name, **values)
    return records.correct(standing, by=by, **values)
