"""One's own family and number; for colleagues the officer or the chairman. Children are found by what a form sends."""
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires, signed_in
from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import names
from mangnon.registry.models import Child
from mangnon.web.forms import BaseForm

from . import actions, kinship
from .models import Kin
from .views import key_of


class NumberForm(BaseForm):
    """Twelve digits, typed once; never shown again."""

    number = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân"), max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
        help_text=gettext_lazy("12 chữ số. Chỉ giữ một dấu để so, không giữ số."))

    def clean_number(self) -> str:
        digits = "".join(self.cleaned_data["number"].split()).replace(".", "")
        if not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Số định danh có đúng 12 chữ số."))
        return digits


def _found(request: HttpRequest, sought: str) -> list[Child]:
    """Children by name whom this person may see, a few at a time."""
    if len(sought) < 2 or not request.user.can(Permission.IDENTITY_READ):
        return []
    return list(Child.objects.visible_to(request.user).filter(name_fold__contains=names.fold(sought))[:30])


@noted("protection.kin")
@signed_in
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """My own family and number, so that I am kept from what I must not decide."""
    user: Any = request.user
    which, sought = request.POST.get("viec", ""), request.POST.get("tim", "").strip()
    form = NumberForm(request.POST if which == "so" else None)
    if which == "so" and form.is_valid():
        kinship.write_number(user, form.cleaned_data["number"], by=user)
        messages.success(request, _("Đã ghi. Số không được giữ lại."))
        return redirect("protection:kin")
    if which == "bo-so":
        kinship.write_number(user, "", by=user)
        messages.success(request, _("Đã bỏ số định danh."))
        return redirect("protection:kin")
    if which == "tre":
        if not user.can(Permission.IDENTITY_READ):
            raise Http404
        child = get_object_or_404(Child.objects.visible_to(user), pk=key_of(request.POST.get("tre")))
        actions.name_kin(user, child, by=user)
        messages.success(request, _("Đã ghi người nhà."))
        return redirect("protection:kin")
    kin = set(Kin.objects.filter(user=user).values_list("child", flat=True))
    shown = list(Child.objects.visible_to(user).filter(pk__in=kin)) if user.can(Permission.IDENTITY_READ) else []
    return render(request, "protection/cases/kin.html", {
        "form": form, "kin": shown, "others": len(kin) - len(shown), "sought": sought, "rows": _found(request, sought),
        "searches": user.can(Permission.IDENTITY_READ), "marked": bool(user.personal_mark),
        "colleagues": user.can(Permission.SEALED_WRITE) or user.can(Permission.SEALED_APPROVE)},
        status=422 if form.errors else 200)


@noted("protection.kin")
@requires(Permission.SEALED_WRITE, Permission.SEALED_APPROVE)
@require_http_methods(["GET", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    """The families of colleagues: for those who see no children themselves, and for what was named by mistake."""
    which, sought = request.POST.get("viec", ""), request.POST.get("tim", "").strip()
    user: Any = request.user
    people, key = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("display_name"), key_of(
        request.POST.get("nguoi"))
    chosen = people.filter(pk=key).first() if key else None
    if which == "tre":
        child = get_object_or_404(Child.objects.visible_to(request.user), pk=key_of(request.POST.get("tre")))
        if chosen is None:
            raise Http404
        actions.name_kin(chosen, child, by=request.user)
        messages.success(request, _("Đã ghi người nhà."))
        return redirect("protection:kin-colleagues")
    if which == "go":
        kinship.unname_kin(get_object_or_404(Kin.objects.exclude(user=user),
                                             pk=key_of(request.POST.get("dong"))), by=request.user)
        return redirect("protection:kin-colleagues")
    return render(request, "protection/cases/kin_colleagues.html", {
        "people": people, "chosen": chosen, "sought": sought, "rows": _found(request, sought) if chosen else [],
        "named": Kin.objects.exclude(user=user).select_related("user", "child").order_by(
            "user__display_name", "child__name_fold")})
