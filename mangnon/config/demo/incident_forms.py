"""The short forms of the invented incidents, a child before the law, papers of circumstances; no figure moves by it."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from mangnon.core import records
from mangnon.plan.models import Declared
from mangnon.protection.hiv_models import HivPending
from mangnon.protection.incidents.models import AbuseDetail, CircumstanceDetail, IncidentDecision, LabourDetail, Union
from mangnon.protection.incidents.sealing import closed
from mangnon.protection.models import (
    Circumstance,
    Incident,
    InjuryDetail,
    JusticeCheck,
    JusticeDate,
    JusticeMatter,
)

WHO = {True: "Công an xã", False: "UBND xã"}
PAPERS = {"a": ("a3", "giấy khai tử"), "b": ("b1", "biên bản"), "d": ("d2", "giấy xác nhận khuyết tật"),
          "n": ("n2", "bệnh án")}


def add_incident_forms(today: dt.date) -> None:
    for incident in Incident.objects.filter(kind__in=("abuse", "child_labour", "child_marriage")).order_by(
            "detected_on", "pk"):
        _form(incident)
        if incident.confirmed is not None:
            records.create(IncidentDecision, by="demo", incident=incident, decided_by=WHO[incident.confirmed],
                           outcome="confirmed" if incident.confirmed else "refuted",
                           decided_on=min(incident.detected_on + dt.timedelta(days=2), today))
    for detail in InjuryDetail.objects.order_by("pk"):
        records.correct(detail, by="demo", needed_care=True)
    _matter(today)
    for row in Circumstance.objects.filter(group__in=PAPERS).order_by("from_on", "pk")[:12]:
        kind, proof = PAPERS[row.group]
        records.create(CircumstanceDetail, by="demo", circumstance=row, sub_kind=kind, proof_kind=proof,
                       proof_on=row.from_on)
    for declared in Declared.objects.filter(measure="6").order_by("-year")[:1]:
        records.create(HivPending, by="demo", unit=declared.unit, year=declared.year, waiting=1)


def _form(incident: Incident) -> None:
    pk, values = uuid.uuid4(), dict[str, Any]()
    model: Any = {"abuse": AbuseDetail, "child_labour": LabourDetail, "child_marriage": Union}[incident.kind]
    if model is AbuseDetail:
        values = {"form": "violence"}
    elif model is LabourDetail:
        values = {"work": "workshop", "hours_week": 30, "employer": "business", "done": "school"}
    else:
        values = {"spouse_name": closed(Union, pk, "spouse_name", "Người minh họa"), "spouse_age": 19,
                  "spouse_sex": "male" if incident.child.sex == "female" else "female", "done": "advised"}
    records.create(model, by="demo", id=pk, incident=incident, **values)


def _matter(today: dt.date) -> None:
    """The child of the newest confirmed abuse as its victim before the law."""
    incident = Incident.objects.filter(kind="abuse", confirmed=True).order_by("detected_on", "pk").last()
    if incident is None:
        return
    pk = uuid.uuid4()
    matter = records.create(JusticeMatter, by="demo", id=pk, child=incident.child, role="victim", agency="police",
                            from_on=incident.detected_on, legal_aid=True,
                            lawyer=closed(JusticeMatter, pk, "lawyer", "Trợ giúp viên (minh họa)"))
    records.create(JusticeDate, by="demo", matter=matter, on=incident.detected_on, what="questions", held=True)
    records.create(JusticeDate, by="demo", matter=matter, on=today + dt.timedelta(days=21), what="trial")
    for code, answer in (("guardian", True), ("lawyer", True), ("room", False)):
        records.create(JusticeCheck, by="demo", matter=matter, code=code, answer=answer,
                       checked_on=incident.detected_on)
