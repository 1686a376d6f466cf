"""Protection cases: what was reported, what was done about it, who may read it.

Words that tell the story are sealed (``core.sealed``); what stands open here is what deadlines and counts need. A case
is known by its code everywhere outside its own page.
"""
from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.models import User
from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField
from mangnon.places.models import Unit
from mangnon.registry.models import Child

from . import states

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of codes: nothing that is read wrongly over the telephone. Codes are not counted up: a gap would tell."""


class State(models.TextChoices):
    RECEIVED = states.RECEIVED, _("đã nhận tin")
    ASSESSED = states.ASSESSED, _("đã đánh giá ban đầu")
    VERIFIED = states.VERIFIED, _("đã xác minh")
    PLANNED = states.PLANNED, _("đã trình kế hoạch")
    RUNNING = states.RUNNING, _("đang thực hiện kế hoạch")
    CLOSED = states.CLOSED, _("đã đóng")
    TRANSFERRED = states.TRANSFERRED, _("đã chuyển nơi khác")


class Emergency(models.TextChoices):
    UNDECIDED = states.UNDECIDED, _("chưa quyết định")
    NOT_NEEDED = states.NOT_NEEDED, _("không cần")
    PROPOSED = states.PROPOSED, _("đã trình, chờ ký")
    ORDERED = states.ORDERED, _("đã ban hành")
    ENDED = states.ENDED, _("đã chấm dứt")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(state__in=states.OPEN)

    def open_to(self, user: Any) -> CaseQuerySet:
        """The cases this person may read now: hers by assignment or by broken glass, none that she is barred from."""
        from .reading import readable

        return self.filter(pk__in=readable(user))


class Case(Record):
    """A protection case. Vietnamese: vụ việc bảo vệ trẻ em. Nghị định 56/2017/NĐ-CP, chapter III.

    received_at: when the commune received the first word; the hours count from here, after a reopening from then.
    danger: life, health or dignity in grave danger: yes, no, not known.  unit: where it happened, as far as known.
    """

    code = models.CharField(_("mã"), max_length=16, unique=True)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="cases")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("nơi xảy ra"))
    received_at = models.DateTimeField(_("nhận tin lúc"))
    danger = models.BooleanField(_("đang nguy hiểm"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.RECEIVED)
    emergency = models.CharField(_("biện pháp khẩn cấp"), max_length=12, choices=Emergency.choices,
                                 default=Emergency.UNDECIDED)
    finding = models.BooleanField(_("xác minh"), null=True, blank=True)
    """Confirmed, refuted, or not yet known."""
    review_on = models.DateField(_("rà soát trước ngày"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["state", "received_at"], name="protection_case_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN


def new_code(day: dt.date) -> str:
    """BV-2026-K7Q4M: the year, then five letters drawn by lot."""
    while True:
        code = f"BV-{day.year}-{''.join(secrets.choice(LETTERS) for _n in range(5))}"
        if not Case.objects.filter(code=code).exists():
            return code


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("trực tiếp")
    PHONE = "phone", _("điện thoại")
    HOTLINE = "hotline", _("Tổng đài 111")
    POLICE = "police", _("công an")
    SCHOOL = "school", _("trường học")
    STATION = "station", _("cơ sở y tế")
    COLLABORATOR = "collaborator", _("cộng tác viên, trưởng thôn")
    ORGANISATION = "organisation", _("cơ quan, đoàn thể")
    CHILD = "child", _("trẻ tự báo")
    LETTER = "letter", _("thư, tin nhắn")
    ONLINE = "online", _("trang báo tin")
    OTHER = "other", _("khác")


class Report(Record):
    """One word that reached the commune; several may speak of the same case. Vietnamese: tin báo (Mẫu 01).

    told: what was seen or heard, with what is known of the child, sealed.  reporter: who said it, sealed, empty where
    nobody wanted to be named.  suspect: who is said to have done it, sealed.  suspect_marks: blind marks of numbers and
    telephones in it, by which a user is known as the suspect without the words.  filed_by: the account that typed it;
    empty for the public page.  thread: blind mark of the receipt code of the public page.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    received_at = models.DateTimeField(_("nhận lúc"))
    channel = models.CharField(_("tin đến bằng"), max_length=12, choices=Channel.choices)
    danger = models.BooleanField(_("đang nguy hiểm"), null=True, blank=True)
    told = SealedTextField(blank=True)
    reporter = SealedTextField(blank=True)
    suspect = SealedTextField(blank=True)
    suspect_marks = models.JSONField(default=list, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    thread = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.case.code}"


