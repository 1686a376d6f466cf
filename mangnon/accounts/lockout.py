"""Too many wrong passwords: a pause, said kindly; never a lock for ever."""
from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.core import audit

MINUTES = 15


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer while an account is paused from this address."""
    with transaction.atomic():
        audit.record(None, "locked out", "accounts.User")
    return render(request, "accounts/locked.html", {"minutes": MINUTES}, status=429)


def username_of(request: HttpRequest, credentials: Any = None) -> str | None:
    """The name that is being tried: the library speaks of "username", the form of "login"."""
    found = credentials or {}
    return found.get("username") or found.get("login") or request.POST.get("login")
