"""Rows that belong to one child, recorded and corrected by hand: one way for every room.

A room says what its row is called and who may write it; the pages, the history and the way back are the same.
"""
from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core.models import Record
from mangnon.web import keeping
from mangnon.web.history import Change, changes_of

from . import lineage
from .models import Child
from .scope import reaches


@dataclass(frozen=True)
class RecordKind:
    """A kind of row that belongs to a child.

    slug: in URLs.  write: any of these permissions.  rows: narrows rows to what a user may touch (default: all).
    may: whether this user may write this row of this child.  written: called after a change, in its transaction.
    followed: the same, with who wrote it, for what must be written along.
    removed: called before a row goes, in its transaction; raises ValidationError with a sentence where it must stay.
    along: rows that belong to this one alone and go with it, each into the history.
    read: whose history page tells of these rows (default: whoever may write them).
    said: what is told after writing, from the values written (default: that it is written).
    close: read like a case, so that the browser keeps no draft of what is typed.
    store: how a form's values are written, from (form, who, what is fixed), where a row is not written by itself.
    onward: where one goes after writing (default: back to the child).
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
    followed: Callable[[Record, Any], None] = lambda row, by: None
    removed: Callable[[Record], None] = lambda row: None
    along: Callable[[Record], Iterable[Record]] = lambda row: ()
    read: tuple[Permission, ...] = ()
    said: Callable[[dict[str, Any]], str] = lambda values: ""
    close: bool = False
    store: Callable[[Any, Any, dict[str, Any]], keeping.Save] | None = None
    onward: Callable[[Any], str] | None = None

    @property
    def add_name(self) -> str:
        return f"{self.room}:{self.slug}-add"

    def add_url(self, child_id: uuid.UUID) -> str:
        return reverse(self.add_name, args=[child_id])

    def edit_url(self, row: Record) -> str:
        return reverse(f"{self.room}:{self.slug}-edit", args=[row.child_id, row.pk])  # type: ignore[attr-defined]


TWIN = gettext_lazy("Đã có một dòng như vậy của trẻ này. Hãy mở dòng đó ra sửa, hoặc đổi ngày.")


def urls_of(kind: RecordKind) -> list[URLPattern]:
    """The doors of a kind: add, edit, remove."""
    return [
        path(f"<uuid:child_id>/{kind.slug}/them/", _adding(kind), name=f"{kind.slug}-add"),
        path(f"<uuid:child_id>/{kind.slug}/<uuid:pk>/", _editing(kind), name=f"{kind.slug}-edit"),
        path(f"<uuid:child_id>/{kind.slug}/<uuid:pk>/go/", _removing(kind), name=f"{kind.slug}-remove"),
    ]


def rows_of(kind: RecordKind, child_id: uuid.UUID) -> Any:
    """A child's rows of a kind."""
    model: Any = kind.model
    return model._default_manager.filter(child=child_id)


def histories_of(kinds: tuple[RecordKind, ...]) -> Callable[[Any, uuid.UUID], Iterable[Change]]:
    """What a room tells of a child's rows: each kind only to those who may read it."""
    def tell(user: Any, child_id: uuid.UUID) -> Iterable[Change]:
        for kind in kinds:
            if reaches(user, child_id, *kind.read, *kind.write):
                revisions: Any = apps.get_model(kind.model._meta.app_label, "Revision")
                hers = revisions._default_manager.filter(child_id__in=lineage.everyone(child_id))
                yield from changes_of(kind.model, hers, rows_of(kind, child_id).values_list("pk", flat=True))
    return tell


def _child(request: HttpRequest, kind: RecordKind, child_id: uuid.UUID, row: Record | None = None) -> Child:
    child = get_object_or_404(Child.objects.visible_to(request.user, *kind.write), pk=child_id)
    if not kind.may(request.user, child, row):
        raise Http404
    return child


def _row(request: HttpRequest, kind: RecordKind, child_id: uuid.UUID, pk: uuid.UUID) -> Record:
    rows = kind.rows(kind.model._default_manager.all(), request.user)
    return get_object_or_404(rows, pk=pk, child=child_id)


def _adding(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def add(request: HttpRequest, child_id: uuid.UUID) -> HttpResponse:
        child = _child(request, kind, child_id)
        blank: Any = kind.model
        return _page(request, kind, child, kind.form(request.POST or None, instance=blank(child=child)),
                     kind.add_title, fixed={"child": child})
    return add


def _editing(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def edit(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
        row = _row(request, kind, child_id, pk)
        child = _child(request, kind, child_id, row)
        return _page(request, kind, child, kind.form(request.POST or None, instance=row), kind.title)
    return edit


def _page(request: HttpRequest, kind: RecordKind, child: Child, form: Any, title: Any,
          fixed: dict[str, Any] | None = None) -> HttpResponse:
    store = kind.store(form, request.user, fixed or {}) if kind.store else keeping.store(
        form, kind.model, by=request.user, **(fixed or {}))

    def save(data: dict[str, Any]) -> Any:
        row = store(data)
        kind.written(row)
        kind.followed(row, request.user)
        return row

    remove = reverse(f"{kind.room}:{kind.slug}-remove", args=[child.pk, form.instance.pk]) if form.standing else ""
    return keeping.write(request, form, title=title, save=save, back=child.get_absolute_url(), twin=str(TWIN),
                         lead=child, above=child.get_absolute_url(), remove=remove, said=kind.said, close=kind.close,
                         onward=kind.onward,
                         history=reverse("registry:child-history", args=[child.pk]) if form.standing else "")


def _removing(kind: RecordKind) -> Any:
    @requires(*kind.write)
    @require_http_methods(["GET", "POST"])
    def remove(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
        row = _row(request, kind, child_id, pk)
        child = _child(request, kind, child_id, row)
        return keeping.take_out(request, row, back=child.get_absolute_url(), what=f"{kind.title}: {row}",
                                first=lambda: kind.removed(row), along=kind.along(row))
    return remove
