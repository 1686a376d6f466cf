"""What is done with packages: keep the service row that measure 2 counts beside them, write a session and its roll."""
from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import records
from mangnon.core.models import Record
from mangnon.registry.models import Child

from ..models import Service
from .catalogue import catalogue
from .package_models import NOT_RECEIVED, PackageGiven, PackageSession, Receiver


def give(child: Child, *, by: Any, **values: Any) -> PackageGiven:
    """Write a package of a child, planned or given, with the service row it stands for."""
    with transaction.atomic():
        row = records.create(PackageGiven, by=by, child=child, **values)
        follow(row, by)
    return row


def field_of(row: PackageGiven) -> str:
    """The field of the six in which the child herself received something by this row, "" for none."""
    package = catalogue().packages.get(row.package)
    received = row.given_on is not None and row.result not in NOT_RECEIVED
    return package.field if package and received and row.receiver == Receiver.CHILD else ""


def follow(row: Record, by: Any) -> None:
    """Make, move or take away the service row of a package; call in the transaction of its change."""
    if not isinstance(row, PackageGiven):
        return
    # Whoever writes of this child at the same moment waits, and then finds the row of the day.
    Child.objects.select_for_update().get(pk=row.child_id)
    field, link = field_of(row), row.service
    if link is not None and (link.field, link.received_on) != (field, row.given_on):
        row = records.correct(row, by=by, service=None)
        for service in _alone(link, row):
            records.remove(service, by=by, reason=_("gói hỗ trợ đổi lĩnh vực, ngày hoặc người nhận"))
        link = None
    if field and link is None and row.given_on:
        same = Service.objects.filter(child=row.child_id, field=field, received_on=row.given_on).first()
        made = same or records.create(Service, by=by, child_id=row.child_id, field=field, received_on=row.given_on)
        # One that somebody typed by hand is not ours to take away again.
        if same is None or same.packages.exists():
            records.correct(row, by=by, service=made)


def _alone(service: Service, row: PackageGiven) -> list[Service]:
    """The service row, where no other package stands for it."""
    return [] if service.packages.exclude(pk=row.pk).exists() else [service]


def along(row: Any) -> list[Service]:
    """What goes when a package is taken out."""
    return _alone(row.service, row) if row.service else []


def write_session(session: PackageSession | None, *, by: Any, new_id: uuid.UUID | None = None,
                  **values: Any) -> PackageSession:
    """Make a session or correct one; what stands on its roll follows."""
    with transaction.atomic():
        if session is None:
            return records.create(PackageSession, by=by, id=new_id or uuid.uuid4(), **values)
        row = records.correct(session, by=by, **values)
        for there in row.attendance.select_related("service"):
            follow(records.correct(there, by=by, **_shared(row)), by)
    return row


def _shared(session: PackageSession) -> dict[str, Any]:
    """What a row of the roll takes from its session."""
    return {"package": session.package, "given_on": session.held_on, "minutes": session.minutes,
            "provider": session.provider, "given_by": session.led_by}


def write_roll(session: PackageSession, there: Mapping[uuid.UUID, str], gone: Iterable[uuid.UUID], *,
               by: Any) -> tuple[int, int]:
    """Write who came. there: child to who came for her.  gone: children taken off.  Returns how many of each."""
    with transaction.atomic():
        PackageSession.objects.select_for_update().get(pk=session.pk)
        standing = {row.child_id: row for row in session.attendance.select_related("service")}
        written = 0
        for child in Child.objects.filter(pk__in=there):
            row, receiver = standing.get(child.pk), there[child.pk]
            if row is not None and row.receiver == receiver:
                continue
            made = records.correct(row, by=by, receiver=receiver) if row else records.create(
                PackageGiven, by=by, child=child, session=session, receiver=receiver, **_shared(session))
            follow(made, by)
            written += 1
        taken = [standing[pk] for pk in gone if pk in standing]
        for row in taken:
            take_off(row, by=by, reason=_("bỏ đánh dấu trên bảng điểm danh"))
    return written, len(taken)


def take_off(row: PackageGiven, *, by: Any, reason: str) -> None:
    """Take a row out with the service row it alone stands for."""
    for part in [*along(row), row]:
        records.remove(part, by=by, reason=reason)
