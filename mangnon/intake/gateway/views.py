"""The page of questions to other registers: ask by a file, see what was asked and what came back."""
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.registry.views import villages
from mangnon.web import formats
from mangnon.web.forms import BaseForm

from .asking import ABOUT, MOST, inquire, whom
from .by_file import ByFile
from .models import Inquiry

SHOWN = 30


def abouts() -> dict[str, str]:
    return {"missing": _("trẻ chưa có số định danh"),
            "unsure": _("trẻ thiếu số định danh, ngày sinh đầy đủ hoặc khai sinh"), "all": _("mọi trẻ dưới 18 tuổi")}


class InquiryForm(BaseForm):
    """Whom to ask about, and why: the purpose stands in the audit."""

    about = forms.ChoiceField(label=gettext_lazy("Hỏi về"))
    unit = forms.ChoiceField(label=gettext_lazy("Thôn"), required=False)
    purpose = forms.CharField(label=gettext_lazy("Mục đích"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = abouts()
        self.fields["about"].choices = [(key, named[key]) for key in ABOUT]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("cả xã")), *(  # type: ignore[attr-defined]
            (str(unit.pk), unit.name) for unit in villages())]
        self.fields["purpose"].help_text = _("Được ghi vào nhật ký, ví dụ: bổ sung số định danh theo kế hoạch.")


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
def inquiries(request: HttpRequest) -> HttpResponse:
    """Ask by a file; the answer is dropped on the page of lists."""
    form = InquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = next((one for one in villages() if str(one.pk) == form.cleaned_data["unit"]), None)
        try:
            inquiry, asked = inquire(ByFile(), form.cleaned_data["about"], by=request.user, unit=unit,
                                     purpose=form.cleaned_data["purpose"])
        except ValueError:
            messages.info(request, _("Không có em nào cần hỏi như thế."))
            return redirect("intake:inquiries")
        if inquiry.rows.count() == MOST:
            messages.warning(request, _("Mỗi yêu cầu hỏi nhiều nhất %(n)s em. Hãy hỏi phần còn lại theo thôn.") % {
                "n": formats.number(MOST)})
        response = HttpResponse(asked.content, content_type=asked.media_type)
        response["Content-Disposition"] = f'attachment; filename="{asked.name}"'
        return response
    named = abouts()
    rows = [(row, named.get(row.about, row.about), row.rows.count()) for row in Inquiry.objects.order_by("-at")[:SHOWN]]
    return render(request, "intake/gateway/inquiries.html", {
        "form": form, "rows": rows, "missing": whom("missing").count(), "all": whom("all").count()},
        status=422 if form.is_bound and form.errors else 200)
