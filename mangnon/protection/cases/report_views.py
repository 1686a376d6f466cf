"""Saying that a child is being hurt: open to everybody who has signed in, asks for nothing, tells nothing back."""
from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import signed_in
from mangnon.accounts.permissions import Permission
from mangnon.registry.models import Child

from . import actions
from .forms import CHANNEL_OF, ReportForm
from .models import Case, Channel
from .reading import approves


def _child(request: HttpRequest) -> Child | None:
    """The child whose page one came from, where this person may see her."""
    try:
        pk = uuid.UUID(request.GET.get("tre", ""))
    except ValueError:
        return None
    if not request.user.can(Permission.IDENTITY_READ):
        return None
    return Child.objects.visible_to(request.user).filter(pk=pk).first()


@signed_in
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Write down a report in a minute. Whoever types it learns nothing but that it was received."""
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, initial={"channel": CHANNEL_OF.get(request.user.role_code, Channel.IN_PERSON)})
    child = _child(request)
    if sent is not None and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        filed = actions.file_report(
            by=request.user, channel=data["channel"], received_at=data["at"], danger=data["danger"], child=child,
            unit=data["unit"], told={name: data[name] for name in ("what", "who", "where")},
            reporter={"name": data["reporter"], "phone": data["phone"]}, suspect={"words": data["suspect"]},
            pk=_key(sent.get("ma", "")))
        if Case.objects.open_to(request.user).filter(pk=filed.case_id).exists() and not approves(request.user):
            return redirect("protection:case", filed.case.code)
        return redirect("protection:report-done")
    return render(request, "protection/cases/report.html", {
        "form": form, "child": child, "key": request.POST.get("ma") or uuid.uuid4()},
        status=422 if form.errors else 200)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@signed_in
def done(request: HttpRequest) -> HttpResponse:
    """It was received; whom to call where it cannot wait."""
    return render(request, "protection/cases/done.html", {})
