"""What health care saw of a child: measurements, vaccine doses, development assessments."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.fields import TypedDecimalField
from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.registry.models import Child


class Revision(CoreRevision):
    """What rows of this room held before."""


class Position(models.TextChoices):
    LYING = "lying", _("nằm")
    STANDING = "standing", _("đứng")


class Measurement(Record):
    """A weighing and measuring. weight_kg in kilograms, height_cm in centimetres, as typed. Vietnamese: cân đo.

    Z-scores are not here: they are derived (plan target 4, WHO Child Growth Standards).
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="measurements")
    measured_on = models.DateField(_("ngày cân đo"))
    weight_kg = TypedDecimalField(_("cân nặng (kg)"), null=True, blank=True)
    height_cm = TypedDecimalField(_("chiều cao (cm)"), null=True, blank=True)
    position = models.CharField(_("cách đo"), max_length=8, choices=Position.choices, blank=True)
    oedema = models.BooleanField(_("phù"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "measured_on"], name="health_measurement_key")]

    def __str__(self) -> str:
        return f"{self.measured_on:%d/%m/%Y}"


class Vaccine(models.TextChoices):
    BCG = "BCG", _("BCG (lao)")
    HEPB0 = "HEPB0", _("viêm gan B sơ sinh")
    PENTA = "PENTA", _("5 trong 1")
    HEXA = "HEXA", _("6 trong 1")
    OPV = "OPV", _("bại liệt uống (OPV)")
    IPV = "IPV", _("bại liệt tiêm (IPV)")
    MEASLES = "MEASLES", _("sởi")
    MR = "MR", _("sởi và rubella")
    ROTA = "ROTA", _("rota")
    JE = "JE", _("viêm não Nhật Bản")
    DPT = "DPT", _("bạch hầu, ho gà, uốn ván")
    TD = "TD", _("uốn ván, bạch hầu giảm liều")


class Dose(Record):
    """One dose of one vaccine; the order of doses is the order of dates. Vietnamese: mũi tiêm, liều uống."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="doses")
    vaccine = models.CharField(_("vắc xin"), max_length=7, choices=Vaccine.choices)
    given_on = models.DateField(_("ngày tiêm"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "vaccine", "given_on"], name="health_dose_key")]

    def __str__(self) -> str:
        return f"{self.vaccine} {self.given_on:%d/%m/%Y}"


class Instrument(models.TextChoices):
    ECDI2030 = "ecdi2030", _("ECDI2030 (20 câu hỏi)")
    KINDERGARTEN = "kindergarten", _("đánh giá của trường mầm non")


class Assessment(Record):
    """A development assessment. score: ECDI2030 0 to 20; kindergarten 0 or 1, a proxy never mixed with it.

    A population measure, not a diagnosis: no page calls a single child off track. Plan target 15, SDG 4.2.1.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="assessments")
    assessed_on = models.DateField(_("ngày đánh giá"))
    instrument = models.CharField(_("bộ công cụ"), max_length=12, choices=Instrument.choices)
    score = models.PositiveIntegerField(_("điểm"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "assessed_on", "instrument"],
                                               name="health_assessment_key")]

    def __str__(self) -> str:
        return f"{self.assessed_on:%d/%m/%Y}"


class DelayReason(models.TextChoices):
    STOCK = "stock", _("trạm hết vắc xin")
    ILL = "ill", _("em ốm, hoãn tiêm")
    REFUSED = "refused", _("gia đình chưa đồng ý")
    ELSEWHERE = "elsewhere", _("đã tiêm nơi khác, chưa có giấy")
    AWAY = "away", _("em đi vắng")
    OTHER = "other", _("lý do khác")


class DoseDelay(Record):
    """Why a dose that is due was not given on a day. Vietnamese: lý do chưa tiêm.

    vaccine: empty where it holds of every dose due.  until: when it is to be tried again, where that was agreed.
    A station without vaccine is no fault of the family: such reasons are counted apart.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="dose_delays")
    noted_on = models.DateField(_("ngày ghi lý do"))
    vaccine = models.CharField(_("vắc xin"), max_length=7, choices=Vaccine.choices, blank=True)
    why = models.CharField(_("lý do chưa tiêm"), max_length=9, choices=DelayReason.choices)
    until = models.DateField(_("hẹn lại ngày"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "noted_on", "vaccine"], name="health_delay_key")]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.noted_on:%d/%m/%Y}"


class Counselling(Record):
    """What a child's carers were advised about growth. Vietnamese: tư vấn. topic: a code of the list of topics."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="counsellings")
    held_on = models.DateField(_("ngày tư vấn"))
    topic = models.CharField(_("chủ đề tư vấn"), max_length=20)
    note = models.TextField(_("đã nói gì, gia đình sẽ làm gì"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "held_on", "topic"], name="health_counselling_key")]

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y}"


class EcdiSheet(Record):
    """What a carer answered to the twenty questions of ECDI2030 on a day. Vietnamese: phiếu ECDI2030.

    answers: one letter a question in the version's order; "?" does not know, "." not asked: both unknown, never no.
    version: the day from which the questions asked are valid. The score goes into an Assessment of the same day.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="ecdi_sheets")
    asked_on = models.DateField(_("ngày hỏi"))
    answers = models.CharField(_("câu trả lời"), max_length=40)
    version = models.DateField(_("bộ câu hỏi từ ngày"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["child", "asked_on"], name="health_ecdi_key")]

    def __str__(self) -> str:
        return f"{self.asked_on:%d/%m/%Y}"
