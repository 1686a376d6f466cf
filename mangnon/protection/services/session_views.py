"""Sessions for many: planned, held, and who came."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.web import keeping

from .package_actions import take_off, write_roll, write_session
from .package_forms import SessionForm
from .package_models import PackageSession
from .roll import Roll


@requires(Permission.SUPPORT_READ)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The year's sessions: what lies ahead first, then what was held, with how many families came."""
    today = clock.today()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and 2021 <= int(asked) <= today.year + 1 else today.year
    rows = PackageSession.objects.filter(held_on__year=year).select_related("unit", "provider").annotate(
        families=Count("attendance"))
    return render(request, "protection/services/sessions.html", {
        "ahead": rows.filter(held_on__gt=today).order_by("held_on"),
        "held": rows.filter(held_on__lte=today).order_by("-held_on"),
        "year": year, "years": range(today.year + 1, 2020, -1),
        "may_write": request.user.can(Permission.SUPPORT_WRITE)})


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Plan a session, write one down, or correct it."""
    standing = get_object_or_404(PackageSession, pk=pk) if pk else None
    form = SessionForm(request.POST or None, instance=standing or PackageSession())

    def save(data: dict[str, Any]) -> Any:
        row = PackageSession.objects.get(pk=pk) if pk else None
        return write_session(row, by=request.user, new_id=form.new_id, **data)

    return keeping.write(
        request, form, title=_("Buổi cho cha mẹ, cho trẻ"), save=save, back=reverse("protection:sessions"),
        onward=lambda row: reverse("protection:session-roll", args=[row.pk]) if row.held_on <= clock.today()
        else reverse("protection:sessions"),
        remove=reverse("protection:session-remove", args=[pk]) if pk else "",
        history=reverse("protection:session-history", args=[pk]) if pk else "")


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out a session that was not held, with its roll."""
    row = get_object_or_404(PackageSession, pk=pk)

    def first() -> None:
        for there in row.attendance.select_related("service"):
            take_off(there, by=request.user, reason=_("buổi này bị gỡ"))

    return keeping.take_out(request, row, first=first, back=reverse("protection:sessions"),
                            back_again=reverse("protection:session-edit", args=[pk]))


@requires(Permission.SUPPORT_WRITE)
@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(PackageSession, pk=pk)
    return keeping.tell(request, row, reverse("protection:session-edit", args=[pk]), [(PackageSession, [pk])])


@noted("protection.session_roll")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def roll(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tick who came, family by family: a whole thôn on one page."""
    session = get_object_or_404(PackageSession.objects.select_related("unit"), pk=pk)
    if session.held_on > clock.today():
        messages.warning(request, _("Buổi này chưa tới ngày, chưa điểm danh được."))
        return redirect("protection:session-edit", pk)
    found = Roll(session, request.user, request.GET)
    if request.method == "POST":
        there, gone = found.sent(request.POST)
        written, taken = write_roll(session, there, gone, by=request.user)
        said = [_("Đã ghi %(n)s em có người dự.") % {"n": written}] if written else []
        said += [_("Bỏ đánh dấu %(n)s.") % {"n": taken}] if taken else []
        messages.success(request, " ".join(said) or _("Không có gì thay đổi."))
        return redirect(request.get_full_path())
    return render(request, "protection/services/roll.html", {
        "session": session, "roll": found, "total": session.attendance.count()})
