"""The page on which the recovery copy of the keys is printed."""
from __future__ import annotations

import segno
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import recovery
from .access import requires
from .models import User
from .permissions import Permission


@never_cache
@requires(Permission.USERS_MANAGE, Permission.SEALED_WRITE)
@reauthentication_required
@require_http_methods(["GET", "POST"])
def recovery_copy(request: HttpRequest) -> HttpResponse:
    """What the sheet is for and when it was last printed; sent, the sheet itself, which is kept nowhere."""
    if request.method == "POST":
        lines = recovery.print_lines(by=request.user)
        # segno draws from our own lines, nothing that a person typed.
        code = mark_safe(segno.make("\n".join(lines), error="m").svg_inline(scale=4))  # noqa: S308
        return render(request, "accounts/recovery_sheet.html", {"lines": lines, "code": code})
    last = recovery.printed()
    who = User.objects.filter(pk=last.actor.removeprefix("user:")).first() if last and last.actor.startswith(
        "user:") else None
    return render(request, "accounts/recovery.html", {"last": last, "who": who})
