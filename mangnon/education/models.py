"""Going to school: enrolments, year by year, with what became of them."""
from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Facility
from mangnon.registry.exchange import GRADES
from mangnon.registry.models import Child


class Revision(CoreRevision):
    """What rows of this room held before."""


class Outcome(models.TextChoices):
    STUDYING = "studying", _("đang học")
    PROMOTED = "promoted", _("lên lớp")
    COMPLETED = "completed", _("hoàn thành cấp học")
    REPEATING = "repeating", _("ở lại lớp")
    TRANSFERRED = "transferred", _("chuyển trường")
    DROPPED_OUT = "dropped_out", _("bỏ học")


KINDERGARTEN = {"MG3": _("mẫu giáo 3 tuổi"), "MG4": _("mẫu giáo 4 tuổi"), "MG5": _("mẫu giáo 5 tuổi")}
GRADE_CHOICES = [(grade, KINDERGARTEN.get(grade, grade)) for grade in GRADES]


def grade_word(grade: str) -> str:
    """A grade as it is said after "lớp": 3, or mẫu giáo 5 tuổi."""
    return str(KINDERGARTEN.get(grade, grade))


class Enrolment(Record):
    """A child in a school year. school_year "2025-2026"; grade MG3 to MG5 (kindergarten by age), 1 to 12.

    facility is empty for a school outside the register.
    """

    same_when = ("facility_id", "school_year")

    child = models.ForeignKey(Child, models.PROTECT, related_name="enrolments")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="enrolments",
                                 verbose_name=_("trường"))
    school_year = models.CharField(_("năm học"), max_length=9)
    grade = models.CharField(_("lớp"), max_length=3, choices=GRADE_CHOICES)
    class_name = models.TextField(_("tên lớp"), blank=True)
    entered_on = models.DateField(_("vào học ngày"))
    left_on = models.DateField(_("thôi học ngày"), null=True, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=11, choices=Outcome.choices, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["child", "facility", "school_year", "entered_on"],
                                    condition=Q(facility__isnull=False), name="education_enrolment_key"),
            models.UniqueConstraint(fields=["child", "school_year", "entered_on"],
                                    condition=Q(facility__isnull=True), name="education_enrolment_outside_key"),
        ]
        indexes = [models.Index(fields=["facility", "school_year"])]

    def __str__(self) -> str:
        return f"{self.school_year} {self.grade}"
