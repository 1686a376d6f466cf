"""What the invented commune has filled in of its instruments. Invented as everything here; no figure moves by it."""
from __future__ import annotations

import datetime as dt

from mangnon.core import clock, records
from mangnon.health.ecdi import Item, questions_on
from mangnon.health.models import Assessment, EcdiSheet, Instrument
from mangnon.participation.survey_actions import answer, open_survey
from mangnon.places.models import Unit
from mangnon.plan.models import CriterionScore
from mangnon.protection.disaster_actions import strike
from mangnon.protection.models import DisasterLine, Hazard, Incident, InjuryDetail
from mangnon.registry.models import Residence

from .incident_forms import add_incident_forms

SHEETS = 24


def add_instruments(today: dt.date) -> None:
    """Fill the instruments beside the imported register."""
    add_answers(today)
    add_storm(today)
    add_places_to_fix(today)
    add_scorecard(today)
    add_incident_forms(today)


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


def add_storm(today: dt.date) -> None:
    """The newest flood of the invented register as a day of disaster; its incidents stand already and are linked."""
    newest = Incident.objects.filter(kind="disaster", occurred_on__lte=today).order_by("-occurred_on").first()
    if newest is None or newest.occurred_on is None:
        return
    rows = list(Incident.objects.filter(kind="disaster", occurred_on=newest.occurred_on).select_related("child"))
    homes = Residence.objects.on(newest.occurred_on).filter(child__in=[row.child_id for row in rows]).values("unit")
    flood = strike(None, Unit.objects.filter(pk__in=homes), by="demo", name="Lũ minh họa", kind="flood",
                   occurred_on=newest.occurred_on)
    for n, row in enumerate(rows):
        found = dt.datetime.combine(newest.occurred_on, dt.time(6 + n % 5, 10), tzinfo=clock.VIETNAM)
        relieved = row.relieved_on and dt.datetime.combine(row.relieved_on, dt.time(9, 0), tzinfo=clock.VIETNAM)
        records.create(DisasterLine, by="demo", disaster=flood, child=row.child, found_at=found, safe=True,
                       needs="nước sạch, sách vở", relieved_at=relieved, incident=row)


CAUSES = (("fall", "home"), ("traffic", "road"), ("drowning", "water"), ("burn", "home"), ("animal", "field"))
PLACES = (("Thôn 2", "bờ ao cạnh nhà văn hóa (minh họa)", "drowning", "rào, cắm biển", "Trưởng thôn 2", -20, None),
          ("Thôn 3", "dốc trước cổng trường (minh họa)", "traffic", "làm gờ giảm tốc", "Ban Giao thông xã", 45, None),
          ("Thôn 5", "hố vôi bỏ không (minh họa)", "fall", "lấp hố", "Đoàn Thanh niên", -60, -70))
"""Place, danger, work, who, due and done in days from today."""


def add_places_to_fix(today: dt.date) -> None:
    """Causes of the year's injuries, one left unknown, and three places to be made safe."""
    rows = Incident.objects.filter(kind="injury", detected_on__year=today.year).order_by("detected_on", "pk")
    for n, row in enumerate(rows[1:]):
        cause, spot = CAUSES[n % len(CAUSES)]
        records.create(InjuryDetail, by="demo", incident=row, cause=cause, spot=spot)
    for village, place, danger, work, owner, due, done in PLACES:
        unit = Unit.objects.filter(name=village).first()
        if unit:
            records.create(Hazard, by="demo", unit=unit, place=place, danger=danger, work=work, owner=owner,
                           due_on=today + dt.timedelta(days=due),
                           done_on=today + dt.timedelta(days=done) if done else None)


POINTS = {1: 90, 2: 60, 5: 70, 7: 50, 8: 75, 10: 80, 12: 65}


def add_scorecard(today: dt.date) -> None:
    """Some criteria scored on trial, the others open; a survey of children half answered. Line 1 is not declared."""
    for criterion, points in POINTS.items():
        records.create(CriterionScore, by="demo", year=today.year, criterion=criterion, points=points)
    survey = open_survey(by="demo", codes=24, year=today.year, audience="children")
    for n, code in enumerate(survey.codes.order_by("seq")[:14]):
        answer(code, "".join("1213"[(n + k) % 4] for k in range(5)), by="phiếu khảo sát")