class Step(Record):
    """Something done about a case; never changed in what was done, only its form may be filled in further.

    act: of ``states.ACTS``.  at: when it was done (may lie before it was typed).  by: who did it.  body: the form's
    values or the reason, sealed.  outcome: a code of what came out of it, open, for deadlines and counts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    body = SealedTextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    entered_at = models.DateTimeField()

    class Meta(Record.Meta):
        ordering = ["at", "seq"]

    def __str__(self) -> str:
        return f"{self.case.code} {self.act}"


class Part(models.TextChoices):
    OWNER = "owner", _("phụ trách")
    APPROVER = "approver", _("phê duyệt")
    HELPER = "helper", _("được giao")
    KEEPER = "keeper", _("chỉ nhật ký")


class Member(Record):
    """Who takes part in a case, from when until when. keeper: reads that it exists and who read it, no story."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="case_parts")
    part = models.CharField(max_length=8, choices=Part.choices)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(
            fields=["case", "user", "part"], condition=Q(to_at=None), name="protection_member_once")]

    def __str__(self) -> str:
        return f"{self.case.code} {self.part}"


class Opening(Record):
    """The sealed words of a case, opened by one person for a short time with a reason.

    glass: the person was not assigned: the glass was broken, and the owner and the inspector were told.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    reason = SealedTextField()
    glass = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.case.code}"


class Barred(Record):
    """A person kept away from a case by decision of its owner, beside those the program knows by itself.

    by link, personal number or telephone (``barring``).  why: sealed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="barred")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    why = SealedTextField(blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(fields=["case", "user"],
                                                                         name="protection_barred_once")]

    def __str__(self) -> str:
        return f"{self.case.code}"


class Kin(Record):
    """An account's own family, told once by its holder or the administrator, so that she is kept from their cases.

    child: a child she cares for, lives with or is near to.  Vietnamese: người thân.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="kin")
    child = models.ForeignKey(Child, models.PROTECT, related_name="kin_of")

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(fields=["user", "child"],
                                                                         name="protection_kin_once")]

    def __str__(self) -> str:
        return str(self.user)


class CaseRow(Record):
    """A row of the register that a case gave rise to: who must not know of the case does not see the row either.

    Exactly one of incident and circumstance.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="rows")
    incident = models.OneToOneField("protection.Incident", models.CASCADE, null=True, blank=True,
                                    related_name="case_row")
    circumstance = models.OneToOneField("protection.Circumstance", models.CASCADE, null=True, blank=True,
                                        related_name="case_row")

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.CheckConstraint(
            condition=Q(incident=None) ^ Q(circumstance=None), name="protection_case_row_one")]

    def __str__(self) -> str:
        return f"{self.case.code}"


class Duty(Record):
    """Who signs emergency measures at night and on holidays. Vietnamese: trực ký thay Chủ tịch."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("người trực"))
    from_at = models.DateTimeField(_("từ lúc"))
    to_at = models.DateTimeField(_("đến lúc"))
    decision = models.TextField(_("số văn bản giao"), blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, models.CheckConstraint(
            condition=Q(to_at__gt=models.F("from_at")), name="protection_duty_span")]

    def __str__(self) -> str:
        return str(self.user)
