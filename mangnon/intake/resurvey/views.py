"""Pages of the re-survey: draw, print the sheets, type them back, see how far the register can be trusted."""
from __future__ import annotations

import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.education.models import grade_word
from mangnon.places.models import Unit
from mangnon.web import formats
from mangnon.web.forms import BaseForm

from . import actions
from .agreement import FIELDS, agree, answered, as_registered, covered, elsewhere, share
from .drawing import draw
from .households import household_of, in_order, with_spare
from .models import Resurvey, ResurveyRow
from .sheets import sheets_docx
from .weighing import weight, whole

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def names() -> dict[str, str]:
    return {"full_name": _("Họ và tên"), "born_on": _("Ngày sinh"), "sex": _("Giới tính"),
            "mother_name": _("Họ tên mẹ"), "here": _("Có ở đây"), "grade": _("Lớp")}


class DrawForm(BaseForm):
    """How many households of each thôn."""

    so_ho = forms.IntegerField(label=gettext_lazy("Số hộ mỗi thôn"), min_value=1, max_value=200, initial=10,
                               error_messages={"min_value": gettext_lazy("Số hộ ít nhất là 1."),
                                               "max_value": gettext_lazy("Số hộ nhiều nhất là 200."),
                                               "invalid": gettext_lazy("Số hộ là một số, như 10.")})


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
def resurveys(request: HttpRequest) -> HttpResponse:
    """Draw a sample, or go on with one that was drawn."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = draw(form.cleaned_data["so_ho"], clock.today(), by=request.user)
        except ValueError:
            messages.error(request, _("Sổ chưa có trẻ nào ở các thôn nên chưa rút được."))
            return redirect("intake:resurveys")
        return redirect(found)
    rows = [(one, len(drawn), sum(row.said for row in drawn)) for one in Resurvey.objects.order_by("-at")
            for drawn in [one.rows.exclude(child=None)]]
    return render(request, "intake/resurvey/list.html", {"form": form, "rows": rows},
                  status=422 if form.is_bound and form.errors else 200)


@dataclass(frozen=True)
class Village:
    """A thôn of the sample. households: how many it had when drawn, 0 unknown.  visited: those with a row typed."""

    unit: Unit
    rows: list[ResurveyRow]
    households: int
    drawn: int
    visited: int

    @property
    def weight(self) -> float:
        return weight(self.households, self.visited)

    @property
    def children(self) -> int:
        return sum(row.child_id is not None for row in self.rows)

    @property
    def typed(self) -> int:
        return sum(row.child_id is not None and row.said for row in self.rows)


@dataclass(frozen=True)
class Differs:
    """A field found otherwise. open: the register of today still says otherwise."""

    field: str
    was: str
    found: str
    open: bool


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.Resurvey")
def resurvey(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agreement by field and thôn, what was found otherwise, and whom the register lacks."""
    it = get_object_or_404(Resurvey, pk=pk)
    rows = in_order(it.rows.select_related("unit", "child"))
    named, units = names(), [_village(it, unit, rows) for unit in dict.fromkeys(row.unit for row in rows)]
    table = [(one.unit, [(named[field], share(one.rows, field)) for field in FIELDS]) for one in units if one.visited]
    work = _differences(rows)
    return render(request, "intake/resurvey/results.html", {
        "it": it, "fields": [named[field] for field in FIELDS], "table": table,
        "all": [(named[field], whole((share(one.rows, field), one.weight) for one in units)) for field in FIELDS],
        "covered": whole((covered(one.rows), one.weight) for one in units), "work": work,
        "open": sum(one.open for _row, some in work for one in some), "units": units, "typed": len(table),
        "drawn": len(units), "weighed": bool(it.households),
        "lacking": [(row, household_of(row.code), elsewhere(row)) for row in rows
                    if row.child_id is None and row.found.get("full_name")]})


def _village(it: Resurvey, unit: Unit, rows: list[ResurveyRow]) -> Village:
    own = [row for row in rows if row.unit_id == unit.pk]
    return Village(unit, own, it.households.get(str(unit.pk), 0), len({household_of(row.code) for row in own} - {""}),
                   len({household_of(row.code) for row in own if row.said}))


def _differences(rows: list[ResurveyRow]) -> list[tuple[ResurveyRow, list[Differs]]]:
    """By child, those with something open first."""
    today, named, found = clock.today(), names(), []
    for row in rows:
        fields = [f for f in FIELDS if answered(row, f) is False] if row.child else []
        now = as_registered(row.child, today) if fields and row.child else {}
        some = [Differs(named[f], cell(f, row.was[f]), cell(f, row.found[f]), agree(
            f, now.get(f, ""), row.found[f]) is not True) for f in fields]
        found += [(row, some)] if some else []
    return sorted(found, key=lambda one: not any(differs.open for differs in one[1]))


def cell(field: str, value: str) -> str:
    """A compared value in words."""
    words = {"male": _("nam"), "female": _("nữ"), "yes": _("có"), "gone": _("đã chuyển đi"), "none": _("không")}
    if field == "born_on":
        return "/".join(reversed(value.split("-")))
    if field == "grade" and value != "none":
        return str(grade_word(value))
    return words.get(value, value) if field in ("sex", "here", "grade") else value


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
@noted("intake.Resurvey")
def sheets(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sheets to carry: one part a thôn, with nothing on them that is to be found out."""
    it = get_object_or_404(Resurvey, pk=pk)
    audit.record(request.user, "print", "intake.Resurvey", it.pk)
    response = HttpResponse(sheets_docx(it), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="phieu-phuc-tra-{it.day:%Y%m%d}.docx"'
    return response


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.Resurvey")
def grid(request: HttpRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponse:
    """Type a thôn's sheets back: rows fail one by one, what was typed stays."""
    it, place = get_object_or_404(Resurvey, pk=pk), get_object_or_404(Unit, pk=unit)
    homes = with_spare(it, place)
    rows = [row for home in homes for row in home.rows]
    wrong: dict[str, dict[str, str]] = {}
    if request.method == "POST":
        typed = [(row, {f: request.POST.get(f"{f}-{row.code}", "").strip()[:120] for f in FIELDS}) for row in rows]
        typed = [(row, cells) for row, cells in typed if row.child_id or any(cells.values()) or row.typed]
        wrong = actions.keep(it, typed, clock.today(), by=request.user)
        if not wrong:
            messages.success(request, _("Đã ghi phiếu của %(unit)s.") % {"unit": place})
            return redirect(it)
        messages.error(request, _("Có dòng chưa ghi được, xem chỗ đánh dấu; các dòng khác đã ghi."))
        for row, cells in typed:
            row.typed = cells
    named = names()
    shown = [(home, [(row, [(f, named[f], row.typed.get(f, ""), f in wrong.get(row.code, {})) for f in FIELDS],
                      [f"{named[f]}: {why}" for f, why in wrong.get(row.code, {}).items()]) for row in home.rows])
             for home in homes]
    return render(request, "intake/resurvey/grid.html", {"it": it, "unit": place, "homes": shown,
                                                         "heads": [named[f] for f in FIELDS]},
                  status=422 if wrong else 200)


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["POST"])
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put away a sample drawn by mistake, while nothing of it is typed."""
    it = get_object_or_404(Resurvey, pk=pk)
    try:
        actions.drop(it, by=request.user)
    except ValueError:
        messages.error(request, _("Lần phúc tra này đã có phiếu được gõ nên không bỏ được."))
        return redirect(it)
    messages.success(request, _("Đã bỏ lần phúc tra ngày %(d)s.") % {"d": formats.date(it.day)})
    return redirect("intake:resurveys")
