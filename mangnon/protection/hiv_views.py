"""The health station's page of HIV from mother to child: three numbers a year, no name anywhere."""
from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import Unit
from mangnon.plan.in_use import plan_in_use
from mangnon.plan.models import Declared
from mangnon.web import keeping
from mangnon.web.fields import WholeField
from mangnon.web.forms import RecordForm

from .hiv_actions import LINE, declare
from .hiv_models import HivPending

FIRST_YEAR = 2020


class HivForm(RecordForm):
    """A year's numbers: born to mothers with HIV and the result known, infected, still waited for."""

    year = WholeField(label=gettext_lazy("Năm sinh của trẻ"))
    denominator = WholeField(label=gettext_lazy("Trẻ sinh từ mẹ nhiễm HIV, đã có kết quả"))
    numerator = WholeField(label=gettext_lazy("Trong đó xác định nhiễm HIV"))
    waiting = WholeField(label=gettext_lazy("Trẻ chưa có kết quả"), required=False,
                         help_text=gettext_lazy("Không nằm trong hai số trên. Chưa biết thì để trống; trống không phải "
                                                "là 0."))

    field_order = ["year", "denominator", "numerator", "waiting", "document"]

    class Meta(RecordForm.Meta):
        model = Declared
        fields = ["year", "denominator", "numerator", "document"]
        help_texts = {"document": gettext_lazy("Như báo cáo số 05/BC-TYT. Không ghi tên ai.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standing:
            self.initial.update(self.first_values(self.instance))

    def first_values(self, row: Any) -> dict[str, Any]:
        pending = HivPending.objects.filter(unit=row.unit_id, year=row.year).first()
        return super().first_values(row) | {"waiting": pending.waiting if pending else None}

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= clock.today().year:
            raise forms.ValidationError(_("Năm từ %(a)s đến %(b)s.") % {"a": FIRST_YEAR, "b": clock.today().year})
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("denominator", "numerator", "waiting"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, _("Số đếm không thể âm."))
        known, found = data.get("denominator"), data.get("numerator")
        if known is not None and found is not None and found > known:
            self.add_error("numerator", _("Số trẻ nhiễm lớn hơn số trẻ đã có kết quả. Hãy kiểm tra lại."))
        return data


def _unit(request: HttpRequest) -> Unit:
    """The plan's commune, for who declares this line."""
    plan = plan_in_use()
    if plan is None or plan.unit is None or not request.user.may_declare(LINE):  # type: ignore[union-attr]
        raise Http404
    return plan.unit


@requires(Permission.DECLARED_WRITE)
@require_safe
def hiv(request: HttpRequest) -> HttpResponse:
    """The numbers of all years."""
    unit = _unit(request)
    waiting = dict(HivPending.objects.filter(unit=unit).values_list("year", "waiting"))
    rows = Declared.objects.filter(measure=LINE, unit=unit).order_by("-year")
    return render(request, "protection/hiv.html", {"rows": [(row, waiting.get(row.year)) for row in rows]})


@requires(Permission.DECLARED_WRITE)
@require_http_methods(["GET", "POST"])
def hiv_year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Write a year's numbers, or correct them."""
    unit = _unit(request)
    row = get_object_or_404(Declared, measure=LINE, unit=unit, year=year) if year else None
    form = HivForm(request.POST or None, instance=row or Declared(measure=LINE, unit=unit, year=clock.today().year))

    def save(data: dict[str, Any]) -> Any:
        standing = Declared.objects.get(pk=form.instance.pk) if form.standing else None
        return declare(unit, standing, by=request.user, new_id=form.new_id, **data)

    return keeping.write(
        request, form, title=_("HIV từ mẹ sang con"), save=save, back=reverse("protection:hiv"),
        lead=_("Chỉ ghi số. Không ghi tên mẹ hay con, ở đây hay ở nơi nào khác."),
        twin=_("Năm ấy đã khai. Hãy mở dòng của năm ấy ra sửa."),
        history=reverse("protection:hiv-history", args=[year]) if year else "")


@requires(Permission.DECLARED_WRITE)
@require_safe
def hiv_history(request: HttpRequest, year: int) -> HttpResponse:
    """What a year's numbers were before."""
    unit = _unit(request)
    row = get_object_or_404(Declared, measure=LINE, unit=unit, year=year)
    pending = HivPending.objects.filter(unit=unit, year=year).values_list("pk", flat=True)
    return keeping.tell(request, year, reverse("protection:hiv-year", args=[year]), [
        (Declared, [row.pk]), (HivPending, pending)])
