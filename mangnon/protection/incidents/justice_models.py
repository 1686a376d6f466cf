"""A child before the law: in conflict with it, its victim or its witness. Read like a protection case, counted nowhere.

Line 8 counts the child's group (e, i, l, m), line 9 the abuse, each by its own row.
"""
from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField
from mangnon.registry.models import Child

from .rules import rules


class JusticeRole(models.TextChoices):
    IN_CONFLICT = "in_conflict", _("người chưa thành niên vi phạm pháp luật")
    VICTIM = "victim", _("bị hại")
    WITNESS = "witness", _("người làm chứng")


class Agency(models.TextChoices):
    POLICE = "police", _("cơ quan điều tra, công an")
    PROSECUTION = "prosecution", _("viện kiểm sát")
    COURT = "court", _("tòa án")
    COMMUNE = "commune", _("UBND xã (giáo dục tại xã, xử lý chuyển hướng)")


class JusticeMatterQuerySet(models.QuerySet["JusticeMatter"]):
    def open_to(self, user: Any) -> JusticeMatterQuerySet:
        """Leave out matters of children who are this person's own, or of a case that is kept from her."""
        from ..cases.barring import barred_from, near_children
        from ..models import Case

        children = set(JusticeMatter.objects.values_list("child", flat=True))
        cases = dict(Case.objects.filter(child__in=children).values_list("pk", "child"))
        kept = near_children(user, children) | {cases[pk] for pk in barred_from(user, cases)}
        return self.exclude(child__in=kept) if kept else self


class JusticeMatter(Record):
    """One matter in which a child stands before the law. Vietnamese: vụ tố tụng có trẻ em.

    guardian, lawyer: names, sealed.  legal_aid: whether the lawyer costs the family nothing; empty is not known.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="justice_matters")
    role = models.CharField(_("em là"), max_length=11, choices=JusticeRole.choices)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("kết thúc trước ngày"), null=True, blank=True)
    agency = models.CharField(_("đang ở"), max_length=11, choices=Agency.choices, blank=True)
    number = models.TextField(_("số hồ sơ"), blank=True)
    guardian = SealedTextField(_("người đại diện, giám hộ"), blank=True)
    lawyer = SealedTextField(_("luật sư, trợ giúp viên pháp lý"), blank=True)
    legal_aid = models.BooleanField(_("trợ giúp pháp lý không mất tiền"), null=True, blank=True)
    narrative = SealedTextField(_("diễn biến"), blank=True)

    objects = JusticeMatterQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("vụ tố tụng có trẻ em")

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def code(self) -> str:
        """What a matter is called outside its own page."""
        return f"TT-{self.pk.hex[:6].upper()}"


class OfMatter(Record):
    """A row that hangs on a matter; its history belongs to the matter's child."""

    class Meta(Record.Meta):
        abstract = True

    @property
    def child_id(self) -> uuid.UUID | None:
        found: Any = self
        return found.matter.child_id if found.matter_id else None


class Session(models.TextChoices):
    QUESTIONS = "questions", _("lấy lời khai")
    CONFRONTATION = "confront", _("đối chất, nhận dạng")
    EXAMINATION = "exam", _("giám định, khám")
    DIVERSION = "diversion", _("họp xử lý chuyển hướng, giáo dục tại xã")
    TRIAL = "trial", _("phiên tòa")
    OTHER = "other", _("buổi khác")


class JusticeDate(OfMatter):
    """A day on which the child is wanted. held: whether it took place; empty is not known."""

    matter = models.ForeignKey(JusticeMatter, models.CASCADE, related_name="dates")
    on = models.DateField(_("ngày"))
    at = models.TextField(_("giờ"), blank=True)
    what = models.CharField(_("việc gì"), max_length=9, choices=Session.choices)
    place = models.TextField(_("ở đâu"), blank=True)
    held = models.BooleanField(_("đã diễn ra"), null=True, blank=True)

    class Meta(OfMatter.Meta):
        verbose_name = _("ngày tố tụng")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on:%d/%m/%Y}"


class JusticeCheck(OfMatter):
    """One point of what makes proceedings friendly to a child (a code of the rules), as last looked at."""

    matter = models.ForeignKey(JusticeMatter, models.CASCADE, related_name="checks")
    code = models.TextField()
    answer = models.BooleanField(_("được bảo đảm"), null=True, blank=True)
    checked_on = models.DateField(_("xem ngày"))

    class Meta(OfMatter.Meta):
        verbose_name = _("điểm tư pháp thân thiện")
        constraints = [*OfMatter.Meta.constraints,
                       models.UniqueConstraint(fields=["matter", "code"], name="protection_justicecheck_key")]

    def __str__(self) -> str:
        return rules().said("check", self.code)
