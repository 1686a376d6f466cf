"""Whole development of line 2: the six fields on a child's page, and a thôn's children with what each lacks."""
from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.core.periods import years_back
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches
from mangnon.registry.views import villages

from .answers import split, territory_of
from .development import Checklist, FieldState, checklists
from .live import ask_live, plan_in_use, settings_in_use
from .period import Period
from .reading_facts import FactBook
from .sight import may_list
from .vocabulary import definitions

LINE = "2"
READS = (Permission.HEALTH_READ, Permission.EDUCATION_READ, Permission.SUPPORT_READ)
PART_OF = {"health": Permission.HEALTH_READ, "nutrition": Permission.HEALTH_READ,
           "education": Permission.EDUCATION_READ, "nurturing": Permission.SUPPORT_READ,
           "protection": Permission.SUPPORT_READ, "welfare": Permission.SUPPORT_READ}
"""Which part of a child's record a field is read from: whoever may not read it is told nothing of the field."""
WRITES = {"health": ("health:can-do-add", Permission.HEALTH_WRITE),
          "nutrition": ("health:can-do-add", Permission.HEALTH_WRITE),
          "education": ("education:nam-hoc-add", Permission.EDUCATION_WRITE)}
SERVICE = ("protection:dich-vu-add", Permission.SUPPORT_WRITE)
Cell = tuple[FieldState, bool, str]


def cells(user: Any, found: Checklist) -> list[Cell]:
    """(field, whether this user reads it, where she records it) in the order of the scheme."""
    made = []
    for field in found.fields:
        door, permission = WRITES.get(field.code, SERVICE)
        writes = field.state != "met" and reaches(user, found.child.pk, permission)
        made.append((field, reaches(user, found.child.pk, PART_OF[field.code]),
                     reverse(door, args=[found.child.pk]) if writes else ""))
    return made


def age_limit() -> int:
    """Completed years below which line 2 counts a child; the commune's reading."""
    return int(settings_in_use()["development_age_limit"])


def panel_for(user: Any, child: uuid.UUID) -> bool:
    """Whether the tab stands on a child's page: of the line's age, for who reads any of the fields."""
    return any(reaches(user, child, p) for p in READS) and Child.objects.filter(
        pk=child, born_on__gt=years_back(clock.today(), age_limit())).exists()


@requires(*READS)
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The six fields of one child this year."""
    child = get_object_or_404(Child.objects.visible_to(request.user, *READS), pk=pk)
    today = clock.today()
    found = checklists([child], Period.of(today.year, today))[0]
    shown = cells(request.user, found)
    return render(request, "indicators/development_panel.html", {
        "child": child, "found": found, "cells": shown, "year": today.year, "limit": age_limit(),
        "older": found.months >= 12 * age_limit(),
        # A summary of fields one of which is closed to this user would tell of the closed one.
        "whole": all(reads for field, reads, _url in shown if field.counts)})


@requires(*READS)
def page(request: HttpRequest) -> HttpResponse:
    """The children of a thôn whom line 2 counts, those who lack something first, under 36 months apart."""
    plan, today, user = plan_in_use(), clock.today(), request.user
    if plan is None or plan.unit_id is None or not may_list(user, LINE):
        raise Http404
    scope = user.scope(Permission.LISTS_WITH_NAMES)
    places = villages() if scope.everything or scope.facility_ids else villages().filter(pk__in=scope.unit_ids)
    chosen = next((v for v in places if str(v.pk) == request.GET.get("thon", "")), places.first())
    found: list[Checklist] = []
    units = territory_of(ask_live).units
    if chosen is not None and str(chosen.pk) in units:
        book = FactBook(plan, units[str(chosen.pk)], today, only=LINE)
        rows = split(definitions()[LINE], book.subjects(LINE, today.year))
        ids = [uuid.UUID(pk) for pk in rows["counted"] | rows["missing"]]
        seen = Child.objects.visible_to(user, *READS).filter(pk__in=ids).in_name_order()
        found = checklists(list(seen), Period.of(today.year, today))
    with transaction.atomic():
        audit.record(user, "list", "indicators", LINE, fields=[f"year={today.year}", "list=development"])
    found.sort(key=lambda one: one.whole)
    parts = [(title, [(one, cells(user, one)) for one in found if one.toddler == small])
             for title, small in ((_("Dưới 36 tháng"), True), (_("Từ 36 tháng"), False))]
    return render(request, "indicators/development.html", {
        "parts": parts, "villages": places, "village": chosen, "total": len(found), "year": today.year,
        "whole": sum(one.whole for one in found),
        "heads": [field.label for field in found[0].fields] if found else []})
