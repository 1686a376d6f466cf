"""The chairman's page: who signs emergency measures at night and on holidays."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from . import actions, duties
from .models import Duty
from .paper.forms import HourField
from .views import key_of


class DutyForm(BaseForm):
    """Who signs, from which hour of which day until which."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Người trực"))
    from_day = DateField(label=gettext_lazy("Từ ngày"))
    from_hour = HourField(label=gettext_lazy("Từ giờ"))
    to_day = DateField(label=gettext_lazy("Đến ngày"))
    to_hour = HourField(label=gettext_lazy("Đến giờ"), help_text=gettext_lazy(
        "Đúng giờ này thì hết quyền ký. Ví dụ 17:00 tới 7:30 sáng hôm sau."))
    decision = forms.CharField(label=gettext_lazy("Số văn bản giao"), required=False, max_length=100)

    def __init__(self, *args: Any, offered: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[user.pk for user in offered]).order_by("display_name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moments = [dt.datetime.combine(data[f"{end}_day"], data[f"{end}_hour"], VIETNAM) for end in ("from", "to")
                   if data.get(f"{end}_day") and data.get(f"{end}_hour") is not None]
        if len(moments) < 2:
            return data
        data["from_at"], data["to_at"] = moments
        if data["to_at"] <= data["from_at"]:
            self.add_error("to_day", _("Lúc hết ca lại trước lúc bắt đầu."))
        elif data["to_at"] <= clock.now():
            self.add_error("to_day", _("Ca này đã qua rồi."))
        elif data.get("user") and Duty.objects.filter(
                user=data["user"], from_at__lt=data["to_at"], to_at__gt=data["from_at"]).exists():
            self.add_error("from_day", _("Người này đã có ca trực trong lúc ấy."))
        return data


@noted("protection.duty")
@requires(Permission.DELEGATE)
@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    """Shifts that run, that come, and the last ones; new ones are added here, and ended."""
    which, now = request.POST.get("viec", ""), clock.now()
    offered = [u for u in actions.holders(Permission.FIGURES_READ) if not u.can(Permission.SEALED_APPROVE)]
    form = DutyForm(request.POST if which == "them" else None, offered=offered)
    if which == "them" and form.is_valid():
        data = form.cleaned_data
        duties.put_on_duty(data["user"], data["from_at"], data["to_at"], by=request.user, decision=data["decision"])
        messages.success(request, _("Đã ghi ca trực. Trong ca, người ấy đọc và ký thay bạn mọi vụ việc."))
        return redirect("protection:duty")
    if which == "het":
        duties.end_duty(get_object_or_404(Duty, pk=key_of(request.POST.get("ca"))), by=request.user)
        return redirect("protection:duty")
    rows = Duty.objects.select_related("user")
    return render(request, "protection/cases/duty.html", {
        "form": form, "now": rows.filter(from_at__lte=now, to_at__gt=now), "coming": rows.filter(
            from_at__gt=now).order_by("from_at"), "past": rows.filter(to_at__lte=now).order_by("-to_at")[:20]},
        status=422 if form.errors else 200)
