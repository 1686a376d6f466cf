"""Circumstances, disabilities, supports, services, incidents and signs of risk.

The groups đ, e, g, i, k, l, m and incidents of abuse, labour and marriage are read like protection cases: whoever may
not read them sees the same pages with and without them (see ``scope``).
"""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.registry.exchange import SEALED_GROUPS, SEALED_INCIDENTS
from mangnon.registry.models import Child, DatedQuerySet


class Revision(CoreRevision):
    """What rows of this room held before."""


class Group(models.TextChoices):
    """The fourteen groups of article 10, Law on Children 2016; ``dd`` is point đ."""

    A = "a", _("mồ côi cả cha và mẹ")
    B = "b", _("bị bỏ rơi")
    C = "c", _("không nơi nương tựa")
    D = "d", _("khuyết tật")
    DD = "dd", _("nhiễm HIV/AIDS")
    E = "e", _("vi phạm pháp luật")
    G = "g", _("nghiện ma túy")
    H = "h", _("phải bỏ học kiếm sống, chưa hoàn thành phổ cập trung học cơ sở")
    I = "i", _("bị tổn hại nghiêm trọng về thể chất và tinh thần do bị bạo lực")
    K = "k", _("bị bóc lột")
    L = "l", _("bị xâm hại tình dục")
    M = "m", _("bị mua bán")
    N = "n", _("mắc bệnh hiểm nghèo hoặc phải điều trị dài ngày, thuộc hộ nghèo hoặc cận nghèo")
    O = "o", _("di cư, lánh nạn, tị nạn chưa xác định được cha mẹ hoặc không có người chăm sóc")


class CircumstanceQuerySet(DatedQuerySet):
    def open_to(self, user: Any) -> CircumstanceQuerySet:
        """Leave out the sealed groups for whoever may not read them, and rows of a case kept from her."""
        from .scope import reads_sealed, unseen_cases

        if not reads_sealed(user):
            return self.exclude(group__in=SEALED_GROUPS)
        kept = unseen_cases(user)
        return self.exclude(case_row__case__in=kept) if kept else self


class Circumstance(Record):
    """A child in special circumstances while they last. Vietnamese: trẻ em có hoàn cảnh đặc biệt. Plan target 8."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="circumstances")
    group = models.CharField(_("nhóm"), max_length=2, choices=Group.choices)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = CircumstanceQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "group", "from_on"],
                                               name="protection_circumstance_key")]

    def __str__(self) -> str:
        return self.get_group_display()


class Severity(models.TextChoices):
    MILD = "mild", _("nhẹ")
    SEVERE = "severe", _("nặng")
    PROFOUND = "profound", _("đặc biệt nặng")


class Disability(Record):
    """A disability while it lasts. needs_schooling: yes, no, or not known. Plan target 20."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="disabilities")
    severity = models.CharField(_("mức độ"), max_length=8, choices=Severity.choices, blank=True)
    needs_schooling = models.BooleanField(_("có nhu cầu học tập"), null=True, blank=True)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "from_on"], name="protection_disability_key")]

    def __str__(self) -> str:
        return self.get_severity_display() or str(_("khuyết tật"))


class SupportKind(models.TextChoices):
    CARE = "care", _("chăm sóc")
    FOSTER = "foster", _("nhận nuôi, chăm sóc thay thế")
    CASH = "cash", _("trợ cấp tiền")
    IN_KIND = "in_kind", _("hiện vật")
    PLAN = "plan", _("kế hoạch hỗ trợ, can thiệp")
    SERVICE = "service", _("dịch vụ")
    RELIEF = "relief", _("cứu trợ")
    REHABILITATION = "rehabilitation", _("phục hồi chức năng")
    INCLUSIVE_EDUCATION = "inclusive_education", _("giáo dục hòa nhập")
    SPECIAL_EDUCATION = "special_education", _("giáo dục chuyên biệt")


class Support(Record):
    """Help given to a child, from a day until before another. Plan targets 8 and 20."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="supports")
    kind = models.CharField(_("loại"), max_length=19, choices=SupportKind.choices)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "kind", "from_on"], name="protection_support_key")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ServiceField(models.TextChoices):
    HEALTH = "health", _("y tế")
    EDUCATION = "education", _("giáo dục")
    NUTRITION = "nutrition", _("dinh dưỡng")
    NURTURING = "nurturing", _("nuôi dưỡng, chăm sóc")
    PROTECTION = "protection", _("bảo vệ")
    WELFARE = "welfare", _("phúc lợi xã hội")


class Service(Record):
    """A service a child received on a day; the six fields of the whole-development scheme. Plan target 2."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="services")
    field = models.CharField(_("lĩnh vực"), max_length=10, choices=ServiceField.choices)
    received_on = models.DateField(_("ngày"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "field", "received_on"],
                                               name="protection_service_key")]

    def __str__(self) -> str:
        return self.get_field_display()


