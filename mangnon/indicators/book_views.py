"""Doors of the household book: which thôn there are, and one thôn's (or every thôn's) book to be printed."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit
from mangnon.registry.views import villages

from .book import Book, books, columns_of, living

WORD = "hoan-canh"
"""In the address where the officer's own copy is asked for."""


def mine(user: Any) -> list[Unit]:
    """The thôn whose book this person keeps, in natural order."""
    scope = user.scope(Permission.IDENTITY_WRITE)
    rows = villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)
    return sorted(rows, key=lambda unit: (len(unit.name), unit.name))


@requires(Permission.IDENTITY_WRITE)
def book_list(request: HttpRequest) -> HttpResponse:
    """Every thôn with how many children its book holds."""
    units, today = mine(request.user), clock.today()
    found = living(request.user, units, today)
    rows = [(unit, len(found.get(unit.pk, []))) for unit in units]
    return render(request, "indicators/book_list.html", {
        "rows": rows, "total": sum(n for _unit, n in rows), "own_may": _own_may(request)})


@requires(Permission.IDENTITY_WRITE)
def book(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One thôn's book."""
    unit = next((unit for unit in mine(request.user) if unit.pk == pk), None)
    if unit is None:
        raise Http404
    return _page(request, [unit])


@requires(Permission.IDENTITY_WRITE)
def whole(request: HttpRequest) -> HttpResponse:
    """Every thôn's book, each beginning on a sheet of its own."""
    return _page(request, mine(request.user))


def _own_may(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.can(Permission.SUPPORT_READ))


def _page(request: HttpRequest, units: list[Unit]) -> HttpResponse:
    user, today = request.user, clock.today()
    own = request.GET.get(WORD) == "1" and _own_may(request)
    columns = columns_of(user, own_copy=own)
    found: list[Book] = books(user, units, today, columns)
    total = sum(one.children for one in found)
    if total:
        with transaction.atomic():
            audit.record(user, "list", "indicators.book", units[0].pk if len(units) == 1 else "",
                         fields=[f"rows={total}", *(["circumstances"] if own else [])])
    return render(request, "indicators/book.html", {
        "books": found, "total": total, "today": today, "columns": columns, "own": own, "own_may": _own_may(request),
        "one": units[0] if len(units) == 1 else None,
        "crumbs": [(_("Sổ hộ gia đình"), reverse("indicators:books")),
                   (units[0].name if len(units) == 1 else _("Mọi thôn"), "")]})
