"""The directory of services: everybody who works here reads it, the officer writes it."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.access import requires, signed_in
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.web import formats, keeping

from .actions import confirm, write_provider
from .catalogue import catalogue, file_in_use
from .directory import asked_of, entries, matching
from .forms import ProviderForm, QuickProviderForm
from .models import Offer, Provider, ProviderKind, Reach
from .sheet import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Whom to call for what: searched, narrowed, the numbers of the whole country on top."""
    return _directory(request, QuickProviderForm(instance=Provider()))


def _directory(request: HttpRequest, quick: QuickProviderForm) -> HttpResponse:
    found, wrong, own = file_in_use()
    asked = asked_of(request.GET, found)
    every = entries(clock.today(), found)
    standing = [entry for entry in every if not entry.gone]
    may_write = request.user.can(Permission.SUPPORT_WRITE)
    return render(request, "protection/services/directory.html", {
        "hotlines": found.numbers, "entries": matching(every, asked), "asked": asked, "total": len(standing),
        "within": found.confirm_within_days,
        "old": sum(entry.stale for entry in standing), "gone": len(every) - len(standing), "quick": quick,
        "kinds": ProviderKind.choices, "reaches": Reach.choices, "packages": found.open, "wrong": wrong if may_write
        else "", "own": own, "may_write": may_write,
        "narrowed": any(vars(asked).values())}, status=422 if quick.errors else 200)


@requires(Permission.SUPPORT_WRITE)
@require_POST
def quick(request: HttpRequest) -> HttpResponse:
    """Add a place with its number alone; the rest is written later."""
    form = QuickProviderForm(request.POST, instance=Provider())
    form.narrow(request.user)
    made = form.written_before() or (keeping.saved(
        form, lambda data: write_provider(None, by=request.user, new_id=form.new_id, **data), _twin())
        if form.is_valid() else None)
    if made is None:
        return _directory(request, form)
    messages.success(request, _("Đã thêm. Mở dòng ấy để ghi giờ, địa chỉ và việc nơi này giúp được."))
    return redirect("protection:provider-edit", made.pk)


def _twin() -> str:
    return _("Danh bạ đã có nơi này. Hãy mở dòng đó ra sửa.")


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write a provider with what it offers."""
    standing = get_object_or_404(Provider, pk=pk) if pk else None
    form = ProviderForm(request.POST or None, instance=standing or Provider())

    def save(data: dict[str, Any]) -> Any:
        row = Provider.objects.get(pk=pk) if pk else None
        return write_provider(row, by=request.user, new_id=form.new_id, **data)

    return keeping.write(
        request, form, title=_("Nơi cung cấp dịch vụ"), save=save, back=reverse("protection:providers"), twin=_twin(),
        remove=reverse("protection:provider-remove", args=[pk]) if pk else "",
        history=reverse("protection:provider-history", args=[pk]) if pk else "")


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out what was typed by mistake; a place that has closed gets its last day instead."""
    row = get_object_or_404(Provider, pk=pk)
    return keeping.take_out(request, row, along=list(row.offers.all()), back=reverse("protection:providers"),
                            back_again=reverse("protection:provider-edit", args=[pk]))


@requires(Permission.SUPPORT_WRITE)
@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Provider, pk=pk)
    return keeping.tell(request, row, reverse("protection:provider-edit", args=[pk]), [
        (Provider, [pk]), (Offer, row.offers.values_list("pk", flat=True))])


@requires(Permission.SUPPORT_WRITE)
@require_POST
def confirmed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that somebody called today and found everything right."""
    row = get_object_or_404(Provider, pk=pk)
    confirm(row, by=request.user, on=clock.today())
    messages.success(request, _("Đã ghi: %(name)s còn đúng, hôm nay.") % {"name": row.name})
    return redirect(f"{reverse('protection:providers')}{'?cu=1' if 'cu' in request.POST else ''}")


@signed_in
@require_safe
def wall_sheet(request: HttpRequest) -> HttpResponse:
    """A sheet for the wall: the numbers to call first in big figures, then everybody with a number."""
    found = catalogue()
    standing = [entry for entry in entries(clock.today(), found) if not entry.gone and entry.row.phone]
    return render(request, "protection/services/wall_sheet.html", {
        "hotlines": found.numbers, "first": [entry for entry in standing if entry.row.call_first],
        "rest": [entry for entry in standing if not entry.row.call_first], "today": clock.today()})


@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The directory, as it was narrowed, as a workbook."""
    found, today = catalogue(), clock.today()
    chosen = matching(entries(today, found), asked_of(request.GET, found))
    with transaction.atomic():
        audit.record(request.user, "export", "protection.directory", fields=[f"rows={len(chosen)}"])
    title = _("Danh bạ dịch vụ cho trẻ em và gia đình, ngày %(day)s") % {"day": formats.date(today)}
    response = HttpResponse(workbook(found.numbers, chosen, title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="danh-ba-dich-vu-{today:%Y%m%d}.xlsx"'
    return response
