"""The officer's page of work that was given out: what is late and where, what nobody takes, what became of it."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Unit
from mangnon.places.naming import told_apart
from mangnon.registry.models import ChildTask
from mangnon.registry.task_models import Result

from .closing import where_now
from .live import plan_in_use
from .task_words import SOON, rows_of, units_of
from .work import Takers, visible

PAGE = 60
LOOK_BACK = 90
"""Days: how long what was closed stays on the page."""
KINDS = ("mo", "qua-han", "khong-nguoi", "bao-xong", "tu-choi", "thieu-giay", "da-di", "xong")


@dataclass
class PlaceRow:
    """One thôn's work. key, place: its unit and what it is called, "" where the home is not known.
    done: closed by the register in the last 90 days."""

    key: str
    place: str
    open: int = 0
    late: int = 0
    soon: int = 0
    done: int = 0


def kind_words() -> dict[str, str]:
    """What each list of the page is called."""
    return {"mo": _("Đang làm"), "qua-han": _("Quá hạn"), "khong-nguoi": _("Chưa có ai nhận"),
            "bao-xong": _("Báo xong, sổ chưa có"), "tu-choi": _("Gia đình từ chối"),
            "thieu-giay": _("Thiếu giấy tờ"), "da-di": _("Đã chuyển đi"), "xong": _("Đã có trong sổ")}


@requires(Permission.TASKS_GIVE)
def given(request: HttpRequest) -> HttpResponse:
    """Work by thôn, and the lists behind the sums."""
    today, plan = clock.today(), plan_in_use()
    if plan is None:
        return render(request, "indicators/not_set_up.html")
    found = list(visible(ChildTask.objects.select_related("child"), request.user).exclude(
        closed_on__lt=today - dt.timedelta(days=LOOK_BACK)).order_by("due_on", "child__name_sort", "pk"))
    homes = units_of({task.child_id for task in found}, today)
    places = _by_place(found, homes, today)
    lists = _lists(found, today)
    with transaction.atomic():
        audit.record(request.user, "list", "registry.ChildTask", fields=[f"rows={len(found)}"])
    # An address of a thôn that has no work here, or was written otherwise once, shows the whole.
    place = next((row for row in places if row.key and row.key == request.GET.get("thon")), None)
    chosen = request.GET.get("xem", "")
    chosen = chosen if chosen in KINDS else "qua-han" if lists["qua-han"] else "mo"
    shown = [task for task in lists[chosen]
             if place is None or task.child_id in homes and str(homes[task.child_id].pk) == place.key]
    page = Paginator(shown, PAGE).get_page(request.GET.get("trang"))
    words = kind_words()
    return render(request, "indicators/tasks/given.html", {
        "places": places, "page": page, "rows": rows_of(page, plan, today), "place": place,
        "tabs": [(kind, words[kind], len(lists[kind])) for kind in KINDS if lists[kind] or kind in ("mo", chosen)],
        "chosen": chosen, "open": len(lists["mo"]), "late": len(lists["qua-han"]), "today": today})


def _lists(found: list[ChildTask], today: dt.date) -> dict[str, list[ChildTask]]:
    lists: dict[str, list[ChildTask]] = {kind: [] for kind in KINDS}
    lists["mo"] = [task for task in found if task.is_open]
    lists["qua-han"] = [task for task in lists["mo"] if task.late_by(today)]
    lists["khong-nguoi"] = _unheard(lists["mo"], today)
    ended = {Result.REFUSED: "tu-choi", Result.DATA_MISSING: "thieu-giay", Result.MOVED: "da-di", Result.DONE: "xong"}
    for task in found:
        if task.result in ended:
            lists[ended[Result(task.result)]].append(task)
    again = {(task.child_id, task.measure) for task in lists["mo"]}
    said = [task for task in found if task.result == Result.SAID and (task.child_id, task.measure) not in again]
    lists["bao-xong"] = _still_missing(said, today)
    return lists


def _unheard(tasks: list[ChildTask], today: dt.date) -> list[ChildTask]:
    """Tasks of a role that nobody holds where the child is."""
    takers, by_role = Takers(today), defaultdict(set)
    for task in tasks:
        by_role[task.role].add(task.child_id)
    heard = {(role, child) for role, children in by_role.items() for child in takers.of(role, children)}
    return [task for task in tasks if (task.role, task.child_id) not in heard]


def _still_missing(tasks: list[ChildTask], today: dt.date) -> list[ChildTask]:
    """Tasks that were said to be done while the register still says otherwise."""
    children: dict[str, set[uuid.UUID]] = defaultdict(set)
    for task in tasks:
        children[task.measure].add(task.child_id)
    now = {code: where_now(code, ids, today) for code, ids in children.items()}
    return [task for task in tasks if now[task.measure].get(task.child_id) in (task.part, "unknown")]


def _by_place(found: list[ChildTask], homes: dict[uuid.UUID, Unit], today: dt.date) -> list[PlaceRow]:
    rows: dict[uuid.UUID | None, PlaceRow] = {}
    names = told_apart(homes.values())
    for task in found:
        home = homes.get(task.child_id)
        row = rows.setdefault(home.pk if home else None, PlaceRow(str(home.pk), names[home.pk]) if home
                              else PlaceRow("", ""))
        row.open += task.is_open
        row.late += bool(task.late_by(today))
        row.soon += task.is_open and 0 <= (task.due_on - today).days <= SOON
        row.done += task.result == Result.DONE
    return sorted(rows.values(), key=lambda row: (not row.place, len(row.place), row.place))
