"""Pages of a day of disaster: the events, one event by thôn, one sheet a thôn."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit, below
from mangnon.plan.models import Plan
from mangnon.registry.forms import check_past
from mangnon.web import keeping
from mangnon.web.fields import read_date
from mangnon.web.forms import RecordForm

from .disaster_actions import strike, ticked_at
from .disaster_sheet import Sheet, carers_of, children_of
from .models import Disaster, DisasterLine

WHO = (Permission.SUPPORT_READ, Permission.SEALED_REPORT)


class DisasterForm(RecordForm):
    """What struck, when, and which thôn."""

    units: Any = forms.ModelMultipleChoiceField(label=gettext_lazy("Thôn bị ảnh hưởng"), queryset=None,
                                                widget=forms.CheckboxSelectMultiple)

    class Meta(RecordForm.Meta):
        model = Disaster
        fields = ["name", "kind", "occurred_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = struck_on(self._day(), self.instance)  # type: ignore[attr-defined]
        self.fields["units"].error_messages["invalid_choice"] = _(
            "Có thôn chưa có, hoặc không còn, vào ngày ấy. Hãy chọn lại.")
        if self.standing:
            self.initial["units"] = list(self.instance.places.values_list("unit", flat=True))

    def _day(self) -> dt.date:
        """The day whose thôn are offered: the one typed, else the one that stands, else today."""
        try:
            return read_date(self.data.get("occurred_on", "")) or self.instance.occurred_on or clock.today()
        except ValidationError:
            return self.instance.occurred_on or clock.today()

    def _follow(self, seq: int) -> dict[str, str]:
        """Ticks follow what somebody else ticked or took off; what was changed here stands."""
        both = super()._follow(seq)
        drawn, now = ticked_at(self.instance, seq), ticked_at(self.instance, self.instance.seq)
        data: Any = self.data
        sent = set(data.getlist("units"))
        data.setlist("units", sorted((now | (sent - drawn)) - (drawn - sent)))
        return both

    def parts_now(self, seq: int) -> list[str]:
        now = ticked_at(self.instance, self.instance.seq)
        if now == ticked_at(self.instance, seq):
            return []
        names = Unit.objects.filter(pk__in=now).order_by("name").values_list("name", flat=True)
        return [f"{str(self.fields['units'].label).lower()}: {', '.join(names)}"]

    def clean_occurred_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["occurred_on"], _("Ngày xảy ra"))


def struck_on(day: dt.date, disaster: Disaster) -> Any:
    """The thôn as they stood that day, with those already named: a thôn merged since keeps its sheet."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    rows = Unit.objects.villages()
    if plan and plan.unit:
        rows = rows.filter(pk__in=below([plan.unit], clock.today()))
    named = disaster.places.values("unit") if disaster.seq else Unit.objects.none().values("pk")
    return Unit.objects.filter(Q(pk__in=rows.standing_on(day).values("pk")) | Q(pk__in=named)).order_by("name")


def _mine(user: Any) -> Any:
    """The thôn whose sheets this person opens: all for who reads support, her own for who reports from there."""
    own = user.scope(Permission.LISTS_WITH_NAMES).unit_ids if user.can(Permission.SEALED_REPORT) else ()
    found = Unit.objects.villages()
    if not user.can(Permission.SUPPORT_READ):
        found = found.filter(pk__in=own)
    if not user.can(Permission.SUPPORT_READ) and not found.exists():
        raise Http404
    return found


@requires(*WHO)
def disasters(request: HttpRequest) -> HttpResponse:
    """The events that struck thôn of this person, the newest first."""
    places = _mine(request.user)
    rows = Disaster.objects.filter(places__unit__in=places).distinct().order_by("-occurred_on")
    if request.user.can(Permission.SUPPORT_READ):
        rows = Disaster.objects.order_by("-occurred_on")
    return render(request, "protection/disasters.html", {
        "rows": rows, "may_write": request.user.can(Permission.SUPPORT_WRITE)})


