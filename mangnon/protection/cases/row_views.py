"""What a case found, written into the register, where it counts for lines 8 to 13."""
from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, signed_in
from mangnon.core import clock
from mangnon.protection.models import Group, IncidentKind
from mangnon.registry.forms import check_past
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from . import actions, states
from .reading import parts_of
from .views import case_of, key_of

KINDS = (IncidentKind.ABUSE, IncidentKind.CHILD_LABOUR, IncidentKind.CHILD_MARRIAGE, IncidentKind.INJURY)


class RowForm(BaseForm):
    """An incident of a kind, or a circumstance of article 10, with its day as far as known."""

    what = forms.ChoiceField(label=gettext_lazy("Ghi vào sổ là"), choices=[
        (gettext_lazy("Vụ việc"), [(f"kind:{k}", k.label) for k in KINDS]),
        (gettext_lazy("Nhóm hoàn cảnh đặc biệt"), [(f"group:{g}", g.label) for g in Group])])
    on = DateField(label=gettext_lazy("Xảy ra ngày, hoặc từ ngày"), required=False,
                   help_text=gettext_lazy("Để trống nếu chưa rõ; hoàn cảnh thì tính từ hôm nay."))

    def clean_on(self) -> Any:
        return check_past(self.cleaned_data["on"], _("Ngày này"))


@noted("protection.case_step", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Write an incident or a circumstance of the case's child; open once the finding confirms it."""
    it = case_of(request, code)
    if states.OWNER not in parts_of(request.user, it) or it.child is None or it.finding is not True:
        raise Http404
    form = RowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, _sign, value = form.cleaned_data["what"].partition(":")
        try:
            actions.record_row(it, by=request.user, on=form.cleaned_data["on"], pk=key_of(request.POST.get("ma")),
                               **{kind: value})
        except ValidationError:
            form.add_error("what", _("Em đã có dòng này trong sổ từ đúng ngày ấy."))
        else:
            messages.success(request, _("Đã ghi vào sổ. Người phải tránh vụ việc không thấy dòng này."))
            return redirect("protection:case", code)
    return render(request, "protection/cases/row.html", {
        "it": it, "form": form, "key": request.POST.get("ma") or uuid.uuid4(), "today": clock.today()},
        status=422 if form.errors else 200)
