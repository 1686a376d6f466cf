"""Verdicts on what looks wrong, questions to collaborators, and how sound the register was each day."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit
from mangnon.registry.models import Child


class RuleVerdict(Record):
    """Something a rule found that a person has looked at and leaves as it is. digest: of what was seen then.

    Where the rule later sees something else of the child, she is shown again.
    """

    rule = models.CharField(max_length=30)
    child = models.UUIDField()
    digest = models.CharField(max_length=32)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["rule", "child"], name="intake_ruleverdict_key")]
        verbose_name = _("chỗ lạ đã xem")

    def __str__(self) -> str:
        return self.rule


class Answer(models.TextChoices):
    MENDED = "mended", _("đã sửa")
    RIGHT = "right", _("đúng như sổ ghi")
    WRONG = "wrong", _("sổ sai, nhờ sửa")
    ABSENT = "absent", _("chưa gặp được gia đình")


class CorrectionRequest(Record):
    """A question to a thôn's collaborators, and of school to the school: what looks wrong of a child, to be asked.

    Vietnamese: đề nghị hỏi lại. unit: the thôn she lived in.  words: what was seen.  It needs no closing: once the
    rule finds nothing more it is done.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="correction_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30)
    words = models.TextField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("trả lời"), max_length=6, choices=Answer.choices, blank=True)
    note = models.TextField(_("ghi thêm"), blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["rule", "child"], name="intake_correctionrequest_key")]
        verbose_name = _("đề nghị hỏi lại")

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to be met: not answered, or nobody was at home on the day of answered_at."""
        return self.answer in ("", Answer.ABSENT)


class QualityDay(models.Model):
    """How sound the register was on a day, kept each night. found: children by rule; sealed: those of sealed rules.

    known: by what is known, [of how many, of how many children].
    """

    day = models.DateField(unique=True)
    found = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    known = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
