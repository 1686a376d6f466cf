"""Who is entitled and does not receive: by thôn, by policy, on a page and in a workbook."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit, around, below
from mangnon.places.naming import told_apart
from mangnon.plan.models import Plan
from mangnon.registry.models import Child
from mangnon.registry.views import villages
from mangnon.web import formats

from ..models import ChildPaper
from . import words
from .judging import Answer
from .standing import LACKING, Standing, State, in_force, standings
from .views import Line, line_of
from .workbook import workbook

PER_PAGE = 60
OLDEST = 17
"""The register keeps those of 16 and 17 as well; who is older is no child of the list."""
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOICES = (*LACKING, State.RECEIVES, State.UNKNOWN)


@dataclass
class Count:
    """Numbers of one thôn; one child counts once for each policy."""

    name: str
    key: str
    entitled: int = 0
    receives: int = 0
    lacking: int = 0
    unknown: int = 0

    def add(self, row: Standing) -> None:
        self.entitled += row.verdict.answer is Answer.YES
        self.receives += row.state is State.RECEIVES and row.verdict.answer is Answer.YES
        self.lacking += row.state in LACKING and row.verdict.answer is Answer.YES
        self.unknown += row.state is State.UNKNOWN


@dataclass
class Found:
    """The standings of a day, with the thôn of today that each belongs to."""

    rows: list[Standing]
    places: list[Unit]
    village_of: dict[uuid.UUID, uuid.UUID]

    def village(self, row: Standing) -> uuid.UUID | None:
        return self.village_of.get(row.unit.pk) if row.unit else None


def found_on(day: dt.date, user: Any, policy: str = "") -> Found:
    """Every policy of every child who lives in the plan's commune on the day and whom this user may read."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    units = below([plan.unit], day) if plan and plan.unit else None
    children = Child.objects.visible_to(user, Permission.SUPPORT_READ).resident_on(day, units)
    children = children.aged(day, 0, OLDEST).in_name_order()
    rows = standings(children, day, user)
    places = list(villages())
    ours, inside = {place.pk for place in places}, around(dt.date.max)
    return Found([row for row in rows if not policy or row.policy.code == policy], places,
                 {pk: next(iter(held & ours)) for pk, held in inside.items() if held & ours})


def counted(found: Found) -> list[Count]:
    """The numbers of each thôn; of children whose home is no thôn they stand last."""
    names = told_apart(found.places)
    counts: dict[uuid.UUID | None, Count] = {place.pk: Count(names[place.pk], str(place.pk)) for place in found.places}
    elsewhere = Count(_("chưa rõ thôn"), "khong-ro")
    for row in found.rows:
        if row.state is not State.NOT_ENTITLED:
            counts.setdefault(found.village(row), elsewhere).add(row)
    return list(counts.values())


def asked_for(request: HttpRequest, data: Any) -> tuple[Found, list[Standing], dict[str, str]]:
    """The rows that the address asks for. data: what was sent."""
    today = clock.today()
    policy, village, state = (str(data.get(name, "")) for name in ("chinh-sach", "thon", "trang-thai"))
    found = found_on(today, request.user, policy)
    rows = [row for row in found.rows if _fits(row, state)]
    if village:
        rows = [row for row in rows if (str(found.village(row) or "khong-ro")) == village]
    return found, rows, {"policy": policy, "village": village, "state": state}


def told(rows: list[Standing], user: Any) -> list[Line]:
    """These rows in words, with the papers that are there."""
    seen: dict[uuid.UUID, set[str]] = defaultdict(set)
    for child, paper in ChildPaper.objects.open_to(user).values_list("child", "paper"):
        seen[child].add(paper)
    return [line_of(row, seen[row.child.pk]) for row in rows]


def _fits(row: Standing, state: str) -> bool:
    """Entitled and not known to receive; or in the one state that is asked for, a request of whomever."""
    if state in CHOICES:
        return row.state == state and (row.verdict.answer is Answer.YES or state in (State.UNKNOWN, State.WAITING))
    return row.state in LACKING and row.verdict.answer is Answer.YES


@noted("protection.eligible")
@requires(Permission.SUPPORT_READ)
@require_safe
def eligible(request: Any) -> HttpResponse:
    """Entitled and not receiving: the list, with counts by thôn."""
    found, rows, chosen = asked_for(request, request.GET)
    counts = counted(found)
    total = Count(_("Toàn xã"), "")
    for count in counts:
        for name in ("entitled", "receives", "lacking", "unknown"):
            setattr(total, name, getattr(total, name) + getattr(count, name))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "protection/eligible.html", {
        "page": page, "lines": told(list(page.object_list), request.user), "counts": counts, "total": total,
        **chosen, "day": clock.today(), "children": len({row.child.pk for row in rows}),
        "unverified": words.UNVERIFIED,
        "policies": [(one.code, words.name_of(one)) for one in in_force(clock.today(), request.user)],
        "villages": [(count.key, count.name) for count in counts],
        "states": [(str(state), words.STATES[state][1]) for state in CHOICES],
        "may_seal": request.user.can(Permission.EXPORT_SEALED)})


@requires(Permission.SUPPORT_READ)
@require_POST
def eligible_xlsx(request: Any) -> HttpResponse:
    """The same rows as a workbook, for a purpose that is noted; sealed ones only for who may take them out."""
    purpose = " ".join(request.POST.get("muc-dich", "").split())
    sealed = "kin" in request.POST and request.user.can(Permission.EXPORT_SEALED)
    if not purpose:
        messages.warning(request, _("Hãy ghi tải danh sách này để làm gì; mục đích được ghi vào nhật ký."))
        return redirect("protection:eligible")
    found, rows, _chosen = asked_for(request, request.POST)
    kept = told([row for row in rows if sealed or not row.sealed], request.user)
    names = told_apart(found.places)
    body = workbook(kept, {line.row.child.pk: names.get(found.village(line.row) or uuid.UUID(int=0), "")
                           for line in kept}, clock.today())
    with transaction.atomic():
        audit.record(request.user, "export", "protection.eligible", purpose=purpose, fields=[f"rows={len(kept)}"])
    answer = HttpResponse(body, content_type=TYPE)
    day = formats.date(clock.today()).replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="du-dieu-kien-{day}.xlsx"'
    return answer
