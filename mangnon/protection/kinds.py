"""The rows of this room that belong to one child.

Circumstances and incidents hold what is read like a case: only those who read sealed rows write them here, so that
nobody learns from a form what a page would not tell.
"""
from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission as P
from mangnon.registry.child_records import RecordKind

from .forms import AtRiskForm, CircumstanceForm, DisabilityForm, IncidentForm, ServiceForm, SupportForm
from .models import AtRisk, Circumstance, Disability, Incident, Service, Support

OPEN = (
    RecordKind("protection", "khuyet-tat", Disability, DisabilityForm, _("Khuyết tật"), _("Ghi khuyết tật"),
               (P.SUPPORT_WRITE,), read=(P.SUPPORT_READ, P.DISABILITY_READ)),
    RecordKind("protection", "tro-giup", Support, SupportForm, _("Trợ giúp"), _("Ghi trợ giúp"), (P.SUPPORT_WRITE,),
               read=(P.SUPPORT_READ,)),
    RecordKind("protection", "dich-vu", Service, ServiceForm, _("Dịch vụ"), _("Ghi dịch vụ"), (P.SUPPORT_WRITE,),
               read=(P.SUPPORT_READ,)),
    RecordKind("protection", "nguy-co", AtRisk, AtRiskForm, _("Dấu hiệu nguy cơ"), _("Ghi dấu hiệu nguy cơ"),
               (P.SUPPORT_WRITE,), read=(P.SUPPORT_READ,)),
)
SEALED = (
    RecordKind("protection", "hoan-canh", Circumstance, CircumstanceForm, _("Hoàn cảnh đặc biệt"),
               _("Ghi hoàn cảnh đặc biệt"), (P.SEALED_WRITE,), read=(P.SEALED_READ,)),
    RecordKind("protection", "vu-viec", Incident, IncidentForm, _("Vụ việc"), _("Ghi vụ việc"), (P.SEALED_WRITE,),
               read=(P.SEALED_READ,)),
)
KINDS = (*OPEN, *SEALED)
