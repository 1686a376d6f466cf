"""What is done with an incident beside the row that is counted: its form, who found out what, one union joined."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.core import clock, records
from mangnon.core.models import Record

from ..injury_models import InjuryDetail
from ..models import CaseRow, Incident, IncidentKind
from .models import Basis, IncidentDecision, OfIncident, Outcome, Union
from .rules import rules
from .unions import day_of, lives_here

FLAG = {Outcome.CONFIRMED: True, Outcome.REFUTED: False, Outcome.UNKNOWN: None}
WORD = {flag: outcome for outcome, flag in FLAG.items()}


def decide(incident: Incident, outcome: str, *, by: Any, decided_by: str, decided_on: dt.date, document: str = "",
           new_id: uuid.UUID | None = None) -> IncidentDecision:
    """Keep who found out what and when; the row that is counted follows. Refuting takes it out of the measures only.

    Raises ValidationError where an injury below the bar is to be confirmed.
    """
    if outcome == Outcome.CONFIRMED and below_bar(incident):
        raise ValidationError(_("Theo mẫu, vụ này không phải chăm sóc y tế và không mất ngày nào, nên dưới ngưỡng. Hãy "
                                "sửa hai câu trả lời ấy trước."), code="bar")
    return _keep(incident, outcome, Basis.FOUND, by=by, decided_by=decided_by, decided_on=decided_on,
                 document=document, id=new_id or uuid.uuid4())


def _keep(incident: Incident, outcome: str, basis: Basis, *, by: Any, **values: Any) -> IncidentDecision:
    with transaction.atomic():
        standing = Incident.objects.select_for_update().get(pk=incident.pk)
        row = records.create(IncidentDecision, by=by, incident=standing, outcome=outcome, basis=basis, **values)
        records.correct(standing, by=by, confirmed=FLAG[Outcome(outcome)], reason=str(basis.label))
    return row


def write_form(incident: Incident, model: type[OfIncident | InjuryDetail], row: Record | None, *, by: Any,
               new_id: uuid.UUID, **values: Any) -> Any:
    """Write an incident's short form; of an injury the bar is looked at anew, a union goes to the spouse who counts."""
    with transaction.atomic():
        written = records.correct(row, by=by, **values) if row else records.create(
            model, by=by, id=new_id, incident=incident, **values)
        if isinstance(written, InjuryDetail):
            hold_to_bar(Incident.objects.get(pk=incident.pk), by=by)
        if isinstance(written, Union):
            written = _where_it_counts(written, by)
    return written


def below_bar(incident: Incident) -> bool:
    """Whether an injury was answered to lie below the bar; what is not known lies nowhere, and a death never does."""
    detail = InjuryDetail.objects.filter(incident=incident).first()
    if incident.kind != IncidentKind.INJURY or incident.fatal or detail is None:
        return False
    return all(getattr(detail, name) is False for name in rules().counts_when(day_of(incident)))


def hold_to_bar(incident: Incident, *, by: Any) -> None:
    """Let what is counted follow the bar: out below it, back to what was found before once it is not."""
    last, who, today = incident.decisions.order_by("seq").last(), str(_("quy tắc của xã")), clock.today()
    if below_bar(incident):
        if incident.confirmed is False:
            return
        if incident.confirmed and (last is None or last.outcome != Outcome.CONFIRMED):
            # What the row said before decisions were written down is kept, so that it can come back.
            _keep(incident, Outcome.CONFIRMED, Basis.FOUND, by=by, decided_by=str(_("chưa ghi")),
                  decided_on=day_of(incident))
        _keep(incident, Outcome.REFUTED, Basis.BAR, by=by, decided_by=who, decided_on=today)
    elif last is not None and last.basis == Basis.BAR:
        found = incident.decisions.filter(basis=Basis.FOUND).order_by("seq").last()
        _keep(incident, found.outcome if found else Outcome.UNKNOWN, Basis.BAR_LIFTED, by=by, decided_by=who,
              decided_on=today)


def hold_all_to_bar(day: dt.date) -> None:
    """Once a day: a bar that was changed holds for what is recorded already."""
    answered = InjuryDetail.objects.filter(Q(needed_care__isnull=False) | Q(lost_day__isnull=False))
    for detail in answered.select_related("incident"):
        hold_to_bar(detail.incident, by=None)


def _where_it_counts(union: Union, by: Any) -> Union:
    """Line 13 counts a union where its incident's child lives: of two in the register the one who lives here bears it.
    """
    incident = Incident.objects.select_related("child").get(pk=union.incident_id)
    day, other = day_of(incident), union.spouse
    if other is None or lives_here(incident.child, day) or not lives_here(other, day):
        return union
    mine = incident.child
    records.correct(incident, by=by, child=other, reason=_("người kia ở xã này ngày ấy"))
    return records.correct(union, by=by, spouse=mine, reason=_("người kia ở xã này ngày ấy"))


def join(incident: Incident, other: Incident, *, by: Any) -> None:
    """Two incidents are one union: the other goes with its form into the history, what only it knew is kept here."""
    reason = _("cùng một cuộc tảo hôn, đã ghi từ người kia")
    with transaction.atomic():
        spouse, theirs = other.child, Union.objects.filter(incident=other).first()
        known: dict[str, Any] = {}
        if incident.occurred_on is None and other.occurred_on and other.occurred_on <= incident.detected_on:
            known["occurred_on"] = other.occurred_on
        begun = known.get("occurred_on") or incident.occurred_on
        if other.detected_on < incident.detected_on and (begun is None or begun <= other.detected_on):
            known["detected_on"] = other.detected_on
        confirmed = other.confirmed if incident.confirmed is None else None
        told = other.decisions.order_by("seq").last()
        for held in CaseRow.objects.filter(incident=other):
            # What a case gave rise to stays its row: who must not know of the case sees the joined one no more either.
            if not CaseRow.objects.filter(incident=incident).exists():
                records.correct(held, by=by, incident=incident, reason=reason)
        for part in [*other.decisions.all(), *([theirs] if theirs else []), other]:
            records.remove(part, by=by, reason=reason)
        if known:
            records.correct(incident, by=by, reason=reason, **known)
        mine = Union.objects.filter(incident=incident).first()
        values: dict[str, Any] = {"spouse": spouse, "spouse_name": "", "spouse_sex": "", "spouse_born_on": None,
                                  "spouse_age": None}
        row = records.correct(mine, by=by, reason=reason, **values) if mine else records.create(
            Union, by=by, incident=incident, **values)
        if confirmed is not None:
            decide(incident, WORD[confirmed], by=by, document=told.document if told else "",
                   decided_by=told.decided_by if told else str(_("chưa ghi")),
                   decided_on=told.decided_on if told else clock.today())
        _where_it_counts(row, by)
