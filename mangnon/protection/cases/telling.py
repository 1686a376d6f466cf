"""What cases say outside their own pages: on start pages codes and hours; in the trail nothing to who must not know."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import clock

from . import page, states
from .barring import barred_from
from .models import Case, Member, Opening, Part
from .reading import approves, current

SECRET = tuple(f"protection.{name}" for name in (
    "Case", "Report", "Step", "Member", "Opening", "Barred", "Kin", "Duty", "case", "cases", "case_step", "case_people",
    "case_log", "CaseRow", "Message", "supervision", "duty", "kin", "Referral", "ReferralStep", "referral", "referrals",
    "referral_form", "Transfer", "Incoming", "transfer", "incoming", "incoming_list"))
"""What the trail calls rows and pages of cases."""
ENTERS = (Permission.SEALED_READ, Permission.SEALED_ASSIGNED, Permission.SEALED_APPROVE)


def enters(user: Any) -> bool:
    """Whether this person has anything to do with cases at all."""
    return any(user.can(permission) for permission in ENTERS) or approves(user)


def inspects(user: Any) -> bool:
    """Whether this person keeps the log of cases, without their story."""
    return bool(user.can(Permission.SEALED_COUNTS) and user.can(Permission.AUDIT_READ))


def account_parts(user: Any) -> Iterable[tuple[str, str, str]]:
    """On one's own account: her family and number, by which she is kept out."""
    yield (_("Người nhà của tôi"), _("Con em trong nhà và số định danh: để bạn không phải quyết việc của người nhà."),
           reverse("protection:kin"))


def supervises(user: Any) -> bool:
    """Whether this person watches over the cases as a whole: in figures, each as far as she may know."""
    watches = (Permission.SEALED_WRITE, Permission.SEALED_APPROVE, Permission.SEALED_COUNTS)
    return any(user.can(permission) for permission in watches) or approves(user)


def entries(request: HttpRequest) -> Iterable[dict[str, Any]]:
    if not request.user.is_authenticated:
        return
    if enters(request.user):
        # The page of cases has the button to report; a menu has room for one of them.
        yield {"order": 36, "label": _("Bảo vệ"), "url": reverse("protection:cases")}
    elif supervises(request.user):
        yield {"order": 36, "label": _("Giám sát bảo vệ"), "url": reverse("protection:supervision")}
    if not enters(request.user):
        yield {"order": 37, "label": _("Báo tin"), "url": reverse("protection:report")}


def trail(user: Any, rows: Any) -> Any:
    """The trail without the rows about cases: they stand in each case's own log, and for the inspector.

    A number that is missing would tell as much as the row, so who does not see them all sees no numbers. An inspector
    barred from a case is anybody else.
    """
    if inspects(user) and not barred_from(user, Case.objects.values_list("pk", flat=True)):
        return rows
    about = Q(what__in=SECRET) | Q(what__startswith="protection:case") | Q(what__startswith="protection:glass")
    return rows.exclude(about & ~Q(actor=f"user:{user.pk}"))


TOLD_FOR = dt.timedelta(days=7)
"""How long broken glass is told of on start pages; afterwards it stands in the log."""


def waiting(user: Any) -> list[tuple[str, str]]:
    """What of the cases waits for this person, for her start page: codes and hours, never a name."""
    now, found = clock.now(), []
    for it, parts in _mine(user):
        address = reverse("protection:case", args=[it.code])
        if it.emergency == states.PROPOSED and states.APPROVER in parts:
            found.append((it.received_at, _("Chờ bạn ký biện pháp khẩn cấp: vụ việc %(code)s") % {"code": it.code},
                          address))
        for due in page.running(page.dues_of(it, list(it.steps.all()))):
            acts = [states.ACTS[code] for code in due.rule.until if code in states.ACTS]
            if due.late(now) and parts & {states.OWNER, states.APPROVER}:
                found.append((due.at, _("Quá hạn: %(what)s, vụ việc %(code)s") % {
                    "what": page.label(due.rule), "code": it.code}, address))
            elif due.near(now) and {act.who for act in acts} & parts:
                found.append((due.at, _("%(what)s, vụ việc %(code)s: %(left)s") % {
                    "what": page.label(due.rule), "code": it.code, "left": page.left(due, now)}, address))
    found += _glass(user, now)
    return [(sentence, address) for _at, sentence, address in sorted(found, key=lambda one: one[0])]


def _mine(user: Any) -> list[tuple[Case, set[str]]]:
    """The open cases of this person with what she is in each, in a few questions however many there are."""
    rows = list(Case.objects.open_to(user).open().prefetch_related("steps"))
    if not rows:
        return []
    signs = {states.APPROVER} if approves(user) else set()
    parts: dict[Any, set[str]] = {it.pk: set(signs) for it in rows}
    for case, part in Member.objects.filter(current(), user=user, case__in=rows).values_list("case", "part"):
        parts[case].add(part)
    return [(it, parts[it.pk]) for it in rows]


def _glass(user: Any, now: dt.datetime) -> list[tuple[dt.datetime, str, str]]:
    """Broken glass, for the owner and the inspector."""
    broken = list(Opening.objects.filter(glass=True, from_at__gte=now - TOLD_FOR).exclude(user=user).select_related(
        "case"))
    if not broken:
        return []
    cases = {opening.case_id for opening in broken}
    owned = set(Member.objects.filter(current(), case__in=cases, user=user, part__in=(
        Part.OWNER, Part.KEEPER)).values_list("case", flat=True))
    told = (cases if inspects(user) else owned) - barred_from(user, cases)
    return [(opening.from_at, _("Có người ngoài danh sách đã mở khẩn vụ việc %(code)s") % {"code": opening.case.code},
             reverse("protection:case-log", args=[opening.case.code])) for opening in broken if opening.case_id in told]
