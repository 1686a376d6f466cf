"""The rows of this room that belong to one child.

Circumstances and incidents hold what is read like a case: only those who read sealed rows write them here, so that
nobody learns from a form what a page would not tell.
"""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission as P
from mangnon.registry.child_records import RecordKind

from .forms import AtRiskForm, CircumstanceForm, DecidedIncidentForm, DisabilityForm, ServiceForm, SupportForm
from .incidents.justice_forms import JusticeForm
from .incidents.justice_models import JusticeMatter
from .incidents.writing import hanging_on, incident_store, page_of_incident, page_of_matter, papers_of, rows_of_matter
from .models import (
    SEALED_INCIDENTS,
    AtRisk,
    Circumstance,
    Disability,
    Incident,
    PackageGiven,
    RiskOutcome,
    RiskVisit,
    Service,
    Support,
)
from .services.package_actions import along, follow
from .services.package_forms import PackageForm


def next_step(values: dict[str, Any]) -> str:
    """What comes first after an incident that is read like a case: the child's safety, then who must know."""
    if values.get("kind") not in SEALED_INCIDENTS:
        return ""
    return _g("Đã ghi vụ việc. Trước hết hãy bảo đảm em được an toàn: đang nguy hiểm thì gọi công an 113 và tổng đài "
              "111 ngay; báo Chủ tịch xã và công an xã trong hôm nay. Xác minh xong thì mở lại dòng này để ghi "
              "kết quả.")


def visits_of(row: Any) -> list[Any]:
    """Visits because of a sign, and how it ended, go with it."""
    return [*RiskVisit.objects.filter(risk=row), *RiskOutcome.objects.filter(risk=row)]


OPEN = (
    RecordKind("protection", "khuyet-tat", Disability, DisabilityForm, _("Khuyết tật"), _("Ghi khuyết tật"),
               (P.SUPPORT_WRITE,), read=(P.SUPPORT_READ, P.DISABILITY_READ)),
    RecordKind("protection", "tro-giup", Support, SupportForm, _("Trợ giúp"), _("Ghi trợ giúp"), (P.SUPPORT_WRITE,),
               read=(P.SUPPORT_READ,)),
    RecordKind("protection", "dich-vu", Service, ServiceForm, _("Dịch vụ"), _("Ghi dịch vụ"), (P.SUPPORT_WRITE,),
               read=(P.SUPPORT_READ,)),
    RecordKind("protection", "goi-ho-tro", PackageGiven, PackageForm, _("Gói hỗ trợ"), _("Ghi gói hỗ trợ"),
               (P.SUPPORT_WRITE,), read=(P.SUPPORT_READ,), followed=follow, along=along),
    RecordKind("protection", "nguy-co", AtRisk, AtRiskForm, _("Dấu hiệu nguy cơ"), _("Ghi dấu hiệu nguy cơ"),
               (P.SUPPORT_WRITE,), read=(P.SUPPORT_READ,), along=visits_of),
)
SEALED = (
    RecordKind("protection", "hoan-canh", Circumstance, CircumstanceForm, _("Hoàn cảnh đặc biệt"),
               _("Ghi hoàn cảnh đặc biệt"), (P.SEALED_WRITE,), read=(P.SEALED_READ,), close=True, along=papers_of,
               rows=lambda rows, user: rows.filter(pk__in=Circumstance.objects.open_to(user).values("pk"))),
    RecordKind("protection", "vu-viec", Incident, DecidedIncidentForm, _("Vụ việc"), _("Ghi vụ việc"),
               (P.SEALED_WRITE,), read=(P.SEALED_READ,), said=next_step, close=True, along=hanging_on,
               rows=lambda rows, user: rows.filter(pk__in=Incident.objects.open_to(user).values("pk")),
               store=incident_store, onward=page_of_incident),
    RecordKind("protection", "to-tung", JusticeMatter, JusticeForm, _("Vụ tố tụng có trẻ em"),
               _("Ghi vụ tố tụng có trẻ em"), (P.SEALED_WRITE,), read=(P.SEALED_READ,), close=True,
               rows=lambda rows, user: rows.filter(pk__in=JusticeMatter.objects.open_to(user).values("pk")),
               along=rows_of_matter, onward=page_of_matter),
)
KINDS = (*OPEN, *SEALED)
