"""What one child is entitled to: the tab, the page with papers and requests, the sheet for the family, the policies."""
from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.web import keeping

from ..models import ChildPaper, Claim
from ..scope import reads_sealed
from . import words
from .actions import tick, write_claim
from .forms import ClaimForm
from .judging import Answer
from .policies import policies
from .policy_file import Policy
from .standing import Standing, State, in_force, standings


@dataclass(frozen=True)
class Line:
    """One policy as the page tells it. papers: (name, whether it is there)."""

    row: Standing
    name: str
    gives: str
    why: str
    lacking: str
    failing: str
    mark: str
    state: str
    papers: tuple[tuple[str, bool], ...]

    @property
    def left(self) -> list[str]:
        return [name for name, there in self.papers if not there]


def line_of(row: Standing, seen: Any) -> Line:
    names = words.paper_names(policies())
    mark, state = words.LATE if row.late else words.STATES[row.state]
    return Line(row, words.name_of(row.policy), words.gives(row.verdict), words.why(row.verdict),
                words.lacking(row.verdict), words.failing(row.verdict), mark, str(state),
                tuple((names[code], code in seen) for code in row.policy.papers))


def child_for(request: HttpRequest, pk: uuid.UUID, permission: Permission) -> Child:
    return get_object_or_404(Child.objects.visible_to(request.user, permission), pk=pk)


def lines(child: Child, user: Any, *, sealed: bool = True) -> list[Line]:
    """Every policy of today for a child, but those nobody may hear of."""
    sealed = sealed and reads_sealed(user)
    seen = set(ChildPaper.objects.open_to(user).filter(child=child).values_list("paper", flat=True))
    rows = standings(Child.objects.filter(pk=child.pk), clock.today(), user, sealed=sealed)
    return [line_of(row, seen) for row in rows if sealed or not row.policy.sealed]


def parted(found: list[Line]) -> dict[str, Any]:
    """Entitled, not known, not entitled; who receives although the facts no longer say so stands with the entitled."""
    ours = [one for one in found if one.row.verdict.answer is Answer.YES or one.row.state in (
        State.RECEIVES, State.WAITING)]
    open_ones = [one for one in found if one not in ours and one.row.verdict.answer is Answer.UNKNOWN]
    return {"entitled": ours, "unknown": open_ones, "others": [
        one for one in found if one not in ours and one not in open_ones]}


@noted("protection.entitlements")
@requires(Permission.SUPPORT_READ)
@require_http_methods(["GET"])
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The tab of a child's page: what she is entitled to and how it stands."""
    child = child_for(request, pk, Permission.SUPPORT_READ)
    return render(request, "protection/entitlements_panel.html", {"child": child, **parted(lines(child, request.user))})


