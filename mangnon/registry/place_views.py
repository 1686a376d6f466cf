"""Pages about places: thôn and schools, and what was found at each facility in a year."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.places.models import Facility, FacilityCheck, Unit

from .models import Household, HouseholdStatus
from .place_forms import CheckForm, FacilityForm, HouseholdStatusEntryForm, UnitForm


def _write(request: HttpRequest, form: Any, title: str, save: Any, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save(form.cleaned_data)
        messages.success(request, _("Đã ghi."))
        return redirect(back)
    return render(request, "registry/form.html", {"form": form, "title": title, "cancel": back},
                  status=422 if form.errors else 200)


@requires(Permission.PLACES_WRITE)
def places(request: HttpRequest) -> HttpResponse:
    """Units and facilities, with the checks of a year."""
    year = request.GET.get("nam", "")
    chosen = int(year) if year.isdigit() and 2021 <= int(year) <= clock.today().year else clock.today().year
    checks = {c.facility_id: c for c in FacilityCheck.objects.filter(year=chosen)}
    facilities = [(f, checks.get(f.pk)) for f in Facility.objects.select_related("unit").order_by("kind", "name")]
    units = Unit.objects.select_related("parent").order_by("level", "name")
    return render(request, "registry/places.html", {
        "units": units, "facilities": facilities, "year": chosen, "years": range(clock.today().year, 2020, -1)})


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    standing = get_object_or_404(Unit, pk=pk) if pk else None
    form = UnitForm(request.POST or None, instance=standing)

    def save(data: dict[str, Any]) -> None:
        if standing:
            records.correct(Unit.objects.get(pk=standing.pk), by=request.user, **data)
        else:
            records.create(Unit, by=request.user, **data)

    return _write(request, form, _("Đơn vị hành chính"), save, reverse("registry:places"))


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def facility(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    standing = get_object_or_404(Facility, pk=pk) if pk else None
    form = FacilityForm(request.POST or None, instance=standing)

    def save(data: dict[str, Any]) -> None:
        if standing:
            records.correct(Facility.objects.get(pk=standing.pk), by=request.user, **data)
        else:
            records.create(Facility, by=request.user, **data)

    return _write(request, form, _("Trường, trạm, điểm vui chơi"), save, reverse("registry:places"))


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: uuid.UUID, year: int) -> HttpResponse:
    """What was found at a facility in a year; an empty answer stays unknown."""
    found = get_object_or_404(Facility, pk=pk)
    standing = FacilityCheck.objects.filter(facility=found, year=year).first()
    form = CheckForm(request.POST or None, instance=standing or FacilityCheck(facility=found, year=year))

    def save(data: dict[str, Any]) -> None:
        if standing:
            records.correct(FacilityCheck.objects.get(pk=standing.pk), by=request.user, **data)
        else:
            records.create(FacilityCheck, by=request.user, facility=found, year=year, **data)

    return _write(request, form, _("%(f)s, năm %(y)s") % {"f": found, "y": year}, save,
                  reverse("registry:places") + f"?nam={year}")


def households_of(user: Any) -> Any:
    """The households a user writes: a collaborator those of her own thôn."""
    scope = user.scope(Permission.IDENTITY_WRITE)
    return Household.objects.all() if scope.everything else Household.objects.filter(unit__in=scope.unit_ids)


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def household_status(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A household becomes poor or near-poor, from a day."""
    household = get_object_or_404(households_of(request.user), pk=pk)
    form = HouseholdStatusEntryForm(request.POST or None, instance=HouseholdStatus(household=household))

    def save(data: dict[str, Any]) -> None:
        same = HouseholdStatus.objects.filter(
            household=household, status=data["status"], from_on=data["from_on"]).first()
        if same:
            records.correct(same, by=request.user, **data)
        else:
            records.create(HouseholdStatus, by=request.user, household=household, **data)

    return _write(request, form, _("Diện của hộ %(h)s") % {"h": household}, save, reverse("registry:children"))


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def add_household(request: HttpRequest) -> HttpResponse:
    from .forms import HouseholdForm

    form = HouseholdForm(request.POST or None)
    return _write(request, form, _("Hộ gia đình mới"),
                  lambda data: records.create(Household, by=request.user, **data), reverse("registry:children"))
