"""What is thrown away each day: sessions and links that ended, names typed at a failed sign-in."""
from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from mangnon.core import clock

from .models import SetupLink


def tidy(day: dt.date) -> None:
    """Delete what no rule needs any more; a name typed at sign-in may be a password in the wrong box."""
    now = clock.now()
    Session.objects.filter(expire_date__lte=now).delete()
    SetupLink.objects.filter(until__lte=now).delete()
    AccessAttempt.objects.filter(attempt_time__lte=now - dt.timedelta(days=1)).delete()
