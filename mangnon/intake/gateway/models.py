"""What was asked, of whom, and by which reference an answer comes back."""
from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record


class Inquiry(Record):
    """One question about many children. Vietnamese: yêu cầu đối chiếu.

    code: by which the other side names it.  adapter: how it went.  purpose: why, as the audit keeps it.  about: what
    is asked for.  answered_at: when the first answer came in.
    withdrawn_at: when it was taken back; an answer that comes all the same is no answer to anything.
    remote_id: what a gateway calls it, once it was sent.  answer: the list that a gateway's answer became.
    """

    code = models.CharField(_("mã yêu cầu"), max_length=20, unique=True)
    adapter = models.CharField(max_length=20)
    purpose = models.TextField(_("mục đích"))
    about = models.CharField(max_length=20)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    remote_id = models.TextField(blank=True)
    answer = models.ForeignKey("intake.ListImport", models.SET_NULL, null=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name = _("yêu cầu đối chiếu")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("intake:inquiry", args=[self.pk])


class InquiryRow(models.Model):
    """A child of an inquiry. number: after the inquiry's code it is the reference.  child: exchange id."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    child = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "number"], name="intake_inquiryrow_number")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.number}"
