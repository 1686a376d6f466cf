"""Who knows of a case, who must not, and the log of who did."""
from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, signed_in
from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.accounts.trail_words import actor_words, thing_words, verb_words
from mangnon.core.models import AuditEvent
from mangnon.core.sealed import unseal

from ..hearing.models import Message
from . import actions, states
from .barring import barred_from
from .forms import BarForm, JoinForm, MemberForm
from .models import Case, Member, Part
from .reading import current, parts_of
from .telling import inspects
from .views import case_of, key_of


@noted("protection.case_people", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who takes part, who must not know; both change here."""
    it = case_of(request, code)
    if not parts_of(request.user, it) & {states.OWNER, states.APPROVER}:
        raise Http404
    users = [u for u in actions.holders(Permission.FIGURES_READ) if u != request.user]
    free = [u for u in users if not barred_from(u, [it.pk])]
    which = request.POST.get("viec", "")
    add = MemberForm(request.POST if which == "giao" else None, offered=free, prefix="giao")
    bar = BarForm(request.POST if which == "tranh" else None, offered=free, prefix="tranh")
    if which == "giao" and add.is_valid():
        actions.assign(it, add.cleaned_data["user"], add.cleaned_data["part"], by=request.user)
        return redirect("protection:case-people", code)
    if which == "tranh" and bar.is_valid():
        actions.bar(it, bar.cleaned_data["user"], by=request.user, why=bar.cleaned_data["why"])
        return redirect("protection:case-people", code)
    if which == "thoi":
        member = get_object_or_404(Member.objects.filter(current(), case=it), pk=key_of(request.POST.get("nguoi")))
        actions.leave(member, by=request.user)
        if not Case.objects.open_to(request.user).filter(pk=it.pk).exists():
            return redirect("protection:cases")
        return redirect("protection:case-people", code)
    return render(request, "protection/cases/people.html", {
        "it": it, "add": add, "bar": bar,
        "members": it.members.filter(current()).select_related("user").order_by("part", "user__display_name"),
        "barred": [u for u in users if u not in free]}, status=422 if add.errors or bar.errors else 200)


@noted("protection.case_log", subject="code")
@signed_in
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Who read the case and opened its words, and what was done; the keeper reads this page and no other."""
    keeper = request.user.case_parts.filter(current(), part=Part.KEEPER).values("case")
    open_to = Case.objects.open_to(request.user).values("pk")
    found = Case.objects.filter(Q(pk__in=open_to) | Q(pk__in=keeper))
    if inspects(request.user):
        found = Case.objects.all()
    it = get_object_or_404(found, code=code)
    if barred_from(request.user, [it.pk]):
        raise Http404
    mine = [str(pk) for pk in (it.pk, *it.steps.values_list("pk", flat=True), *it.reports.values_list(
        "pk", flat=True), *it.openings.values_list("pk", flat=True), *it.members.values_list("pk", flat=True),
        *Message.objects.filter(report__case=it).values_list("pk", flat=True),
        *it.referrals.values_list("pk", flat=True), *it.referrals.values_list("code", flat=True),
        *it.transfers.values_list("pk", flat=True))]
    events = AuditEvent.objects.filter(Q(record_id__in=mine) | Q(record_id=it.code)).order_by("-seq")[:400]
    openings = it.openings.select_related("user").order_by("-from_at")
    reads = Case.objects.open_to(request.user).filter(pk=it.pk).exists()
    return render(request, "protection/cases/log.html", {
        "it": it, "events": _named(events), "reads": reads,
        "openings": [(o, unseal(o.reason, row=o.pk, field="reason") if reads else "") for o in openings]})


def _named(events: Any) -> list[tuple[Any, str, str]]:
    """Each with who did it and what it was, in words."""
    names = {f"user:{user.pk}": user.display_name for user in User.objects.all()}
    return [(event, names.get(event.actor) or actor_words(event.actor),
             f"{verb_words(event.verb)}: {thing_words(event.what)}") for event in events]


@noted("protection.case_step", subject="code")
@signed_in
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Two reports of one matter become one case."""
    it, doing = case_of(request, code), states.ACTS["join"]
    if doing not in states.allowed(it.state, it.emergency, parts_of(request.user, it)):
        raise Http404
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = Case.objects.open_to(request.user).open().filter(
            code=form.cleaned_data["code"].strip().upper()).exclude(pk=it.pk).first()
        if other is not None and states.OWNER in parts_of(request.user, other):
            actions.join(it, other, by=request.user)
            return redirect("protection:case", other.code)
        form.add_error("code", _("Không có vụ việc đang mở nào mang mã này mà bạn phụ trách."))
    return render(request, "protection/cases/join.html", {"it": it, "form": form}, status=422 if form.errors else 200)
