"""What alternative care and children at risk tell elsewhere: what is due, links, offers, the child's history."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry import lineage
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches
from mangnon.web.history import Change, changes_of

from ..models import AtRisk, CareVisit, Circumstance, Ending, FamilyKin, Incident, Placement, Revision, RiskOutcome
from ..models import RiskVisit as Visit
from ..scope import reads_sealed, unseen_since
from . import due


def waiting(user: Any) -> Iterable[tuple[str, str]]:
    """Hand-overs and visits that are late, families to be asked again before the quarter ends; no name."""
    if not user.can(Permission.SUPPORT_READ):
        return
    today, children = clock.today(), Child.objects.visible_to(user, Permission.SUPPORT_READ)
    lines = [one for one in due.placements(children, today) if one.late]
    care = reverse("protection:care")
    if n := sum(not one.handed_over for one in lines):
        yield ngettext("%(n)s em đã có quyết định mà quá hạn bàn giao",
                       "%(n)s em đã có quyết định mà quá hạn bàn giao", n) % {"n": n}, care
    if n := sum(one.handed_over for one in lines):
        yield ngettext("%(n)s em được chăm sóc thay thế đến hạn thăm",
                       "%(n)s em được chăm sóc thay thế đến hạn thăm", n) % {"n": n}, care
    asked = due.families(today)
    late = sum(one.state == "late" for one in asked)
    if n := sum(one.state != "done" for one in asked) if due.list_is_due(today) else late:
        yield ngettext("%(n)s gia đình nhận chăm sóc chưa được hỏi lại quý này",
                       "%(n)s gia đình nhận chăm sóc chưa được hỏi lại quý này", n) % {
                           "n": n}, reverse("protection:care-families")
    if n := sum(one.late for one in due.risks(children.resident_on(today), today)):
        yield ngettext("%(n)s dấu hiệu nguy cơ quá hạn thăm", "%(n)s dấu hiệu nguy cơ quá hạn thăm", n) % {
            "n": n}, reverse("protection:risks")


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    if code in ("8a", "8b") and user.can(Permission.SUPPORT_READ):
        yield _("Chăm sóc thay thế"), reverse("protection:care")
        yield _("Trẻ có nguy cơ"), reverse("protection:risks")


def pages(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """Beside the pages that record many at once."""
    if user.can(Permission.SUPPORT_WRITE):
        yield (71, _("Chăm sóc thay thế"),
               _("Gia đình sẵn sàng nhận em, hỏi lại mỗi quý; em nào cần nơi chăm sóc, bàn giao, thăm."),
               reverse("protection:care"))
        yield (72, _("Trẻ có nguy cơ"), _("Dấu hiệu đang mở, ai nhận thấy, đến hạn thăm, kết quả; theo thôn."),
               reverse("protection:risks"))


def links(user: Any, child: uuid.UUID) -> Iterable[tuple[str, str]]:
    if reaches(user, child, Permission.SUPPORT_WRITE):
        yield _("Tìm nơi chăm sóc thay thế"), reverse("protection:child-care", args=[child])


def offers(user: Any, child: Child) -> list[tuple[str, str]]:
    """What the child's rows ask for next: a sign that became a group and no group; a group and its sign still open."""
    found = []
    if not (user.can(Permission.SEALED_WRITE) and reads_sealed(user)):
        return []
    groups = list(Circumstance.objects.filter(child=child).open_to(user).values_list("from_on", "to_on"))
    cases = list(Incident.objects.filter(child=child).open_to(user).values_list("detected_on", flat=True))
    outcomes = RiskOutcome.objects.open_to(user).filter(risk__child=child).select_related("risk")
    for one in outcomes.exclude(ending=Ending.GONE):
        since = one.risk.from_on
        if one.ending == Ending.GROUP and not any(to is None or to > since for _from, to in groups):
            found.append((_("Dấu hiệu “%(sign)s” đã khép vì thành hoàn cảnh đặc biệt: ghi hoàn cảnh ấy") % {
                "sign": one.risk}, reverse("protection:hoan-canh-add", args=[child.pk])))
        if one.ending == Ending.CASE and not any(day >= since for day in cases):
            found.append((_("Dấu hiệu “%(sign)s” đã khép vì mở vụ việc: ghi vụ việc ấy") % {"sign": one.risk},
                          reverse("protection:vu-viec-add", args=[child.pk])))
    for risk in AtRisk.objects.on(clock.today()).filter(child=child):
        if any(begins >= risk.from_on for begins, _to in groups) or any(day >= risk.from_on for day in cases):
            found.append((_("Sau dấu hiệu “%(sign)s” đã ghi hoàn cảnh hoặc vụ việc: khép dấu hiệu") % {"sign": risk},
                          reverse("protection:risk-close", args=[child.pk, risk.pk])))
    return found


def outcomes_of(child: Child, user: Any) -> dict[uuid.UUID, RiskOutcome]:
    """Each sign to how it ended, as far as this user may know."""
    return {one.risk.pk: one for one in RiskOutcome.objects.open_to(user).filter(risk__child=child).select_related(
        "risk")}


def history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What placements, visits and ends of signs held before."""
    if not reaches(user, child, Permission.SUPPORT_READ):
        return
    hers = Revision.objects.filter(child_id__in=lineage.everyone(child))
    for model, keys in ((Placement, Placement.objects.filter(child=child)),
                        (CareVisit, CareVisit.objects.filter(placement__child=child)),
                        (FamilyKin, FamilyKin.objects.filter(child=child)),
                        (Visit, Visit.objects.filter(risk__child=child))):
        yield from changes_of(model, hers, keys.values_list("pk", flat=True))
    if reads_sealed(user) and child not in unseen_since(user):
        yield from changes_of(RiskOutcome, hers, RiskOutcome.objects.filter(risk__child=child).values_list(
            "pk", flat=True))
