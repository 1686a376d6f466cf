"""Pages about places: thôn and how they merged, schools and stations, what was found at each facility in a year."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import Facility, FacilityCheck, Succession, Unit
from mangnon.web import keeping

from . import actions
from .check_sheet import words_on
from .checks_grid import QUESTIONS, CheckGrid, CheckRow, words_for
from .place_forms import CheckForm, FacilityForm, MergerForm, SuccessionForm, UnitForm

FIRST_YEAR = 2021


def _year(text: str) -> int:
    today = clock.today().year
    return int(text) if text.isdigit() and FIRST_YEAR <= int(text) <= today else today


def _years() -> range:
    return range(clock.today().year, FIRST_YEAR - 1, -1)


@requires(Permission.PLACES_WRITE)
def places(request: HttpRequest) -> HttpResponse:
    """Units and facilities, with the checks of a year."""
    chosen = _year(request.GET.get("nam", ""))
    checks = {c.facility_id: c for c in FacilityCheck.objects.filter(year=chosen)}
    facilities = [CheckRow(f, checks.get(f.pk), None) for f in Facility.objects.order_by("kind", "name")]
    units = Unit.objects.select_related("parent").order_by("level", "name")
    return render(request, "registry/places.html", {
        "units": units, "facilities": facilities, "heads": [words_for(name) for name in QUESTIONS], "year": chosen,
        "years": _years(),
        "successions": Succession.objects.select_related("predecessor", "successor").order_by("-on")})


def _edit(request: HttpRequest, model: Any, form_class: Any, title: str, slug: str, pk: uuid.UUID | None,
          ) -> HttpResponse:
    standing = get_object_or_404(model, pk=pk) if pk else None
    form = form_class(request.POST or None, instance=standing or model())
    return keeping.write(
        request, form, title=title, save=keeping.store(form, model, by=request.user), back=reverse("registry:places"),
        remove=reverse(f"registry:{slug}-remove", args=[pk]) if pk else "",
        history=reverse(f"registry:{slug}-history", args=[pk]) if pk and slug != "succession" else "")


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    return _edit(request, Unit, UnitForm, _("Đơn vị hành chính"), "unit", pk)


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_unit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Unit, pk=pk)
    return keeping.take_out(request, row, back=reverse("registry:places"),
                            back_again=reverse("registry:unit-edit", args=[pk]))


@requires(Permission.PLACES_WRITE)
def unit_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Unit, pk=pk)
    ways = Succession.objects.filter(predecessor=pk) | Succession.objects.filter(successor=pk)
    return keeping.tell(request, row, reverse("registry:unit-edit", args=[pk]),
                        [(Unit, [pk]), (Succession, ways.values_list("pk", flat=True))])


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def succession(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """A unit became part of another; for territory that was merged before this register began."""
    return _edit(request, Succession, SuccessionForm, _("Sáp nhập: đơn vị cũ và mới"), "succession", pk)


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_succession(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return keeping.take_out(request, get_object_or_404(Succession, pk=pk), back=reverse("registry:places"))


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def merger(request: HttpRequest) -> HttpResponse:
    """Several thôn become one: the old ones end, the new one stands, the children stay where they live."""
    form = MergerForm(request.POST or None)

    def save(data: dict[str, Any]) -> Unit:
        return actions.merge(data["old"], by=request.user, on=data["on"], into=data["new"], name=data["name"],
                             code=data["code"])

    return keeping.write(request, form, title=_("Sáp nhập các đơn vị"), save=save, back=reverse("registry:places"),
                         lead=_("Nơi ở của trẻ giữ như đã ghi; trẻ của đơn vị cũ được đếm vào đơn vị mới từ ngày ấy."),
                         said=_("Đã ghi sáp nhập."))


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def facility(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    return _edit(request, Facility, FacilityForm, _("Trường, trạm, điểm vui chơi"), "facility", pk)


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_facility(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Facility, pk=pk)
    return keeping.take_out(request, row, back=reverse("registry:places"), along=list(row.checks.all()),
                            back_again=reverse("registry:facility-edit", args=[pk]))


@requires(Permission.PLACES_WRITE)
def facility_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Facility, pk=pk)
    return keeping.tell(request, row, reverse("registry:facility-edit", args=[pk]),
                        [(Facility, [pk]), (FacilityCheck, row.checks.values_list("pk", flat=True))])


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: uuid.UUID, year: int) -> HttpResponse:
    """What was found at a facility in a year; an empty answer stays unknown."""
    found = get_object_or_404(Facility, pk=pk)
    standing = FacilityCheck.objects.filter(facility=found, year=year).first()
    form = CheckForm(request.POST or None, instance=standing or FacilityCheck(facility=found, year=year))
    return keeping.write(
        request, form, title=_("%(f)s, năm %(y)s") % {"f": found, "y": year},
        save=keeping.store(form, FacilityCheck, by=request.user, facility=found, year=year),
        back=reverse("registry:places") + f"?nam={year}", history=reverse("registry:facility-history", args=[pk]),
        remove=reverse("registry:check-remove", args=[pk, year]) if standing else "")


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_check(request: HttpRequest, pk: uuid.UUID, year: int) -> HttpResponse:
    row = get_object_or_404(FacilityCheck, facility=pk, year=year)
    return keeping.take_out(request, row, back=reverse("registry:places") + f"?nam={year}",
                            what=_("Kiểm tra %(f)s năm %(y)s") % {"f": row.facility, "y": year})


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def check_many(request: HttpRequest, year: int) -> HttpResponse:
    """What was found at every facility in a year, on one grid; a year nobody can have looked at is no page."""
    if year not in _years():
        raise Http404
    grid = CheckGrid(year, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        count = grid.write(by=request.user)
        if not grid.wrong:
            messages.success(request, _("Đã ghi %(n)s cơ sở.") % {"n": count} if count else _("Không có gì thay đổi."))
            return redirect("registry:check-many", grid.year)
        messages.warning(request, _("Đã ghi %(n)s dòng, còn %(m)s dòng cần sửa.") % {"n": count, "m": grid.wrong})
    return render(request, "registry/check_many.html", {"grid": grid, "years": _years()},
                  status=422 if grid.wrong else 200)


@requires(Permission.PLACES_WRITE)
def check_sheets(request: HttpRequest, year: int) -> HttpResponse:
    """A sheet of paper for every facility, with its own questions and what to look at."""
    if year not in _years():
        raise Http404
    grid = CheckGrid(year, None)
    looks = words_on(clock.today()).looks
    english = (get_language() or "vi").startswith("en")
    sheets = [(row, [(looks[name].line, words, looks[name].look_en if english else looks[name].look)
                     if row.facility.kind in looks[name].kinds else ("–", words, ())
                     for name, words, _value, asked in row.cells if asked]) for row in grid.rows]
    return render(request, "registry/check_sheets.html", {"sheets": sheets, "year": grid.year})
