"""The rows of this room that belong to one child."""
from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission as P

from .child_records import RecordKind
from .forms import CarerForm, ContactForm, InsuranceCardForm, MissedVisitForm, RegistrationForm, ResidenceForm
from .household_forms import MembershipForm
from .models import Carer, Contact, HouseholdMember, InsuranceCard, MissedVisit, Registration, Residence

KINDS = (
    RecordKind("registry", "noi-o", Residence, ResidenceForm, _("Nơi ở"), _("Thêm nơi ở"), (P.IDENTITY_WRITE,),
               read=(P.IDENTITY_READ,)),
    RecordKind("registry", "nguoi-cham-soc", Carer, CarerForm, _("Người chăm sóc"), _("Thêm người chăm sóc"),
               (P.IDENTITY_WRITE,), read=(P.IDENTITY_READ,)),
    RecordKind("registry", "cu-tru", Registration, RegistrationForm, _("Đăng ký cư trú"), _("Thêm đăng ký cư trú"),
               (P.IDENTITY_WRITE, P.CIVIL_WRITE), read=(P.IDENTITY_READ,)),
    RecordKind("registry", "gap-go", Contact, ContactForm, _("Lần gặp gia đình"), _("Ghi đã gặp gia đình"),
               (P.IDENTITY_WRITE,), read=(P.IDENTITY_READ,)),
    RecordKind("registry", "chua-gap", MissedVisit, MissedVisitForm, _("Lần đến chưa gặp gia đình"),
               _("Ghi đến mà chưa gặp gia đình"), (P.IDENTITY_WRITE,), read=(P.IDENTITY_READ,)),
    RecordKind("registry", "the-bao-hiem", InsuranceCard, InsuranceCardForm, _("Thẻ bảo hiểm y tế"),
               _("Ghi thẻ bảo hiểm y tế"), (P.IDENTITY_WRITE,), read=(P.IDENTITY_READ,)),
    RecordKind("registry", "ho", HouseholdMember, MembershipForm, _("Hộ gia đình"), _("Thêm vào hộ"),
               (P.IDENTITY_WRITE,), read=(P.IDENTITY_READ,)),
)
