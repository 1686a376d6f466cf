"""Pages about injuries: why and where, the causes typed in on a grid, the places to be made safe."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.forms import check_past
from mangnon.registry.views import villages
from mangnon.web import charts, formats, keeping, uploads
from mangnon.web.forms import RecordForm

from .injuries import cuts, injuries_of
from .injury_grid import CauseRow
from .injury_models import Cause, Hazard, Spot


class HazardForm(RecordForm):
    """A place to be made safe: what, who, by when, before and after."""

    before_photo = uploads.UploadField(label=gettext_lazy("Ảnh trước khi làm"), required=False,
                                       help_text=gettext_lazy("PDF, PNG hoặc JPEG, nhiều nhất 8 MB. Đừng chụp trẻ."))
    after_photo = uploads.UploadField(label=gettext_lazy("Ảnh sau khi làm"), required=False)

    class Meta(RecordForm.Meta):
        model = Hazard
        fields = ["unit", "place", "danger", "work", "owner", "due_on", "before", "after", "done_on"]
        help_texts = {"place": gettext_lazy("Như: bờ ao sau nhà văn hóa. Không ghi tên trẻ.")}

    field_order = ["unit", "place", "danger", "work", "owner", "due_on", "before", "before_photo", "after",
                   "after_photo", "done_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = villages()  # type: ignore[attr-defined]

    def clean_done_on(self) -> Any:
        return check_past(self.cleaned_data["done_on"], _("Ngày xong"))


def _year(request: HttpRequest) -> int:
    text, now = request.GET.get("nam", ""), clock.today().year
    return int(text) if text.isdecimal() and 2021 <= int(text) <= now else now


@requires(Permission.FIGURES_READ)
def injuries(request: HttpRequest) -> HttpResponse:
    """Counts by cause, place, age and thôn, and the places to be made safe; no child's name."""
    year, today = _year(request), clock.today()
    places = list(villages())
    hazards = Hazard.objects.select_related("unit").order_by("done_on", "due_on", "unit__name")
    found = cuts(injuries_of(year, today), request.user, places)
    return render(request, "protection/injuries.html", {
        "cuts": found, "map": _map(found[-1].rows[:len(places)]), "year": year,
        "years": range(today.year, 2020, -1), "hazards": [(h, _mark(h, today)) for h in hazards],
        "open": sum(1 for h in hazards if not h.done_on), "may_write": request.user.can(Permission.SUPPORT_WRITE)})


STEPS = (1, 3, 5, 10)
"""Injuries from which on a tile is a tone darker; the number stands in it."""


def _map(rows: list[tuple[str, str]]) -> str:
    """The thôn as tiles; one whose number is not told is drawn empty with its words."""
    tiles = [charts.Tile(label, said, sum(int(said) >= step for step in STEPS) if said.isdigit() else None)
             for label, said in rows]
    return mark_safe(charts.tile_map(  # noqa: S308 - escaped by charts
        tiles, title=_("Số vụ tai nạn theo thôn"), desc=_("Mỗi ô một thôn; số liệu ở bảng “Thôn” bên dưới."),
        columns=4))


def _mark(row: Hazard, today: Any) -> tuple[str, str]:
    if row.done_on:
        return "dat", _("xong %(day)s") % {"day": formats.date(row.done_on)}
    if row.due_on and row.due_on < today:
        return "qua", _("quá hạn %(day)s") % {"day": formats.date(row.due_on)}
    return "cho", _("hạn %(day)s") % {"day": formats.date(row.due_on)} if row.due_on else _("chưa đặt hạn")


@noted("protection.injury_causes")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def causes(request: HttpRequest) -> HttpResponse:
    """The year's injuries with their cause and place, typed on a grid; empty stays unknown."""
    year = _year(request)
    typed = request.POST if request.method == "POST" else None
    rows = [CauseRow(row, typed) for row in injuries_of(year, clock.today())]
    wrong = 0
    if typed is not None:
        with transaction.atomic():
            count = sum(row.write(request.user) for row in rows)
        wrong = sum(1 for row in rows if row.error)
        if not wrong:
            messages.success(request, _("Đã ghi %(n)s vụ.") % {"n": count} if count else _("Không có gì thay đổi."))
            return redirect(f"{reverse('protection:injury-causes')}?nam={year}")
        messages.warning(request, _("Đã ghi %(n)s dòng, còn %(m)s dòng cần sửa.") % {"n": count, "m": wrong})
    return render(request, "protection/injury_causes.html", {
        "rows": rows, "year": year, "causes": Cause.choices, "spots": Spot.choices}, status=422 if wrong else 200)


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def hazard(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write down a place to be made safe, or what was done."""
    standing = get_object_or_404(Hazard, pk=pk) if pk else None
    form = HazardForm(request.POST or None, request.FILES or None, instance=standing or Hazard())
    write = keeping.store(form, Hazard, by=request.user)

    def save(data: dict[str, Any]) -> Any:
        for name in ("before", "after"):
            photo = data.pop(f"{name}_photo", None)
            if photo:
                data[f"{name}_file"] = uploads.store(photo)
        return write(data)

    return keeping.write(request, form, title=_("Điểm nguy hiểm cần xử lý"), save=save,
                         back=reverse("protection:injuries"), lead=_("Không ghi tên trẻ ở đây."),
                         remove=reverse("protection:hazard-remove", args=[pk]) if pk else "")


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove_hazard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return keeping.take_out(request, get_object_or_404(Hazard, pk=pk), back=reverse("protection:injuries"))


@requires(Permission.FIGURES_READ)
def photo(request: HttpRequest, pk: uuid.UUID, when: str) -> HttpResponse:
    """The photograph of a place before or after."""
    row = get_object_or_404(Hazard, pk=pk)
    if when not in ("truoc", "sau"):
        raise Http404
    return uploads.served(row.before_file if when == "truoc" else row.after_file, f"{row.place} {when}")  # type: ignore[return-value]
