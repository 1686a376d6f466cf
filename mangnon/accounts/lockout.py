"""Too many wrong passwords: a pause, said kindly; never a lock for ever."""
from __future__ import annotations

import datetime as dt
import math
from typing import Any

from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.core import audit, clock

PAUSE = dt.timedelta(minutes=15)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None,
               *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer while an account is paused from this address, with the time when to try again."""
    from .trail import known  # the trail's models load after this file's name is read from the settings

    name = username_of(request, credentials)
    with transaction.atomic():
        audit.record(None, "locked out", "accounts.User", known(name))
    until, now = until_of(name, request.META.get("REMOTE_ADDR")), clock.now()
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    page = render(request, "accounts/locked.html", {"minutes": minutes, "until": until.astimezone(clock.VIETNAM)},
                  status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def until_of(name: str | None, address: str | None) -> dt.datetime:
    """When the pause of a name at an address ends: tries during the pause do not make it longer."""
    last = AccessAttempt.objects.filter(username=name, ip_address=address).aggregate(at=Max("attempt_time"))["at"]
    return (last or clock.now()) + PAUSE


def username_of(request: HttpRequest, credentials: Any = None) -> str | None:
    """The name that is being tried: the library speaks of "username", the form of "login"."""
    found = credentials or {}
    return found.get("username") or found.get("login") or request.POST.get("login")
