"""Pages of the commune's map: a file of outlines, tiles where there is none."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.commune_map import MapRead, read_map
from mangnon.places.geojson import MapFault, check_size
from mangnon.places.models import Shape, TilePlace, Unit
from mangnon.plan.models import Plan
from mangnon.web import charts, keeping
from mangnon.web.forms import BaseForm

from .map_actions import draw_map, known_places, place_tiles, villages_of

MOST_SIDE = 12
"""Rows and columns of the tile map at most: more would have no room for a word on a phone."""


class MapForm(BaseForm):
    """A file with the outlines of the villages."""

    file = forms.FileField(label=gettext_lazy("Tệp GeoJSON"), max_length=300, allow_empty_file=True,
                           help_text=gettext_lazy(
                               "Mỗi thôn một vùng, có một cột ghi mã thôn hoặc tên thôn đúng như ở trang Địa bàn; "
                               "tọa độ WGS84, tính bằng độ. Trường, trạm có thể là điểm, ghi đúng tên."),
                           widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}))

    def __init__(self, *args: Any, home: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known_places(home, clock.today())
        self.read: MapRead | None = None

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        try:
            check_size(sent.size)
            self.read = read_map(sent.read(), self.known)
        except MapFault as fault:
            raise forms.ValidationError(fault.sentences) from None
        return sent


def _home() -> Unit:
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    if plan is None or plan.unit is None:
        raise Http404
    return plan.unit


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def village_map(request: HttpRequest) -> HttpResponse:
    """The map that stands, and a file to put in its place."""
    home = _home()
    form = MapForm(request.POST, request.FILES, home=home) if request.method == "POST" else MapForm(home=home)
    if request.method == "POST" and form.is_valid() and form.read:
        count = draw_map(form.read, form.known, by=request.user)
        messages.success(request, _("Đã vẽ %(n)s thôn.") % {"n": count})
        for note in form.read.notes:
            messages.warning(request, note)
        return redirect("registry:map")
    villages = villages_of(home, clock.today())
    shapes = {s.unit_id: s.coordinates for s in Shape.objects.filter(unit__in=villages)}
    dots = list(Shape.objects.exclude(facility=None).select_related("facility"))
    spots = {p.unit_id: (p.from_top, p.from_left) for p in TilePlace.objects.filter(unit__in=villages)}
    drawn = _preview(home, [v for v in villages if v.pk in shapes] if shapes else villages, shapes, spots,
                     [s.coordinates for s in dots])
    return render(request, "registry/map.html", {
        "form": form, "home": home, "drawn": mark_safe(drawn),  # noqa: S308 - charts escapes every word it draws
        "rows": [(v, v.pk in shapes, spots.get(v.pk)) for v in villages], "outlined": bool(shapes), "dots": dots,
        "crumbs": [(_("Địa bàn"), reverse("registry:places")), (_("Bản đồ"), "")]},
        status=422 if form.errors else 200)


def _preview(home: Unit, villages: list[Unit], shapes: dict[Any, Any], spots: dict[Any, tuple[int, int]],
             dots: list[Any]) -> str:
    areas = [charts.MapArea(v.name, "", "khongdat", shapes.get(v.pk, ()), spots.get(v.pk)) for v in villages]
    return charts.village_map(areas, {"khongdat": _("thôn")}, dots=dots if shapes else (), title=_(
        "Các thôn của %(place)s") % {"place": home.name}, desc=_("%(n)s thôn; tên ở bảng bên cạnh.") % {
            "n": len(villages)})


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_map(request: HttpRequest) -> HttpResponse:
    """Take out every outline and point; the tile map shows again."""
    shapes = list(Shape.objects.order_by("seq"))
    if not shapes:
        return redirect("registry:map")
    return keeping.take_out(request, shapes[0], along=shapes[1:], back=reverse("registry:map"),
                            what=_("Bản đồ: %(n)s hình") % {"n": len(shapes)})


@dataclass
class TileRow:
    """A village's line as it was typed. error: why it is not written."""

    unit: Unit
    row: str
    column: str
    error: str = ""

    @property
    def spot(self) -> tuple[int, int] | None:
        """Where the numbers put it; None where both are empty, or wrong, which ``error`` then says."""
        if not self.row and not self.column:
            return None
        if not (self.row.isdecimal() and self.column.isdecimal()):
            self.error = _("Ghi cả hàng và cột bằng số, hoặc để trống cả hai.")
            return None
        # Digits without end are refused before they are made a number.
        spot = (int(self.row), int(self.column)) if max(len(self.row), len(self.column)) <= 2 else (0, 0)
        if not all(1 <= n <= MOST_SIDE for n in spot):
            self.error = _("Hàng và cột từ 1 đến %(n)s.") % {"n": MOST_SIDE}
            return None
        return spot


@requires(Permission.PLACES_WRITE)
@require_http_methods(["GET", "POST"])
def tiles(request: HttpRequest) -> HttpResponse:
    """Row and column of every village's tile, as they lie to one another."""
    home = _home()
    villages = villages_of(home, clock.today())
    places = {p.unit_id: p for p in TilePlace.objects.filter(unit__in=villages)}
    rows = [_tile_row(v, places.get(v.pk), request.POST if request.method == "POST" else None) for v in villages]
    spots = {row.unit.pk: row.spot for row in rows}
    _tell_of_shared(rows, spots)
    wrong = any(row.error for row in rows)
    if request.method == "POST" and not wrong:
        place_tiles([(row.unit, spots[row.unit.pk]) for row in rows], by=request.user)
        messages.success(request, _("Đã xếp chỗ các thôn."))
        return redirect("registry:map")
    return render(request, "registry/tiles.html", {
        "rows": rows, "wrong": wrong, "most": MOST_SIDE, "crumbs": [
            (_("Địa bàn"), reverse("registry:places")), (_("Bản đồ"), reverse("registry:map")), (_("Xếp chỗ"), "")]},
        status=422 if wrong and request.method == "POST" else 200)


def _tile_row(unit: Unit, place: TilePlace | None, typed: Any) -> TileRow:
    if typed is not None:
        row, column = (typed.get(f"{name}-{unit.pk}", "").strip() for name in ("hang", "cot"))
        return TileRow(unit, row, column)
    return TileRow(unit, str(place.from_top) if place else "", str(place.from_left) if place else "")


def _tell_of_shared(rows: list[TileRow], spots: dict[Any, tuple[int, int] | None]) -> None:
    """Two villages on one tile: said at the second."""
    seen: dict[tuple[int, int], Unit] = {}
    for row in rows:
        spot = spots[row.unit.pk]
        if spot is None:
            continue
        if spot in seen:
            row.error = _("Chỗ này đã có %(name)s.") % {"name": seen[spot]}
        seen.setdefault(spot, row.unit)
