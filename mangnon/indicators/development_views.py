"""Whole development of line 2: the six fields on a child's page, and a thôn's children with what each lacks."""
from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Cell:
    """One field as this user is told it. reads: whether at all.  url: where she records it.  by: what answered it."""

    field: FieldState
    reads: bool
    url: str
    by: str


class Doors:
    """Which children each permission of this page holds for: one question to the register a permission."""

    def __init__(self, user: Any, ids: Collection[uuid.UUID]) -> None:
        self._user, self._ids = user, ids
        self._known: dict[Permission, set[uuid.UUID]] = {}

    def open(self, child: uuid.UUID, permission: Permission) -> bool:
        if permission not in self._known:
            self._known[permission] = set() if not self._user.can(permission) else set(
                Child.objects.visible_to(self._user, permission).filter(pk__in=self._ids).values_list("pk", flat=True))
        return child in self._known[permission]


def cells(doors: Doors, found: Checklist) -> list[Cell]:
    """The fields in the order of the scheme."""
    made, pk = [], found.child.pk
    supported = doors.open(pk, Permission.SUPPORT_READ)
    for field in found.fields:
        door, permission = WRITES.get(field.code, SERVICE)
        writes = field.state != "met" and doors.open(pk, permission)
        # A service is a row of support: who may not read those is told only what else answered.
        words = [*field.by, *([_("dịch vụ")] if field.served and supported else [])]
        made.append(Cell(field, doors.open(pk, PART_OF[field.code]), reverse(door, args=[pk]) if writes else "",
                         ", ".join(words)))
    return made


def whole_for(shown: list[Cell]) -> bool:
    """Whether the sum may be told: of fields one of which is closed to this user it would tell of the closed one."""
    return all(cell.reads for cell in shown if cell.field.counts)


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
    shown = cells(Doors(request.user, [pk]), found)
    return render(request, "indicators/development_panel.html", {
        "child": child, "found": found, "cells": shown, "year": today.year, "limit": age_limit(),
        "older": found.months >= 12 * age_limit(),
        "whole": whole_for(shown)})


@requires(*READS)
def page(request: HttpRequest) -> HttpResponse:
    """The children of a thôn whom line 2 counts, those who lack something first, the others by age."""
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
        sides = split(definitions()[LINE], book.subjects(LINE, today.year))
        ids = [uuid.UUID(pk) for pk in sides["counted"] | sides["missing"]]
        seen = Child.objects.visible_to(user, *READS).filter(pk__in=ids).in_name_order()
        found = checklists(list(seen), Period.of(today.year, today))
    with transaction.atomic():
        audit.record(user, "list", "indicators", LINE, fields=[f"year={today.year}", "list=development"])
    doors = Doors(user, [one.child.pk for one in found])
    rows_of = [(one, shown, whole_for(shown)) for one in found for shown in [cells(doors, one)]]
    # The order speaks as well: those who lack something stand first, of every age, only where that may be told.
    lacking = [row for row in rows_of if row[2] and not row[0].whole]
    rest = [row for row in rows_of if not row[2] or row[0].whole]
    parts = [(_("Còn thiếu, mọi tuổi"), lacking)] if lacking else []
    parts += [(title, [row for row in rest if row[0].toddler == small])
              for title, small in ((_("Dưới 36 tháng"), True), (_("Từ 36 tháng"), False))]
    return render(request, "indicators/development.html", {
        "parts": parts, "villages": places, "village": chosen, "total": len(found), "year": today.year,
        "told": all(told for _one, _shown, told in rows_of), "whole": sum(one.whole for one in found),
        "heads": [field.label for field in found[0].fields] if found else []})