@noted("protection.entitlements")
@requires(Permission.SUPPORT_READ)
@require_http_methods(["GET", "POST"])
def entitlements(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything at one counter: why, what is missing, papers ticked, requests and their answers."""
    child = child_for(request, pk, Permission.SUPPORT_READ)
    may_write = bool(request.user.can(Permission.SUPPORT_WRITE))
    found = lines(child, request.user)
    parts = parted(found)
    asked = _papers_of([*parts["entitled"], *parts["unknown"]])
    if request.method == "POST":
        if not may_write:
            raise Http404
        n = tick(child, request.POST.getlist("giay"), asked, by=request.user, on=clock.today())
        messages.success(request, ngettext("Đã ghi %(n)s giấy tờ.", "Đã ghi %(n)s giấy tờ.", n) % {"n": n}
                         if n else _("Không có gì thay đổi."))
        return redirect("protection:entitlements", pk)
    seen = dict(ChildPaper.objects.open_to(request.user).filter(child=child).values_list("paper", "seen_on"))
    names = words.paper_names(policies())
    past = Claim.objects.open_to(request.user).filter(child=child).order_by("-applied_on", "-seq")
    return render(request, "protection/entitlements.html", {
        "child": child, "day": clock.today(), "may_write": may_write, **parts,
        "papers": [(code, names[code], seen.get(code)) for code in asked],
        "claims": [(claim, _policy_name(claim)) for claim in past], "unverified": words.UNVERIFIED})


def _papers_of(found: list[Line]) -> list[str]:
    """Codes of the papers that these policies ask for, each once, in the file's order."""
    asked = {code for one in found for code in one.row.policy.papers}
    return [code for code in policies().papers if code in asked]


def _policy_name(claim: Claim) -> str:
    rule = policies().named(claim.policy, claim.applied_on or claim.receives_from or clock.today())
    return words.name_of(rule) if rule else claim.policy


@noted("protection.family_sheet")
@requires(Permission.SUPPORT_READ)
@require_http_methods(["GET"])
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One page for the family: what to bring, where to, by when. What is sealed stands on it only where the reader may
    read it and asks for it: the paper goes home, where others find it."""
    child = child_for(request, pk, Permission.SUPPORT_READ)
    sealed = reads_sealed(request.user) and request.GET.get("kin") == "1"
    parts = parted(lines(child, request.user, sealed=sealed))
    seen = set(ChildPaper.objects.open_to(request.user).filter(child=child).values_list("paper", flat=True))
    names = words.paper_names(policies())
    asked = _papers_of([*parts["entitled"], *parts["unknown"]])
    return render(request, "protection/entitlements_sheet.html", {
        "child": child, "day": clock.today(), **parts, "with_sealed": sealed,
        "reads_sealed": reads_sealed(request.user), "unverified": words.UNVERIFIED,
        "papers": [(names[code], code in seen) for code in asked]})


@requires(Permission.SUPPORT_READ)
@require_http_methods(["GET"])
def rules(request: HttpRequest) -> HttpResponse:
    """The policies in force, where each comes from, and the commune's own files."""
    found, today = policies(), clock.today()
    names = words.paper_names(found)
    return render(request, "protection/policies.html", {
        "rows": [(policy, words.name_of(policy), [names[code] for code in policy.papers])
                 for policy in in_force(today, request.user)],
        "rates": [(rate, rate.on(today)) for rate in found.rates.values()], "unverified": words.UNVERIFIED,
        "kinds": [words.KINDS.get(kind, kind) for kind in found.kinds], "own": found.own, "wrong": found.wrong})


def _policy(request: HttpRequest, code: str) -> Policy:
    rule = policies().named(code, clock.today())
    if rule is None or (rule.sealed and not reads_sealed(request.user)):
        raise Http404
    return rule


@noted("protection.Claim", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def add_claim(request: HttpRequest, child_id: uuid.UUID, policy: str) -> HttpResponse:
    """Write that the family asked for it; or that the child receives it already."""
    child, rule = child_for(request, child_id, Permission.SUPPORT_WRITE), _policy(request, policy)
    form = ClaimForm(request.POST or None, instance=Claim(child=child, policy=rule.code), policy=rule)
    rows = standings(Child.objects.filter(pk=child.pk), clock.today(), request.user)
    tells = next((row.sealed for row in rows if row.policy.code == rule.code), rule.sealed)

    def save(data: dict[str, Any]) -> Any:
        return write_claim(None, by=request.user, child=child, policy=rule, sealed=tells, new_id=form.new_id, **data)

    return keeping.write(request, form, title=_("Ghi hồ sơ đề nghị"), save=save, lead=words.name_of(rule),
                         back=reverse("protection:entitlements", args=[child.pk]), close=True,
                         twin=_("Đã có hồ sơ của chính sách này nộp ngày ấy. Hãy mở hồ sơ đó ra sửa."))


def _claim(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> tuple[Child, Claim]:
    child = child_for(request, child_id, Permission.SUPPORT_WRITE)
    return child, get_object_or_404(Claim.objects.open_to(request.user), pk=pk, child=child)


@noted("protection.Claim", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def edit_claim(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Write the answer to a request, or correct it."""
    child, claim = _claim(request, child_id, pk)
    rule = policies().named(claim.policy, claim.applied_on or clock.today())
    if rule is None:
        raise Http404
    form = ClaimForm(request.POST or None, instance=claim, policy=rule)

    def save(data: dict[str, Any]) -> Any:
        return write_claim(Claim.objects.get(pk=claim.pk), by=request.user, child=child, policy=rule,
                           sealed=claim.sealed, **data)

    return keeping.write(request, form, title=_("Hồ sơ đề nghị"), save=save, lead=words.name_of(rule),
                         back=reverse("protection:entitlements", args=[child.pk]), close=True,
                         remove=reverse("protection:claim-remove", args=[child.pk, claim.pk]))


@noted("protection.Claim", subject="child_id")
@requires(Permission.SUPPORT_WRITE)
@require_http_methods(["GET", "POST"])
def remove_claim(request: HttpRequest, child_id: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Take out a request written by mistake; a refusal stays."""
    child, claim = _claim(request, child_id, pk)
    return keeping.take_out(request, claim, back=reverse("protection:entitlements", args=[child.pk]),
                            what=_policy_name(claim))