class IncidentKind(models.TextChoices):
    ABUSE = "abuse", _("xâm hại trẻ em")
    INJURY = "injury", _("tai nạn thương tích")
    CHILD_LABOUR = "child_labour", _("lao động trẻ em")
    CHILD_MARRIAGE = "child_marriage", _("tảo hôn")
    DISASTER = "disaster", _("thiên tai, thảm họa")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open_to(self, user: Any) -> IncidentQuerySet:
        """Leave out abuse, labour and marriage for whoever may not read them, and rows of a case kept from her."""
        from .scope import reads_sealed, unseen_cases

        if not reads_sealed(user):
            return self.exclude(kind__in=SEALED_INCIDENTS)
        kept = unseen_cases(user)
        return self.exclude(case_row__case__in=kept) if kept else self


class Incident(Record):
    """Something that befell a child. confirmed: yes, refuted, or not yet known. Plan targets 9 to 13."""

    same_when = ("kind", "occurred_on")

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), default=uuid.uuid4)
    child = models.ForeignKey(Child, models.PROTECT, related_name="incidents")
    kind = models.CharField(_("loại"), max_length=14, choices=IncidentKind.choices)
    occurred_on = models.DateField(_("xảy ra ngày"), null=True, blank=True)
    detected_on = models.DateField(_("phát hiện ngày"))
    confirmed = models.BooleanField(_("đã xác minh"), null=True, blank=True)
    fatal = models.BooleanField(_("tử vong"), null=True, blank=True)
    relieved_on = models.DateField(_("được cứu trợ ngày"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"],
                                               name="protection_incident_exchange")]

    def __str__(self) -> str:
        return self.get_kind_display()


SIGNS = {"cha-me-di-lam-xa": _("cha mẹ đi làm xa"), "nghi-hoc-nhieu": _("nghỉ học nhiều"),
         "ho-ngheo-dong-con": _("hộ nghèo đông con"), "song-voi-ong-ba": _("sống với ông bà")}
"""Words of the codes that folders came with; what a commune writes in words is shown as it is."""


class AtRisk(Record):
    """A sign that a child may fall into special circumstances. sign: of the commune's own list, in words or a code.

    Vietnamese: trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt.  visit_on: by when she is to be visited, where somebody
    chose a day; else the rules of care say.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="risks")
    sign = models.TextField(_("dấu hiệu"))
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)
    noted_by = models.TextField(_("ai nhận thấy"), blank=True)
    visit_on = models.DateField(_("hẹn thăm trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "sign", "from_on"], name="protection_atrisk_key")]

    def __str__(self) -> str:
        return str(SIGNS.get(self.sign, self.sign))


from .care.models import CareFamily, CareVisit, FamilyConfirmation, FamilyKin, Placement  # noqa: E402, F401
from .care.risk_models import Ending, RiskOutcome, RiskVisit  # noqa: E402, F401
from .cases.models import (  # noqa: E402, F401
    Barred,
    Case,
    CaseRow,
    Duty,
    Kin,
    Member,
    Opening,
    Report,
    Step,
)
from .disaster_models import Disaster, DisasterLine, DisasterPlace  # noqa: E402, F401 - they live in this room
from .entitlements.models import ChildPaper, Claim  # noqa: E402, F401
from .hearing.models import Message  # noqa: E402, F401
from .hiv_models import HivPending  # noqa: E402, F401
from .incidents.justice_models import JusticeCheck, JusticeDate, JusticeMatter  # noqa: E402, F401
from .incidents.models import (  # noqa: E402, F401
    AbuseDetail,
    CircumstanceDetail,
    IncidentDecision,
    LabourDetail,
    Union,
)
from .injury_models import Hazard, InjuryDetail  # noqa: E402, F401
from .referrals.models import Referral, ReferralStep  # noqa: E402, F401
from .review_models import CircumstanceReview  # noqa: E402, F401
from .services.models import Offer, Provider  # noqa: E402, F401
from .services.package_models import PackageGiven, PackageSession  # noqa: E402, F401
from .transfers.models import Incoming, Transfer  # noqa: E402, F401
