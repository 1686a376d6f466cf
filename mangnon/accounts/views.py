"""Pages about accounts."""
from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.core import audit, clock, records
from mangnon.core.models import AuditEvent

from .access import public, requires, signed_in
from .forms import AssignmentForm, DelegationForm, NewUserForm, PasswordForm
from .models import Assignment, Delegation, User
from .permissions import Permission
from .setup import find_link, issue_link


@requires(Permission.USERS_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with an account and what each is today."""
    everyone = User.objects.prefetch_related("assignments__unit", "assignments__facility").order_by("display_name")
    return render(request, "accounts/users.html", {"users": everyone, "today": clock.today()})


@requires(Permission.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_user(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = User.objects.create_user(form.cleaned_data["username"], None, **{
                k: form.cleaned_data[k] for k in ("display_name", "phone")})
            audit.record(request.user, "create", "accounts.User", user.pk, fields=["username", "display_name"])
        return redirect("accounts:user", user.pk)
    return render(request, "accounts/form.html", {"form": form, "title": _("Mở tài khoản")})


@requires(Permission.USERS_MANAGE)
def user(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    return render(request, "accounts/user.html", {"person": person, "today": clock.today(),
                                                  "assignments": person.assignments.order_by("-from_on")})


@requires(Permission.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = AssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records.create(Assignment, by=request.user, user=person, **form.cleaned_data)
        return redirect("accounts:user", person.pk)
    return render(request, "accounts/form.html", {"form": form, "title": _("Giao vai trò"), "person": person})


@requires(Permission.USERS_MANAGE)
@require_POST
def end_assignment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The role ends today."""
    row = get_object_or_404(Assignment, pk=pk)
    records.correct(row, by=request.user, to_on=max(clock.today(), row.from_on))
    return redirect("accounts:user", row.user_id)


@requires(Permission.USERS_MANAGE)
@require_POST
def set_active(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lock an account, or open it again."""
    person = get_object_or_404(User, pk=pk)
    if person == request.user:
        messages.error(request, _("Không tự khóa tài khoản của mình được."))
        return redirect("accounts:user", person.pk)
    with transaction.atomic():
        person.is_active = not person.is_active
        person.save(update_fields=["is_active"])
        audit.record(request.user, "unlock" if person.is_active else "lock", "accounts.User", person.pk)
    return redirect("accounts:user", person.pk)


@requires(Permission.USERS_MANAGE)
@require_POST
def new_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A one-time set-up link, to print and hand over; it is shown once."""
    person = get_object_or_404(User, pk=pk)
    token = issue_link(person, by=request.user)
    link = request.build_absolute_uri(f"/tai-khoan/thiet-lap/{token}/")
    # segno draws from our own link, nothing that a person typed.
    code = mark_safe(segno.make(link).svg_inline(scale=4, omitsize=True))  # noqa: S308
    return render(request, "accounts/link.html", {"person": person, "link": link, "code": code})


@public
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The person behind a one-time link sets the first password; the second factor follows where it is required."""
    link = find_link(token)
    if link is None:
        return render(request, "accounts/link_gone.html", status=404)
    form = PasswordForm(request.POST or None, user=link.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            link.user.set_password(form.cleaned_data["password"])
            link.user.must_change_password = False
            link.user.save()
            link.used_at = clock.now()
            link.save(update_fields=["used_at"])
            audit.record(link.user, "set password", "accounts.User", link.user.pk)
        login(request, link.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("mfa_index" if link.user.needs_second_factor else "web:home")
    return render(request, "accounts/setup.html", {"form": form, "person": link.user})


@requires(Permission.DELEGATE)
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """The chairman's delegations to a deputy, with dates."""
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records.create(Delegation, by=request.user, **form.cleaned_data)
        return redirect("accounts:delegations")
    return render(request, "accounts/delegations.html", {
        "form": form, "delegations": Delegation.objects.select_related("deputy").order_by("-from_on")})


@requires(Permission.AUDIT_READ, Permission.AUDIT_OWN)
def trail(request: HttpRequest) -> HttpResponse:
    """The audit chain, newest first: everything for whoever reads it all, one's own acts for the rest."""
    rows = AuditEvent.objects.order_by("-seq")
    if not request.user.can(Permission.AUDIT_READ):
        rows = rows.filter(actor=f"user:{request.user.pk}")
    page = Paginator(rows, 100).get_page(request.GET.get("trang"))
    names = {f"user:{u.pk}": u.display_name for u in User.objects.all()}
    return render(request, "accounts/trail.html", {
        "page": page, "rows": [(e, names.get(e.actor, e.actor)) for e in page]})


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: roles, second factor, where one is signed in."""
    mine = [s for s in Session.objects.filter(expire_date__gt=clock.now())
            if s.get_decoded().get("_auth_user_id") == str(request.user.pk)]
    return render(request, "accounts/account.html", {"sessions": len(mine)})


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    for session in Session.objects.filter(expire_date__gt=clock.now()):
        if (session.get_decoded().get("_auth_user_id") == str(request.user.pk)
                and session.session_key != request.session.session_key):
            session.delete()
    messages.success(request, _("Đã đăng xuất ở các máy khác."))
    return redirect("accounts:account")


@public
def no_signup(request: HttpRequest, *args: Any) -> HttpResponse:
    """Nobody registers here."""
    raise Http404
