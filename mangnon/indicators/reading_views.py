"""The readings where the plan is silent: our default, the commune's decision, who took it."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.health.models import Vaccine
from mangnon.places.models import FacilityKind
from mangnon.plan.actions import decide_reading
from mangnon.plan.models import Reading as Decided
from mangnon.protection.models import SupportKind
from mangnon.web import formats
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from .readings import Reading, readings
from .words import english, told

SIMPLE = ("number", "days", "months", "grade", "choice", "yes_no")
"""Kinds that can be chosen on the page; tables of vaccines and lists of kinds are only shown and approved."""


class ReadingForm(BaseForm):
    """A decision about a reading: the value, who decided, when, by which document."""

    decided_by = forms.CharField(label=gettext_lazy("Người quyết định"), max_length=120)
    decided_on = DateField(label=gettext_lazy("Ngày quyết định"))
    decision = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=80, required=False)

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        title, choices = told(reading, "title"), reading.choices_en if english() else reading.choices
        if reading.kind == "choice":
            self.fields["value"] = forms.ChoiceField(label=title, choices=list(choices.items()))
        elif reading.kind == "yes_no":
            self.fields["value"] = forms.ChoiceField(label=title, choices=[
                ("true", _("có")), ("false", _("không"))])
        elif reading.kind in SIMPLE:
            self.fields["value"] = forms.IntegerField(label=title, min_value=0, max_value=365)
        self.order_fields(["value"])

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if self.reading.kind == "yes_no":
            return value == "true"
        if self.reading.kind == "grade":
            if not 1 <= int(value) <= 12:
                raise ValidationError(_("Lớp từ 1 đến 12."))
            return str(value)
        return int(value)


@requires(Permission.PLAN_WRITE)
def reading_list(request: HttpRequest) -> HttpResponse:
    decided = {r.name: r for r in Decided.objects.all()}
    rows = [(r, told(r, "title"), told(r, "text"), decided.get(name),
             value_words(r, decided[name].value if name in decided else r.value)) for name, r in readings().items()]
    return render(request, "indicators/readings.html", {"rows": rows})


def value_words(reading: Reading, value: Any) -> list[str]:
    """What a reading says at present, in words: one line, or a line for each vaccine."""
    if isinstance(value, bool):
        return [_("có") if value else _("không")]
    if reading.kind == "choice":
        return [str((reading.choices_en if english() else reading.choices).get(str(value), value))]
    if reading.kind == "kinds":
        return [", ".join(str(FacilityKind(kind).label) for kind in value)]
    if reading.kind == "supports":
        return [", ".join(str(SupportKind(kind).label) for kind in value)]
    if reading.kind == "series":
        return [_("%(vaccines)s: %(n)s mũi") % {"vaccines": _vaccines(row), "n": row["doses"]} for row in value]
    if reading.kind == "due_table":
        return [_("%(vaccines)s mũi %(n)s: %(m)s tháng tuổi") % {
            "vaccines": _vaccines(row), "n": row["nth"], "m": row["months"]}
            for table in value for row in table["doses"]]
    if reading.kind == "day":
        return [formats.date(value if isinstance(value, dt.date) else dt.date.fromisoformat(value))]
    unit = {"days": _("%(n)s ngày"), "months": _("%(n)s tháng"), "grade": _("lớp %(n)s")}.get(reading.kind, "%(n)s")
    return [unit % {"n": value}]


def _vaccines(row: dict[str, Any]) -> str:
    return "/".join(str(Vaccine(code).label) for code in row["vaccines"])


@requires(Permission.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Take (or confirm) a reading; every figure it moves is counted anew."""
    if name not in readings():
        raise Http404
    reading = readings()[name]
    standing = Decided.objects.filter(name=name).first()
    value = standing.value if standing else reading.value
    form = ReadingForm(request.POST or None, reading=reading, initial={
        "value": str(value).lower() if isinstance(value, bool) else value, "decided_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decide_reading(name, data.get("value", value), by=request.user, decided_by=data["decided_by"],
                       decided_on=data["decided_on"], decision=data["decision"])
        messages.success(request, _("Đã ghi cách hiểu. Các dòng liên quan được tính lại."))
        return redirect("indicators:readings")
    return render(request, "indicators/reading.html", {
        "form": form, "reading": reading, "title": told(reading, "title"), "text": told(reading, "text"),
        "values": value_words(reading, value) if reading.kind not in SIMPLE else []},
                  status=422 if form.errors else 200)
