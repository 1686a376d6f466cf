"""Referrals to services: what is asked of whom, by when, and what came of it. Vietnamese: chuyển gửi dịch vụ."""
from __future__ import annotations

import datetime as dt
import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.models import User
from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField
from mangnon.protection.cases.models import LETTERS, Case
from mangnon.registry.models import Child

from . import states


class State(models.TextChoices):
    DRAFT = states.DRAFT, _("dự thảo")
    SENT = states.SENT, _("đã gửi")
    ACCEPTED = states.ACCEPTED, _("đã nhận")
    REFUSED = states.REFUSED, _("từ chối")
    DONE = states.DONE, _("đã xong")
    WITHDRAWN = states.WITHDRAWN, _("đã rút")


class Kind(models.TextChoices):
    HEALTH = "health", _("khám, chăm sóc y tế")
    MIND = "mind", _("tâm lý, tư vấn")
    SAFETY = "safety", _("bảo đảm an toàn, xác minh")
    LEGAL = "legal", _("trợ giúp pháp lý")
    CARE = "care", _("chăm sóc thay thế, nơi ở")
    EDUCATION = "education", _("đi học, giữ chỗ học")
    REHABILITATION = "rehabilitation", _("phục hồi chức năng, khuyết tật")
    WELFARE = "welfare", _("trợ giúp xã hội, trợ cấp")
    FAMILY = "family", _("hỗ trợ cha mẹ, người chăm sóc")
    OTHER = "other", _("việc khác")


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", _("khẩn cấp")
    URGENT = "urgent", _("gấp")
    NORMAL = "normal", _("thường")


class Consent(models.TextChoices):
    CHILD = "child", _("trẻ đồng ý")
    REPRESENTATIVE = "representative", _("người đại diện đồng ý")
    BOTH = "both", _("trẻ và người đại diện đồng ý")
    EXCEPTION = "exception", _("luật cho phép không cần đồng ý")


class Referral(Record):
    """A request to a service for a child. Known by its code everywhere; its words are sealed.

    Exactly one of case and child.  receiver: an account, which answers by itself; receiver_name: as it is called.
    provider_id: of the directory of services, as far as it is known there.  words: need, what must be known, child's
    view, ground where there is no consent, contact, address of the receiver; sealed.  due_at: by when it must be
    answered, as the rule said on the day it was sent.  helps: accepting makes the receiver a helper of the case.
    """

    code = models.CharField(_("mã"), max_length=16, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="referrals")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="referrals")
    receiver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    receiver_name = models.TextField(_("nơi nhận"))
    provider_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(_("việc cần"), max_length=16, choices=Kind.choices)
    urgency = models.CharField(_("mức"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    consent = models.CharField(_("sự đồng ý"), max_length=16, choices=Consent.choices, blank=True, default="")
    words = SealedTextField(blank=True)
    helps = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["made_at", "seq"]
        constraints = [*Record.Meta.constraints, models.CheckConstraint(
            condition=Q(case=None) ^ Q(child=None), name="protection_referral_of_one")]

    def __str__(self) -> str:
        return self.code

    def late(self, now: dt.datetime) -> bool:
        return self.state == states.SENT and self.due_at is not None and now > self.due_at

    def near(self, now: dt.datetime) -> bool:
        return self.state == states.SENT and self.remind_at is not None and self.remind_at <= now and not self.late(
            now)


class ReferralStep(Record):
    """Something done about a referral. at: when it was said or done.  by: who typed it.  body: words, and who said it
    where somebody else typed it; sealed."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    body = SealedTextField(blank=True)
    entered_at = models.DateTimeField()

    class Meta(Record.Meta):
        ordering = ["at", "seq"]

    def __str__(self) -> str:
        return f"{self.referral.code} {self.act}"


def new_code(day: dt.date) -> str:
    """CG-2026-K7Q4M: the year, then five letters drawn by lot."""
    while True:
        code = f"CG-{day.year}-{''.join(secrets.choice(LETTERS) for _n in range(5))}"
        if not Referral.objects.filter(code=code).exists():
            return code