@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Open a day of disaster, or correct what it is called and where it struck."""
    standing = get_object_or_404(Disaster, pk=pk) if pk else None
    form = DisasterForm(request.POST or None, instance=standing or Disaster())

    def save(data: dict[str, Any]) -> Any:
        return strike(standing, data.pop("units"), by=request.user, new_id=form.new_id, **data)

    return keeping.write(request, form, title=_("Ngày thiên tai"), save=save, back=reverse("protection:disasters"),
                         onward=lambda row: reverse("protection:disaster", args=[row.pk]))


@requires(*WHO)
def disaster(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One event: how many children of each thôn are found, safe, in need, helped."""
    found = get_object_or_404(Disaster, pk=pk)
    places = _mine(request.user)
    whole = request.user.can(Permission.SUPPORT_READ)
    rows = []
    for place in found.places.filter(unit__in=places).select_related("unit").order_by("unit__name"):
        ids = [c.pk for c in children_of(place.unit, found, request.user)]
        lines = list(DisasterLine.objects.filter(disaster=found, child__in=ids).select_related("incident"))
        rows.append((place.unit, len(ids), sum(1 for r in lines if r.found_at), sum(1 for r in lines if r.safe),
                     sum(1 for r in lines if r.needs), sum(1 for r in lines if r.incident and r.incident.relieved_on)))
    if not rows and not whole:
        raise Http404
    return render(request, "protection/disaster.html", {
        "it": found, "rows": rows, "whole": whole, "left": sum(r[1] - r[2] for r in rows),
        "may_write": request.user.can(Permission.SUPPORT_WRITE)})


@noted("protection.disaster_sheet")
@requires(*WHO)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: uuid.UUID, unit: uuid.UUID) -> HttpResponse:
    """One thôn: every child to be found. Who reports from there ticks and tells; needs are read by the officer."""
    it = get_object_or_404(Disaster, pk=pk)
    place = get_object_or_404(it.places.filter(unit__in=_mine(request.user)).select_related("unit"), unit=unit)
    writes = request.user.can(Permission.SUPPORT_WRITE)
    if request.method == "POST" and not (writes or request.user.can(Permission.SEALED_REPORT)):
        raise Http404
    whole = request.user.can(Permission.SUPPORT_READ)
    typed = request.POST if request.method == "POST" else None
    found = Sheet(it, place.unit, request.user, typed, whole=whole, relieves=writes or whole)
    if typed is not None:
        count = found.write(by=request.user)
        if not found.wrong:
            messages.success(request, _("Đã ghi %(n)s em.") % {"n": count} if count else _("Không có gì thay đổi."))
            return redirect("protection:disaster-sheet", pk, unit)
        messages.warning(request, _("Đã ghi %(n)s em, còn %(m)s dòng cần sửa.") % {"n": count, "m": found.wrong})
    return render(request, "protection/disaster_sheet.html", {
        "it": it, "sheet": found, "unit": place.unit, "whole": whole,
        "may_write": writes or request.user.can(Permission.SEALED_REPORT)},
        status=422 if found.wrong else 200)


CALLING_DAYS = 30
"""After a day of disaster those who only report from their thôn still open a number so long."""


def _still_calls(user: Any, it: Disaster, child: uuid.UUID) -> bool:
    """Whether there is still somebody to look for; who reads the help that was given calls afterwards as well."""
    if user.can(Permission.SUPPORT_READ):
        return True
    seen = DisasterLine.objects.filter(disaster=it, child=child, found_at__isnull=False).exists()
    return not seen and (clock.today() - it.occurred_on).days <= CALLING_DAYS


@requires(*WHO)
@require_POST
def phone(request: HttpRequest, pk: uuid.UUID, unit: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Show a number that the sheet hides half, to call about a child who is not found; each time is noted."""
    it = get_object_or_404(Disaster, pk=pk)
    place = get_object_or_404(it.places.filter(unit__in=_mine(request.user)).select_related("unit"), unit=unit)
    found = next((one for one in children_of(place.unit, it, request.user) if one.pk == child), None)
    if found is None or not _still_calls(request.user, it, child):
        raise Http404
    carer = carers_of([child], it.occurred_on).get(child)
    if carer is not None and carer.phone:
        with transaction.atomic():
            audit.record(request.user, "reveal", "registry.Carer", carer.pk, fields=["phone"])
    return render(request, "protection/phone.html", {"child": found, "carer": carer})
