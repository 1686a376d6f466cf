"""Pages about one's own account: the first password, places of sign-in, preferences, the first steps of a commune."""
from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.core import audit, hooks
from mangnon.core.models import Owner

from . import first_steps, visits
from .access import public, signed_in
from .forms import PasswordForm, PreferencesForm
from .setup import find_link, use_link


@public
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The person behind a one-time link sets the first password; the second factor follows where it is required."""
    link = find_link(token)
    if link is None:
        return render(request, "accounts/link_gone.html", status=404)
    form = PasswordForm(request.POST or None, user=link.user)
    if request.method == "POST" and form.is_valid():
        if not use_link(link, form.cleaned_data["password"]):
            return render(request, "accounts/link_gone.html", status=404)
        login(request, link.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        # Typed twice a moment ago: enrolling the second factor, the next step, does not ask for it a third time.
        record_authentication(request, link.user, "password")
        return redirect("mfa_index" if link.user.needs_second_factor else "web:home")
    return render(request, "accounts/setup.html", {"form": form, "person": link.user},
                  status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: roles, preferences, second factor, where one is signed in."""
    user = request.user
    form = PreferencesForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi lựa chọn của bạn."))
        response = redirect("accounts:account")
        # What this machine had chosen before gives way to what the person chooses now.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    return render(request, "accounts/account.html", {
        "form": form, "parts": [part for source in hooks.account_parts for part in source(user)],
        "visits": visits.visits_of(user, request.session.session_key),
        "steps": not Owner.current().demo and bool(first_steps.steps_for(user))}, status=422 if form.errors else 200)


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Sign out at one other place, or at all of them."""
    with transaction.atomic():
        count = visits.close(request.user, keep=request.session.session_key, mark=request.POST.get("noi", ""))
        if count:
            audit.record(request.user, "sign out", "accounts.User", request.user.pk, fields=[f"elsewhere={count}"])
    messages.success(request, _("Đã đăng xuất ở %(n)s nơi khác.") % {"n": count})
    return redirect("accounts:account")


@signed_in
@require_http_methods(["GET", "POST"])
def steps(request: HttpRequest) -> HttpResponse:
    """What the new commune still needs, with what is done already; it can be put away and found again."""
    user = request.user
    if request.method == "POST":
        user.first_steps_away = request.POST.get("cat") == "1"
        user.save()
        return redirect("web:home" if user.first_steps_away else "accounts:first-steps")
    found = first_steps.steps_for(user)
    return render(request, "accounts/first_steps.html", {
        "steps": found, "done": sum(step.done for step in found), "away": user.first_steps_away})
