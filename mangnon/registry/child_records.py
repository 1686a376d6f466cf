"""Rows that belong to one child, recorded and corrected by hand: one way for every room.

A room says what its row is called and who may write it; the pages, the history and the way back are the same.
"""
from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import records
from mangnon.core.models import Record

from .models import Child


@dataclass(frozen=True)
class RecordKind:
    """A kind of row that belongs to a child.

    slug: in URLs.  write: any of these permissions.  rows: narrows rows to what a user may touch (default: all).
    may: whether this user may write this row of this child.  written: called after a change, in its transaction.
    """

    room: str
    slug: str
    model: type[Record]
    form: type[forms.ModelForm]
    title: Any
    add_title: Any
    write: tuple[Permission, ...]
    rows: Callable[[models.QuerySet[Any], Any], models.QuerySet[Any]] = lambda rows, user: rows
    may: Callable[[Any, Child, Record | None], bool] = lambda user, child, row: True
    written: Callable[[Record], None] = lambda row: None

    @property
    def add_name(self) -> str:
        return f"{self.room}:{self.slug}-add"

    def add_url(self, child_id: uuid.UUID) -> str:
        return reverse(self.add_name, args=[child_id])

    def edit_url(self, row: Record) -> str:
        return reverse(f"{self.room}:{self.slug}-edit", args=[row.child_id, row.pk])  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a row is taken out; it stays in the history."""

    reason = forms.CharField(label=gettext_lazy("Lý do gỡ"), max_length=300,
                             help_text=gettext_lazy("Ví dụ: ghi nhầm trẻ khác cùng tên."))


def urls_of(kind: RecordKind) -> list[URLPattern]:
    """The doors of a kind: add, edit, remove."""
    return [
        path(f"<uuid:child_id>/{kind.slug}/them/", _adding(kind), name=f"{kind.slug}-add"),
        path(f"<uuid:child_id>/{kind.slug}/<uuid:pk>/", _editing(kind), name=f"{kind.slug}-edit"),
        path(f"<uuid:child_id>/{kind.slug}/<uuid:pk>/go/", _removing(kind), name=f"{kind.slug}-remove"),
    ]


def _child(request: HttpRequest, kind: RecordKind, child_id: uuid.UUID, row: Record | None = None) -> Child:
    child = get_object_or_404(Child.objects.visible_to(request.user, *kind.write), pk=child_id)
    if not kind.may(request.user, child, row):
        raise Http404
    return child


def _row(request: HttpRequest, kind: RecordKind, child_id: uuid.UUID, pk: uuid.UUID) -> Record:
    rows = kind.rows(kind.model._default_manager.all(), request.user)
    return get_object_or_404(rows, pk=pk, child=child_id)


def _narrowed(form: Any, request: HttpRequest) -> Any:
    """A form that offers rows of others narrows itself to what this user may see."""
    if hasattr(form, "narrow"):
        form.narrow(request.user)
    return form


def _adding(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def add(request: HttpRequest, child_id: uuid.UUID) -> HttpResponse:
        child = _child(request, kind, child_id)
        blank: Any = kind.model
        form = _narrowed(kind.form(request.POST or None, instance=blank(child=child)), request)
        if request.method == "POST" and form.is_valid() and _store(kind, form, None, child, request):
            messages.success(request, _("Đã ghi."))
            return redirect(child)
        return _page(request, kind, child, form, kind.add_title)
    return add


def _editing(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def edit(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
        row = _row(request, kind, child_id, pk)
        child = _child(request, kind, child_id, row)
        form = _narrowed(kind.form(request.POST or None, instance=row), request)
        if request.method == "POST" and form.is_valid() and _store(kind, form, pk, child, request):
            messages.success(request, _("Đã sửa. Số cũ được giữ trong lịch sử."))
            return redirect(child)
        return _page(request, kind, child, form, kind.title, row=pk)
    return edit


def _store(kind: RecordKind, form: Any, pk: uuid.UUID | None, child: Child, request: HttpRequest) -> bool:
    """Write what the form holds; a row that is there already is said at the form, with what was typed kept."""
    values = dict(form.cleaned_data)
    try:
        with transaction.atomic():
            if pk is None:
                row = records.create(kind.model, by=request.user, child=child, **values)
            else:
                row = records.correct(kind.model._default_manager.get(pk=pk), by=request.user, **values)
            kind.written(row)
    except (forms.ValidationError, IntegrityError):
        form.add_error(None, _("Đã có một dòng như vậy của trẻ này. Hãy mở dòng đó ra sửa, hoặc đổi ngày."))
        return False
    return True


def _removing(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def remove(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
        row = _row(request, kind, child_id, pk)
        child = _child(request, kind, child_id, row)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                records.remove(row, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã gỡ. Nội dung cũ vẫn ở trong lịch sử."))
            return redirect(child)
        return render(request, "registry/record_remove.html", {"child": child, "form": form, "kind": kind,
                                                               "row": row})
    return remove


def _page(request: HttpRequest, kind: RecordKind, child: Child, form: Any, title: Any,
          row: uuid.UUID | None = None) -> HttpResponse:
    remove = reverse(f"{kind.room}:{kind.slug}-remove", args=[child.pk, row]) if row else ""
    return render(request, "registry/record_form.html", {
        "child": child, "form": form, "kind": kind, "title": title, "remove_url": remove},
        status=422 if form.errors else 200)
