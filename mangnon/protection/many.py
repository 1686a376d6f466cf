"""What this room records for many children at once: help, services, signs of risk, a disaster and its relief."""
from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.registry.many import ManyKind
from mangnon.web import formats

from .forms import IncidentForm
from .kinds import KINDS
from .models import AtRisk, Incident, IncidentKind, Service, Support

BY_SLUG = {kind.slug: kind for kind in KINDS}


def _latest(model: Any, day: str) -> Any:
    """The newest row of each child, in its own words with its day."""
    def hints(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
        rows = model.objects.filter(child__in=ids).order_by(day)
        return {row.child_id: f"{row}, {formats.date(getattr(row, day))}" for row in rows}
    return hints


def disasters(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The newest disaster of each child and whether relief came."""
    rows = Incident.objects.filter(child__in=ids, kind=IncidentKind.DISASTER).order_by("detected_on")
    return {row.child_id: _g("%(day)s, đã cứu trợ %(relief)s") % {
        "day": formats.date(row.occurred_on or row.detected_on), "relief": formats.date(row.relieved_on)}
        if row.relieved_on else _g("%(day)s, chưa cứu trợ") % {
            "day": formats.date(row.occurred_on or row.detected_on)} for row in rows}


MANY = (
    ManyKind(BY_SLUG["tro-giup"], "tro-giup", _("Trợ giúp nhiều em"),
             _("Cùng một loại trợ giúp, cùng ngày: quà Tết, trợ cấp tháng, thẻ, kế hoạch hỗ trợ."),
             ("kind", "from_on"), hints=_latest(Support, "from_on")),
    ManyKind(BY_SLUG["dich-vu"], "dich-vu", _("Dịch vụ cho nhiều em"),
             _("Một buổi dịch vụ của một lĩnh vực: khám, dinh dưỡng, học, bảo vệ, phúc lợi."),
             ("field", "received_on"), ages=(0, 7), hints=_latest(Service, "received_on")),
    ManyKind(BY_SLUG["nguy-co"], "nguy-co", _("Dấu hiệu nguy cơ của nhiều em"),
             _("Cùng một dấu hiệu, từ cùng một ngày."), ("sign", "from_on"), hints=_latest(AtRisk, "from_on")),
    ManyKind(replace(BY_SLUG["vu-viec"], form=IncidentForm), "thien-tai", _("Thiên tai, thảm họa và cứu trợ"),
             _("Đánh dấu các em bị ảnh hưởng. Cứu trợ xong thì mở lại, gõ đúng ngày xảy ra, thêm ngày cứu trợ và đánh "
               "dấu các em đã nhận."),
             ("kind", "occurred_on"), fixed={"kind": str(IncidentKind.DISASTER)}, hints=disasters),
)
