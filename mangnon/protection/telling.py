"""What this room tells on a child's page: nothing that is sealed stands in the common timeline."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import audit
from mangnon.core.hooks import TimelineEntry
from mangnon.registry import lineage
from mangnon.registry.child_records import rows_of
from mangnon.registry.many import listed
from mangnon.registry.scope import reaches
from mangnon.web import formats
from mangnon.web.history import Change, changes_of

from .incidents.telling import history as of_incidents
from .kinds import OPEN, SEALED
from .many import MANY
from .models import Circumstance, DisasterLine, Incident, JusticeMatter, PackageGiven, Revision, Service, Support
from .scope import reads_sealed


def may_read(user: Any, child: uuid.UUID) -> bool:
    return reaches(user, child, Permission.SUPPORT_READ, Permission.DISABILITY_READ)


def timeline(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    if not reaches(user, child, Permission.SUPPORT_READ):
        return
    for row in Support.objects.filter(child=child):
        yield TimelineEntry(row.from_on, row.get_kind_display().capitalize(), _("Trợ giúp"), until=row.to_on)
    for package in PackageGiven.objects.given().filter(child=child).order_by("-given_on")[:6]:
        yield TimelineEntry(package.given_on, _("%(package)s (%(who)s)") % {
            "package": package, "who": package.get_receiver_display()}, _("Trợ giúp"))
    if reads_sealed(user):
        yield from _sealed(user, child)
    for service in Service.objects.filter(child=child).order_by("-received_on")[:6]:
        yield TimelineEntry(service.received_on, _("Dịch vụ %(field)s") % {"field": service.get_field_display()},
                            _("Trợ giúp"))


def _sealed(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    """Circumstances and incidents, for whoever reads them like cases; that they were looked at is noted."""
    with transaction.atomic():
        audit.record(user, "read", "protection.timeline", child)
    for row in Circumstance.objects.filter(child=child).open_to(user):
        yield TimelineEntry(row.from_on, row.get_group_display(), _("Hoàn cảnh"), until=row.to_on, mark="cho")
    for incident in Incident.objects.filter(child=child).open_to(user):
        yield TimelineEntry(incident.occurred_on or incident.detected_on, incident.get_kind_display().capitalize(),
                            _("Vụ việc"), mark="chuaro" if incident.confirmed is None else "cho",
                            detail=_("phát hiện %(day)s") % {"day": formats.date(incident.detected_on)},
                            url=reverse("protection:incident", args=[incident.pk]))
    for matter in JusticeMatter.objects.filter(child=child).open_to(user):
        yield TimelineEntry(matter.from_on, matter.get_role_display().capitalize(), _("Tố tụng"), until=matter.to_on,
                            mark="cho", url=reverse("protection:justice", args=[matter.pk]))


def links(user: Any, child: uuid.UUID) -> Iterable[tuple[str, str]]:
    if reaches(user, child, Permission.SUPPORT_WRITE):
        for kind in OPEN:
            yield kind.add_title, kind.add_url(child)
    if reaches(user, child, Permission.SEALED_WRITE):
        for kind in SEALED:
            yield kind.add_title, kind.add_url(child)


def sealed_history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What circumstances and incidents held before; reading it is noted, as reading them is.

    Rows of a case that is kept from this person are not told of.
    """
    if not reads_sealed(user):
        return
    with transaction.atomic():
        audit.record(user, "read", "protection.history", child)
    for kind in SEALED:
        if reaches(user, child, *kind.read, *kind.write):
            rows = rows_of(kind, child)
            seen = list(kind.rows(rows, user).values_list("pk", flat=True))
            hers = Revision.objects.filter(child_id__in=lineage.everyone(child)).exclude(
                record_id__in=rows.exclude(pk__in=seen).values("pk"))
            yield from changes_of(kind.model, hers, seen)
    yield from of_incidents(user, child)


def disaster_history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What was written of a child on days of disaster, for whoever reads her needs."""
    if reaches(user, child, Permission.SUPPORT_READ):
        hers = lineage.everyone(child)
        yield from changes_of(DisasterLine, Revision.objects.filter(child_id__in=hers), DisasterLine.objects.filter(
            child__in=hers).values_list("pk", flat=True), named=lambda line: str(line))


def entries(request: Any) -> Iterable[dict[str, Any]]:
    """The directory, for everybody who works here."""
    if request.user.is_authenticated:
        yield {"order": 64, "label": _("Danh bạ"), "url": reverse("protection:providers")}


def grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """Pages of this room that record many rows at once."""
    if user.can(Permission.SEALED_READ):
        yield 66, _("Vụ việc trong sổ"), _("Mỗi loại một mẫu ngắn: lao động, tảo hôn, tai nạn, xâm hại, mua bán; "
                                           "trẻ em trong tố tụng. Ai kết luận, ngày nào."), reverse(
            "protection:incidents")
    if _declares_hiv(user):
        yield 67, _("HIV từ mẹ sang con"), _("Mỗi năm ba con số, không có tên ai."), reverse("protection:hiv")
    yield from listed(MANY, user, 60)
    if user.can(Permission.SUPPORT_WRITE):
        yield 66, _("Buổi cho cha mẹ, cho trẻ"), _("Hướng dẫn cha mẹ, kỹ năng cho trẻ: điểm danh cả thôn trên một "
                                                   "trang."), reverse("protection:sessions")
    if user.can(Permission.SUPPORT_WRITE) or (
            user.can(Permission.SEALED_REPORT) and user.scope(Permission.LISTS_WITH_NAMES).unit_ids):
        yield 68, _("Ngày thiên tai"), _("Mỗi thôn một trang: tìm đủ các em, em nào an toàn, em nào cần giúp, đã nhận "
                                         "chưa. In ra khi mất mạng."), reverse("protection:disasters")


def _declares_hiv(user: Any) -> bool:
    return bool(user.can(Permission.DECLARED_WRITE) and user.may_declare("6"))


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """What helps with this room's lines."""
    if code == "6" and _declares_hiv(user):
        yield _("HIV từ mẹ sang con: ba con số"), reverse("protection:hiv")
    if code == "12" and user.can(Permission.SUPPORT_READ):
        yield _("Ngày thiên tai"), reverse("protection:disasters")
    if code in ("11a", "11b"):
        yield _("Nguyên nhân và điểm nguy hiểm"), reverse("protection:injuries")
