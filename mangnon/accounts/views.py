"""Pages about accounts."""
from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.core import clock, hooks, records
from mangnon.core.models import AuditEvent

from . import actions
from .access import public, requires
from .forms import AssignmentForm, DelegationForm, NewUserForm
from .models import Assignment, Delegation, User
from .permissions import Permission
from .setup import issue_link
from .trail_words import actor_words, said_to

LAST = gettext_lazy("Đây là người quản trị cuối cùng. Hãy giao vai trò quản trị cho một người khác trước.")


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
        user = actions.open_account(by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã mở tài khoản. Bây giờ hãy giao vai trò."))
        return redirect("accounts:user", user.pk)
    return render(request, "accounts/form.html", {"form": form, "title": _("Mở tài khoản")},
                  status=422 if form.errors else 200)


@requires(Permission.USERS_MANAGE)
def user(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One account: its roles, the way to a password, its second factor."""
    person = get_object_or_404(User, pk=pk)
    return render(request, "accounts/user.html", {
        "person": person, "today": clock.today(), "has_factor": actions.has_factor(person),
        "assignments": [(a, a.holds_on(clock.today())) for a in person.assignments.select_related(
            "unit", "facility").order_by("-from_on")]})


@requires(Permission.USERS_MANAGE)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = AssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records.create(Assignment, by=request.user, user=person, **form.cleaned_data)
        return redirect("accounts:user", person.pk)
    return render(request, "accounts/form.html", {"form": form, "title": _("Giao vai trò"), "person": person},
                  status=422 if form.errors else 200)


@requires(Permission.USERS_MANAGE)
@require_POST
def end_assignment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The role ends today."""
    row = get_object_or_404(Assignment, pk=pk)
    try:
        actions.end_role(row, by=request.user, on=clock.today())
    except actions.LastAdministrator:
        messages.error(request, LAST)
    return redirect("accounts:user", row.user_id)


@requires(Permission.USERS_MANAGE)
@require_POST
def set_active(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lock an account, or open it again."""
    person = get_object_or_404(User, pk=pk)
    if person == request.user:
        messages.error(request, _("Không tự khóa tài khoản của mình được."))
        return redirect("accounts:user", person.pk)
    try:
        actions.set_active(person, not person.is_active, by=request.user, on=clock.today())
    except actions.LastAdministrator:
        messages.error(request, LAST)
    return redirect("accounts:user", person.pk)


@requires(Permission.USERS_MANAGE)
@require_POST
def remove_factors(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A person has lost the phone: the second factor comes off, and the next sign-in sets up a new one."""
    person = get_object_or_404(User, pk=pk)
    actions.remove_factors(person, by=request.user)
    messages.success(request, _("Đã gỡ xác thực hai lớp. Lần đăng nhập tới người ấy bật lại."))
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


@requires(Permission.DELEGATE)
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """The chairman's delegations to a deputy, with dates."""
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        records.create(Delegation, by=request.user, **form.cleaned_data)
        return redirect("accounts:delegations")
    return render(request, "accounts/delegations.html", {
        "form": form, "today": clock.today(),
        "delegations": [(d, d.holds_on(clock.today()), d.to_on is None or d.to_on > clock.today())
                        for d in Delegation.objects.select_related("deputy").order_by("-from_on")]},
        status=422 if form.errors else 200)


@requires(Permission.DELEGATE)
@require_POST
def end_delegation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The chairman takes a delegation back today."""
    actions.end_delegation(get_object_or_404(Delegation, pk=pk), by=request.user, on=clock.today())
    messages.success(request, _("Đã thu lại ủy quyền."))
    return redirect("accounts:delegations")


@requires(Permission.AUDIT_READ, Permission.AUDIT_OWN)
def trail(request: HttpRequest) -> HttpResponse:
    """The audit chain, newest first: everything for whoever reads it all, one's own acts for the rest."""
    rows = AuditEvent.objects.order_by("-seq")
    if not request.user.can(Permission.AUDIT_READ):
        rows = rows.filter(actor=f"user:{request.user.pk}")
    whole = rows
    for narrowed in hooks.trail_filters:
        rows = narrowed(request.user, rows)
    page = Paginator(rows, 100).get_page(request.GET.get("trang"))
    names = {f"user:{u.pk}": u.display_name for u in User.objects.all()}
    return render(request, "accounts/trail.html", {"page": page, "numbered": rows is whole, "rows": [
        (e, names.get(e.actor) or actor_words(e.actor), *said_to(request.user, e)) for e in page]})


@public
def no_signup(request: HttpRequest, *args: Any) -> HttpResponse:
    """Nobody registers here."""
    raise Http404
