"""What a sender without an account and the commune say to each other after a report."""
from __future__ import annotations

from django.db import models

from mangnon.core.models import Record
from mangnon.core.sealed import SealedTextField

from ..cases.models import Report


class Message(Record):
    """One message between the sender of a report and the commune. Vietnamese: lời nhắn với người báo tin.

    from_sender: by who sent the report; else by the officer.  body: sealed.  read_at: when the other side read it.
    Of the sender nothing is known but that the code of the report was right.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="messages")
    from_sender = models.BooleanField()
    body = SealedTextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["at", "seq"]

    def __str__(self) -> str:
        return f"{self.report.case.code}"
