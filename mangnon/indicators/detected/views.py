"""A dated note beside a thôn of which nothing was reported for long: why, and until when the note holds."""
from __future__ import annotations

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.places.models import Level, Unit
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from ..models import SilenceNote
from ..outlook import DETECTED


class SilenceForm(BaseForm):
    """What was asked and answered, and when it is time to ask again (at most a year on)."""

    reason = forms.CharField(label=gettext_lazy("Đã hỏi và biết được gì"), max_length=400,
                             widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=gettext_lazy("Viết việc của thôn; đừng viết tên trẻ, đừng chê người ghi."))
    until = DateField(label=gettext_lazy("Hỏi lại từ ngày"))

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        today = clock.today()
        if not today < until <= today + dt.timedelta(days=366):
            raise ValidationError(_("Chọn một ngày sau hôm nay, nhiều nhất một năm nữa."))
        return until


@requires(Permission.SEALED_WRITE)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, code: str, unit: uuid.UUID) -> HttpResponse:
    """Write why a thôn has reported nothing; the earlier notes stay."""
    if code not in DETECTED:
        raise Http404
    village = get_object_or_404(Unit, pk=unit, level=Level.VILLAGE)
    form = SilenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records.create(SilenceNote, by=request.user, unit=village, reason=form.cleaned_data["reason"],
                       noted_on=clock.today(), until=form.cleaned_data["until"])
        messages.success(request, _("Đã ghi. Trang nhắc lại từ ngày đã chọn nếu vẫn chưa có tin."))
        return redirect("indicators:measure", code)
    back = reverse("indicators:measure", args=[code])
    return render(request, "indicators/village_silence.html", {
        "form": form, "village": village, "back": back, "notes": SilenceNote.objects.filter(
            unit=village).order_by("-noted_on", "-seq"), "crumbs": [(code, back), (village.name, "")]},
        status=422 if form.errors else 200)
