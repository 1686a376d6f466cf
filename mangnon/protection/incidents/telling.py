"""What incidents tell elsewhere: days of proceedings to those who read them, the changes on a child's history page."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry import lineage
from mangnon.registry.models import Child
from mangnon.web import formats
from mangnon.web.history import Change, changes_of

from .justice_models import JusticeCheck, JusticeDate, JusticeMatter
from .models import AbuseDetail, CircumstanceDetail, IncidentDecision, LabourDetail, Union
from .rules import rules

PARTS: tuple[tuple[Any, str], ...] = (
    (CircumstanceDetail, "circumstance"), (IncidentDecision, "incident"), (LabourDetail, "incident"),
    (Union, "incident"), (AbuseDetail, "incident"), (JusticeDate, "matter"), (JusticeCheck, "matter"))


def reminders(user: Any) -> Iterable[tuple[str, str]]:
    """Days of proceedings that come or went by without a word, by the matter's code: no name stands on a start page."""
    if not user.can(Permission.SEALED_READ):
        return
    today = clock.today()
    rows = JusticeDate.objects.filter(
        held=None, on__lte=today + dt.timedelta(days=rules().days_before), matter__to_on=None,
        matter__child__in=Child.objects.visible_to(user, Permission.SEALED_READ))
    rows = rows.filter(matter__in=JusticeMatter.objects.open_to(user))
    for row in rows.select_related("matter").order_by("on", "pk"):
        words = {"code": row.matter.code, "what": row.get_what_display(), "day": formats.date(row.on)}
        said = _("%(code)s: %(what)s ngày %(day)s") if row.on >= today else _(
            "%(code)s: %(what)s ngày %(day)s đã qua, chưa ghi kết quả")
        yield said % words, reverse("protection:justice", args=[row.matter_id])


def history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What the short forms of a child's rows held before, but of rows kept from this person; the caller has asked who
    reads what is sealed."""
    from ..models import Circumstance, Incident, Revision

    hers = lineage.everyone(child)
    owners: dict[str, Any] = {"circumstance": Circumstance, "incident": Incident, "matter": JusticeMatter}
    for model, owner in PARTS:
        rows = model.objects.filter(**{f"{owner}__child__in": hers})
        seen = set(rows.filter(**{f"{owner}__in": owners[owner].objects.open_to(user)}).values_list("pk", flat=True))
        kept = set(rows.values_list("pk", flat=True)) - seen
        yield from changes_of(model, Revision.objects.filter(child_id__in=hers).exclude(record_id__in=kept), seen)


def row_words() -> dict[str, Any]:
    """What these rows and pages are called in the trail."""
    return {
        "protection.IncidentDecision": gettext_lazy("kết luận về một vụ việc"),
        "protection.LabourDetail": gettext_lazy("mẫu lao động trẻ em"),
        "protection.Union": gettext_lazy("mẫu tảo hôn"),
        "protection.AbuseDetail": gettext_lazy("mẫu xâm hại, mua bán"),
        "protection.CircumstanceDetail": gettext_lazy("giấy tờ của một hoàn cảnh"),
        "protection.JusticeMatter": gettext_lazy("vụ tố tụng có trẻ em"),
        "protection.JusticeDate": gettext_lazy("ngày tố tụng"),
        "protection.JusticeCheck": gettext_lazy("điểm tư pháp thân thiện"),
        "protection.incidents": gettext_lazy("danh sách vụ việc trong sổ"),
        "protection.incident_form": gettext_lazy("trang một vụ việc trong sổ"),
        "protection.circumstance_detail": gettext_lazy("giấy tờ của một hoàn cảnh")}
