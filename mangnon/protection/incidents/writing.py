"""How an incident is written from its page, what goes with it when it is taken out, and where one goes after."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mangnon.core import clock
from mangnon.core.models import Record
from mangnon.web import keeping

from ..injury_models import InjuryDetail
from ..models import Incident
from .actions import WORD, decide, hold_to_bar
from .models import AbuseDetail, CircumstanceDetail, IncidentDecision, LabourDetail, Union


def incident_store(form: Any, by: Any, fixed: dict[str, Any]) -> keeping.Save:
    """Write the row that is counted; what is new about its confirmation is kept with who found it and when."""
    write = keeping.store(form, Incident, by=by, **fixed)

    def save(data: dict[str, Any]) -> Any:
        who, day, found = data.pop("decided_by", "").strip(), data.pop("decided_on", None), data.pop("confirmed", None)
        before = Incident.objects.filter(pk=form.instance.pk).first() if form.standing else None
        last = before.decisions.order_by("seq").last() if before else None
        known = (last.decided_by, last.decided_on) if last else ("", None)
        row = write(data)
        told_anew = found is not None and bool(who or day) and (who, day) != known
        if told_anew or found != (before.confirmed if before else None):
            decide(row, WORD[found], by=by, decided_by=who or str(getattr(by, "display_name", "") or by),
                   decided_on=day or clock.today())
        if before is not None:
            hold_to_bar(Incident.objects.get(pk=row.pk), by=by)
        return row
    return save


def hanging_on(row: Any) -> Iterable[Record]:
    """What belongs to an incident alone and goes with it into the history."""
    for model in (InjuryDetail, LabourDetail, Union, AbuseDetail, IncidentDecision):
        found: Any = model
        yield from found.objects.filter(incident=row)


def papers_of(row: Any) -> Iterable[Record]:
    return CircumstanceDetail.objects.filter(circumstance=row)


def rows_of_matter(row: Any) -> Iterable[Record]:
    return [*row.dates.all(), *row.checks.all()]


def page_of_incident(row: Any) -> str:
    return reverse("protection:incident", args=[row.pk])


def page_of_matter(row: Any) -> str:
    return reverse("protection:justice", args=[row.pk])


