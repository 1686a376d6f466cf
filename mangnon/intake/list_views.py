"""The page where lists come in: drop one, or go on with one that was dropped before."""
from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission

from . import list_actions, long_lists
from .blank_views import blank_kinds, places
from .list_forms import SentListForm, senders, titles
from .models import ListImport, ListRow, State
from .safety import FileRefused

EARLIER = 50
"""Imports that the page of lists shows."""


def batch_of(pk: uuid.UUID) -> ListImport:
    """A list that was not put away, or 404."""
    return get_object_or_404(ListImport.objects.exclude(state=State.DROPPED), pk=pk)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
def front(request: HttpRequest) -> HttpResponse:
    """Whoever shortens the address comes to the page of lists."""
    return redirect("intake:lists")


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Drop a list, or go on with one that was dropped before."""
    form = SentListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_received(request, form))
        except FileRefused as refused:
            form.add_error("pasted" if not form.cleaned_data.get("file") else "file", str(refused))
    rows = list(ListImport.objects.exclude(state=State.DROPPED).order_by("-at")[:EARLIER])
    named, from_whom = titles(), senders()
    shown = [(row, named.get(row.kind, row.kind), from_whom.get(row.source, "")) for row in rows]
    return render(request, "intake/lists.html", {"form": form, "rows": shown, "kinds": blank_kinds(named),
                                                 "places": places(), "labels": _labels(from_whom)},
                  status=422 if form.is_bound and form.errors else 200)


@dataclass
class Labels:
    """What people decided of one sender's doubtful rows. first: it was the child the machine put first."""

    sender: str
    decided: int = 0
    first: int = 0
    other: int = 0
    new: int = 0


def _labels(from_whom: dict[str, str]) -> list[Labels]:
    """Decisions are labels: how often the first candidate was right, by sender."""
    found: dict[str, Labels] = {}
    rows = ListRow.objects.filter(result="review", decision__in=("same", "new")).exclude(candidates=[])
    for source, decision, child, candidates in rows.values_list("batch__source", "decision", "child", "candidates"):
        one = found.setdefault(source, Labels(from_whom.get(source, "")))
        one.decided += 1
        one.first += decision == "same" and child == candidates[0][0]
        one.other += decision == "same" and child != candidates[0][0]
        one.new += decision == "new"
    return sorted(found.values(), key=lambda one: one.sender)


def _received(request: HttpRequest, form: SentListForm) -> ListImport:
    """Keep what was sent with its preview."""
    content, name = form.content()
    data = form.cleaned_data
    return long_lists.received(content, name, data["kind"], source=data["source"], by=request.user, on=data["on"],
                               school_year=data["school_year"])


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def dropped(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a list away that was never written."""
    try:
        list_actions.drop(batch_of(pk), by=request.user)
    except ValueError:
        raise Http404 from None
    messages.success(request, _("Đã bỏ tệp. Sổ không đổi gì."))
    return redirect("intake:lists")
