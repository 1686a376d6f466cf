"""What is done on a day of disaster: open it, write what is known of a child, keep the incident that line 12 counts."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import clock, records
from mangnon.places.models import Unit
from mangnon.registry.models import Child

from .models import Disaster, DisasterLine, DisasterPlace, Incident, IncidentKind, Revision


def strike(disaster: Disaster | None, units: Iterable[Unit], *, by: Any, new_id: uuid.UUID | None = None,
           **values: Any) -> Disaster:
    """Open a disaster, or correct one; thôn that are no longer named leave it, incidents go along to another day."""
    before = disaster.occurred_on if disaster else None
    with transaction.atomic():
        row = records.correct(disaster, by=by, **values) if disaster else records.create(
            Disaster, by=by, id=new_id or uuid.uuid4(), **values)
        wanted = {unit.pk: unit for unit in units}
        standing = list(row.places.all())
        if disaster and {place.unit_id for place in standing} != set(wanted):
            # The ticks are rows of their own: whoever has the page open must see that they moved.
            row = records.touch(row, by=by, was={"units": ticks(place.unit_id for place in standing)})
        for place in standing:
            if wanted.pop(place.unit_id, None) is None:
                records.remove(place, by=by, reason=_("thôn không bị ảnh hưởng"))
        for unit in wanted.values():
            records.create(DisasterPlace, by=by, disaster=row, unit=unit)
        if before and before != row.occurred_on:
            _move(row, by)
    return row


def ticks(units: Iterable[uuid.UUID]) -> str:
    """The thôn of a disaster as a revision keeps them."""
    return ",".join(sorted(map(str, units)))


def ticked_at(disaster: Disaster, seq: int) -> set[str]:
    """The thôn that were named at a sequence number: what the first change after it found, else what stands."""
    rows = Revision.objects.filter(record_id=disaster.pk, seq__gt=seq).order_by("seq").values_list("values", flat=True)
    was = next((values["units"] for values in rows if "units" in values), None)
    return set(filter(None, was.split(","))) if was is not None else {
        str(unit) for unit in disaster.places.values_list("unit", flat=True)}


def _move(disaster: Disaster, by: Any) -> None:
    """Put the incidents of its children on the disaster's day, or line 12 would count days of relief from another."""
    for incident in Incident.objects.filter(pk__in=disaster.lines.exclude(incident=None).values("incident")):
        records.correct(incident, by=by, occurred_on=disaster.occurred_on, reason=_("sửa ngày thiên tai"))


def write_line(disaster: Disaster, child: Child, line: DisasterLine | None, *, by: Any, checked: bool,
               **values: Any) -> DisasterLine:
    """Write what is known of a child. checked: by the officer, so that the incident is confirmed, not only reported.

    Relief that the incident already holds is touched only where ``relieved_at`` is among the values.
    """
    with transaction.atomic():
        row = records.correct(line, by=by, expect=line.seq, **values) if line else records.create(
            DisasterLine, by=by, disaster=disaster, child=child, **values)
        incident = _incident(disaster, row, by, checked, "relieved_at" in values)
        if incident != row.incident:
            row = records.correct(row, by=by, incident=incident)
        row.incident = incident
    return row


def _incident(disaster: Disaster, row: DisasterLine, by: Any, checked: bool, relief: bool) -> Incident | None:
    """The child's incident of that day as it must be now: none for who needs nothing."""
    same = row.incident or Incident.objects.filter(
        child=row.child, kind=IncidentKind.DISASTER, occurred_on=disaster.occurred_on).first()
    if not row.needs:
        if row.incident:
            records.remove(row.incident, by=by, reason=_("em không cần giúp"))
        return None
    relieved = row.relieved_at.astimezone(clock.VIETNAM).date() if row.relieved_at else None
    if same is None:
        return records.create(Incident, by=by, child=row.child, kind=IncidentKind.DISASTER,
                              occurred_on=disaster.occurred_on, detected_on=clock.today(),
                              confirmed=True if checked else None, relieved_on=relieved)
    changed: dict[str, Any] = {"confirmed": True} if checked and same.confirmed is None else {}
    if relief and (row.incident == same or relieved):
        changed["relieved_on"] = relieved
    return records.correct(same, by=by, **changed) if changed else same
