"""What is known of one incident beside the row that is counted: each kind has its own short form.

Lines 9 to 13 count ``Incident`` rows and nothing here. All of it is read like a protection case; stories and names that
were typed are sealed.
"""
from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField
from mangnon.registry.models import Child, Sex

from .rules import rules


class OfIncident(Record):
    """A row that hangs on an incident; its history belongs to the incident's child."""

    class Meta(Record.Meta):
        abstract = True

    @property
    def child_id(self) -> uuid.UUID | None:
        found: Any = self
        return found.incident.child_id if found.incident_id else None


class Outcome(models.TextChoices):
    """What was found about an incident. Vietnamese: kết luận xác minh."""

    CONFIRMED = "confirmed", _("xác nhận có")
    REFUTED = "refuted", _("xác minh không có")
    UNKNOWN = "unknown", _("chưa rõ")


class Basis(models.TextChoices):
    """Why it stands so: somebody found it out, or the answers about an injury lie below the bar, or no longer do."""

    FOUND = "found", _("xác minh")
    BAR = "bar", _("dưới ngưỡng tính là một vụ tai nạn")
    BAR_LIFTED = "bar_lifted", _("không còn dưới ngưỡng")


class IncidentDecision(OfIncident):
    """Who decided what about an incident, and when. The newest holds; the row that is counted follows it."""

    incident = models.ForeignKey("protection.Incident", models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("kết luận"), max_length=9, choices=Outcome.choices)
    basis = models.CharField(_("căn cứ"), max_length=10, choices=Basis.choices, default=Basis.FOUND)
    decided_by = models.TextField(_("ai kết luận"))
    decided_on = models.DateField(_("kết luận ngày"))
    document = models.TextField(_("văn bản"), blank=True)

    def __str__(self) -> str:
        return self.get_outcome_display()


class Work(models.TextChoices):
    FARM = "farm", _("nông, lâm, thủy sản")
    BUILDING = "building", _("xây dựng, vật liệu")
    WORKSHOP = "workshop", _("xưởng, thủ công, may mặc")
    TRADE = "trade", _("buôn bán, hàng quán, dịch vụ")
    HOUSE = "house", _("giúp việc nhà")
    MINE = "mine", _("khai thác đá, cát, khoáng sản")
    STREET = "street", _("nhặt phế liệu, bán rong, đánh giày")
    OTHER = "other", _("việc khác")


class Employer(models.TextChoices):
    FAMILY = "family", _("gia đình em")
    HOUSEHOLD = "household", _("hộ khác")
    BUSINESS = "business", _("cơ sở sản xuất, kinh doanh")
    SELF = "self", _("em tự làm")
    OTHER = "other", _("nơi khác")


class Done(models.TextChoices):
    """What was done about it. Vietnamese: đã làm gì."""

    ADVISED = "advised", _("đã tư vấn, vận động gia đình")
    STOPPED = "stopped", _("em đã thôi việc ấy")
    SCHOOL = "school", _("em đã trở lại học")
    CASE = "case", _("đã lập hồ sơ trợ giúp, can thiệp")
    POLICE = "police", _("đã chuyển công an")
    NOTHING = "nothing", _("chưa làm gì")


class LabourDetail(OfIncident):
    """Child labour: what work, how long, what it costs the child. Empty is not known. No employer is named."""

    incident = models.OneToOneField("protection.Incident", models.CASCADE, related_name="labour_detail")
    work = models.CharField(_("việc gì"), max_length=9, choices=Work.choices, blank=True)
    hours_week = models.PositiveSmallIntegerField(_("số giờ mỗi tuần"), null=True, blank=True,
                                                  validators=[MaxValueValidator(168)])
    hazardous = models.BooleanField(_("nặng nhọc, độc hại, nguy hiểm"), null=True, blank=True)
    missing_school = models.BooleanField(_("phải nghỉ học để làm"), null=True, blank=True)
    employer = models.CharField(_("làm cho ai"), max_length=9, choices=Employer.choices, blank=True)
    done = models.CharField(_("đã làm gì"), max_length=8, choices=Done.choices, blank=True)
    narrative = SealedTextField(_("chuyện đã xảy ra"), blank=True)

    class Meta(OfIncident.Meta):
        verbose_name = _("mẫu lao động trẻ em")

    def __str__(self) -> str:
        return self.get_work_display()


class Union(OfIncident):
    """One union under age, with both spouses: the incident's own child and the other one. Vietnamese: tảo hôn.

    spouse: the other, where the register holds him or her; else spouse_name (sealed), spouse_sex, and the day of birth
    or the age on the day of the union, as far as known. The day of the union is the incident's.
    """

    incident = models.OneToOneField("protection.Incident", models.CASCADE, related_name="union")
    spouse = models.ForeignKey(Child, models.PROTECT, related_name="unions", null=True, blank=True,
                               verbose_name=_("người kia có trong sổ"))
    spouse_name = SealedTextField(_("họ và tên người kia"), blank=True)
    spouse_sex = models.CharField(_("giới của người kia"), max_length=7, choices=Sex.choices, blank=True)
    spouse_born_on = models.DateField(_("ngày sinh của người kia"), null=True, blank=True)
    spouse_age = models.PositiveSmallIntegerField(_("tuổi người kia ngày ấy"), null=True, blank=True,
                                                  validators=[MaxValueValidator(120)])
    done = models.CharField(_("đã làm gì"), max_length=8, choices=[c for c in Done.choices if c[0] in (
        "advised", "school", "case", "police", "nothing")], blank=True)
    narrative = SealedTextField(_("chuyện đã xảy ra"), blank=True)

    class Meta(OfIncident.Meta):
        verbose_name = _("mẫu tảo hôn")

    def __str__(self) -> str:
        return str(_("tảo hôn"))


class Border(models.TextChoices):
    HERE = "here", _("trong nước")
    ABROAD = "abroad", _("ra nước ngoài")


class AbuseDetail(OfIncident):
    """Abuse: its form (a code of the rules). Of trafficking also where to, and the day the child came back."""

    incident = models.OneToOneField("protection.Incident", models.CASCADE, related_name="abuse_detail")
    form = models.TextField(_("hình thức"), blank=True)
    border = models.CharField(_("bị đưa đi đâu"), max_length=6, choices=Border.choices, blank=True)
    returned_on = models.DateField(_("em trở về ngày"), null=True, blank=True)
    suspect = SealedTextField(_("người bị nghi"), blank=True)
    narrative = SealedTextField(_("chuyện đã xảy ra"), blank=True)

    class Meta(OfIncident.Meta):
        verbose_name = _("mẫu xâm hại, mua bán")

    def __str__(self) -> str:
        return rules().said("abuse", self.form) if self.form else ""


class CircumstanceDetail(Record):
    """Sub-kind, proof and decision of one of a child's special circumstances. Empty is not known."""

    circumstance = models.OneToOneField("protection.Circumstance", models.CASCADE, related_name="detail")
    sub_kind = models.TextField(_("phân nhóm"), blank=True)
    proof_kind = models.TextField(_("giấy tờ chứng minh"), blank=True)
    proof_number = models.TextField(_("số giấy tờ"), blank=True)
    proof_on = models.DateField(_("ngày của giấy tờ"), null=True, blank=True)
    decision_number = models.TextField(_("số quyết định"), blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decided_by = models.TextField(_("nơi ra quyết định"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("giấy tờ của một hoàn cảnh")

    @property
    def child_id(self) -> uuid.UUID | None:
        return self.circumstance.child_id if self.circumstance_id else None

    def __str__(self) -> str:
        return rules().said("sub_kind", self.sub_kind) if self.sub_kind else self.proof_kind
