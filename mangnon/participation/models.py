"""What children and residents are asked, with one answer a code; nobody's name is kept."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision


class Revision(CoreRevision):
    """What rows of this room held before."""


class Audience(models.TextChoices):
    CHILDREN = "children", _("trẻ em")
    RESIDENTS = "residents", _("người dân")


class Survey(Record):
    """A round of asking. version: the questions valid from that day. Vietnamese: khảo sát hài lòng. Plan target 1."""

    year = models.PositiveSmallIntegerField(_("năm"))
    audience = models.CharField(_("hỏi ai"), max_length=9, choices=Audience.choices)
    version = models.DateField(_("bộ câu hỏi từ ngày"), editable=False)
    closed_on = models.DateField(_("đóng từ ngày"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_audience_display()} {self.year}"


class SurveyCode(Record):
    """A code that answers once; handed out unnamed. answers: a digit a question, empty until answered.

    The digits: 1 very satisfied, 2 satisfied, 3 not satisfied, 0 does not know.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="codes")
    code = models.CharField(_("mã phiếu"), max_length=8)
    answers = models.CharField(_("câu trả lời"), max_length=20, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "code"], name="participation_code_key")]

    def __str__(self) -> str:
        return f"{self.survey}"
