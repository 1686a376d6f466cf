"""Cases on their way to another commune, and those that came. Vietnamese: chuyển giao vụ việc."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.models import User
from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField
from mangnon.places.models import Unit
from mangnon.protection.cases.models import Case

PENDING, ACCEPTED, REFUSED, WITHDRAWN = "pending", "accepted", "refused", "withdrawn"


class State(models.TextChoices):
    PENDING = PENDING, _("đang chuyển")
    ACCEPTED = ACCEPTED, _("bên nhận đã nhận")
    REFUSED = REFUSED, _("bên nhận từ chối")
    WITHDRAWN = WITHDRAWN, _("đã rút")


class Transfer(Record):
    """A case offered to another commune. While it is pending the case stays open here, and its hours run.

    own_key: the key inside the file, by which its receipt is known, sealed.  words: reason; what the receiver said; its
    code there; sealed.  made_at: when the file was last made; what was written later is not in it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    to_commune = models.TextField(_("xã nhận"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    own_key = SealedTextField()
    words = SealedTextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["begun_at", "seq"]
        constraints = [*Record.Meta.constraints, models.UniqueConstraint(
            fields=["case"], condition=models.Q(state=PENDING), name="protection_transfer_one_pending")]

    def __str__(self) -> str:
        return self.case.code


class Incoming(Record):
    """A case that another commune offers. Its key is the file's number: the same file twice is one row.

    content: what the file held, sealed anew; empty once it was answered.  own_key: of the file, sealed.  origin_code:
    the case's code there.  received_at: when the first commune received the first word; the hours count from there.
    """

    origin_commune = models.TextField()
    origin_code = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    file_made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="came_from")
    content = SealedTextField(blank=True)
    own_key = SealedTextField()
    words = SealedTextField(blank=True)
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.origin_code
