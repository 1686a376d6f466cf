"""What this room tells on a child's page and in the menu."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.hooks import TimelineEntry
from mangnon.registry import lineage
from mangnon.registry.many import listed
from mangnon.registry.scope import reaches
from mangnon.web.history import Change, changes_of

from .care_forms import topic_word
from .kinds import KINDS
from .many import MANY
from .models import Assessment, Counselling, Dose, DoseDelay, EcdiSheet, Measurement, Revision


def may_read(user: Any, child: uuid.UUID) -> bool:
    return reaches(user, child, Permission.HEALTH_READ)


def timeline(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    if not may_read(user, child):
        return
    may_write = reaches(user, child, Permission.HEALTH_WRITE)
    for row in Measurement.objects.filter(child=child).order_by("-measured_on"):
        parts = [f"{row.weight_kg} kg".replace(".", ",")] if row.weight_kg else []
        parts += [f"{row.height_cm} cm".replace(".", ",")] if row.height_cm else []
        yield TimelineEntry(row.measured_on, _("Cân đo: %(what)s") % {"what": ", ".join(parts) or "–"},
                            _("Tăng trưởng"), url=reverse("health:can-do-edit", args=[child, row.pk])
                            if may_write else "")
    days: dict[dt.date, list[str]] = {}
    for dose in Dose.objects.filter(child=child).order_by("given_on"):
        days.setdefault(dose.given_on, []).append(dose.get_vaccine_display())
    for day, vaccines in days.items():
        yield TimelineEntry(day, _("Tiêm %(what)s") % {"what": ", ".join(vaccines)}, _("Sức khỏe"))
    for test in Assessment.objects.filter(child=child):
        yield TimelineEntry(test.assessed_on, _("Đánh giá phát triển: %(what)s") % {
            "what": test.get_instrument_display()}, _("Sức khỏe"))
    for delay in DoseDelay.objects.filter(child=child):
        yield TimelineEntry(delay.noted_on, _("Chưa tiêm: %(what)s") % {"what": delay.get_why_display()},
                            _("Sức khỏe"), mark="cho", detail=delay.get_vaccine_display() if delay.vaccine else "",
                            url=reverse("health:chua-tiem-edit", args=[child, delay.pk]) if may_write else "")
    for talk in Counselling.objects.filter(child=child):
        yield TimelineEntry(talk.held_on, _("Tư vấn: %(what)s") % {"what": topic_word(talk.topic)}, _("Tăng trưởng"),
                            detail=talk.note,
                            url=reverse("health:tu-van-edit", args=[child, talk.pk]) if may_write else "")


def links(user: Any, child: uuid.UUID) -> Iterable[tuple[str, str]]:
    if reaches(user, child, Permission.HEALTH_WRITE):
        for kind in KINDS:
            yield kind.add_title, kind.add_url(child)
        yield _("Hỏi ECDI2030"), reverse("health:ecdi-add", args=[child])


def ecdi_history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What changed in a child's answers, for who may read her health."""
    if may_read(user, child):
        hers = Revision.objects.filter(child_id__in=lineage.everyone(child))
        yield from changes_of(EcdiSheet, hers, EcdiSheet.objects.filter(child=child).values_list("pk", flat=True))


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """The groups' results beside line 15."""
    if code == "15" and user.can(Permission.HEALTH_READ):
        yield _("ECDI2030 theo nhóm"), reverse("health:ecdi-results")


def entries(request: HttpRequest) -> Iterable[dict[str, Any]]:
    if request.user.is_authenticated and request.user.can(Permission.HEALTH_WRITE):
        yield {"order": 40, "label": _("Cân đo"), "url": reverse("health:weigh-many")}
    if request.user.is_authenticated and request.user.can(Permission.HEALTH_READ):
        yield {"order": 41, "label": _("Tiêm chủng"), "url": reverse("health:vaccination")}


def grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """Pages of this room that record many rows at once."""
    if user.can(Permission.HEALTH_WRITE):
        yield 10, _("Cân đo cả thôn"), _("Cân, đo trẻ dưới 5 tuổi trên một bảng, dán được cột từ Excel."), reverse(
            "health:weigh-many")
        yield 15, _("ECDI2030 cả thôn"), _("Gõ lại phiếu hai mươi câu của trẻ từ 24 đến 59 tháng; in phiếu trống để đi "
                                           "hỏi."), reverse("health:ecdi-grid")
    yield from listed(MANY, user, 20)
