"""Why a figure moved, in words: what was written of the child, or that a day passed."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from mangnon.core import hooks
from mangnon.core.models import AuditEvent
from mangnon.registry.models import Child, Residence
from mangnon.web import formats

from .change_days import NEWBORN, Days, from_birth
from .lists import labels, low
from .models import Cause, FactChange
from .words import english

VERBS = ("create", "correct", "remove", "merge", "part")
TELLING = frozenset({"health.Dose", "health.Measurement", "health.Assessment", "education.Enrolment",
                     "protection.Disability", "protection.Support", "protection.Service", "registry.Registration"})
"""Rows that are named by what they call themselves, which asks the database nothing more."""


def moved(code: str, was: str, now: str) -> str:
    """From which list to which: chưa đủ → đã đủ; vào diện đếm: chưa đủ; thêm vào số được đếm."""
    if low(code) and "unknown" not in (was, now):
        return _of_low(was, now)
    known = {key: str(label).lower() for key, label in labels(code).items()}
    if was == now:
        return _("vẫn %(now)s, đếm khác đi") % {"now": known.get(now, "")}
    if not was:
        return _("vào diện đếm: %(now)s") % {"now": known[now]}
    if not now:
        return _("ra khỏi diện đếm (trước: %(was)s)") % {"was": known[was]}
    return f"{known[was]} → {known[now]}"


def _of_low(was: str, now: str) -> str:
    """A line that should be low counts cases among many: who is no case is only part of the whole."""
    if now == "counted":
        return _("thêm vào số được đếm")
    if was == "counted":
        return _("ra khỏi số được đếm")
    return _("thêm vào tổng số") if not was else _("ra khỏi tổng số")


class Reasons:
    """Why each of these changes came about; the trail and the rows are asked for once, all together.

    named: whether the words may tell what a row holds; else only what kind of act it was.
    """

    def __init__(self, changes: Iterable[FactChange], children: dict[uuid.UUID, Child],
                 child_of: Callable[[FactChange], uuid.UUID | None], *, named: bool) -> None:
        changes = list(changes)
        found = [(what, record) for change in changes for what, record in change.sources]
        self.children, self.child_of, self.named = children, child_of, named
        self._events: dict[tuple[str, str], list[AuditEvent]] = defaultdict(list)
        for event in AuditEvent.objects.filter(what__in={what for what, _record in found}, verb__in=VERBS,
                                               record_id__in={record for _what, record in found}).order_by("seq"):
            self._events[event.what, event.record_id].append(event)
        homes = {record for what, record in found if what == "registry.Residence"}
        # The earliest comes last and stays: a later home is a move, however young the child.
        self._first_homes = {home.child_id: home for home in Residence.objects.filter(
            child__residences__in=homes).order_by("-from_on")} if homes else {}
        self._days = Days([change for change in changes if change.cause == Cause.DAY], children, child_of, named=named)
        self._rows: dict[str, str] = {}
        for model in {what for what, _record in found} & TELLING if named else ():
            ids = {record for what, record in found if what == model}
            rows: Any = apps.get_model(model)._default_manager.filter(pk__in=ids)
            self._rows |= {str(row.pk): _own_words(row) for row in rows}

    def of(self, change: FactChange) -> str:
        """The reason of one change."""
        child = self.children.get(self.child_of(change) or uuid.UUID(int=0))
        if change.cause == Cause.DAY:
            return self._days.of(change) or str(Cause.DAY.label)
        if change.cause != Cause.EDIT:
            return str(change.get_cause_display())
        told = dict.fromkeys(filter(None, (self._act(change, what, record, child) for what, record in change.sources)))
        return "; ".join(told) or str(Cause.EDIT.label)

    def _act(self, change: FactChange, what: str, record: str, child: Child | None) -> str:
        before = [event for event in self._events[what, record] if event.at <= change.at]
        event = before[-1] if before else None
        verb = event.verb if event else "create"
        if what == "registry.Child":
            return _of_child(verb, event.fields.split(",") if event else [], change, child)
        if what == "registry.Residence" and verb != "remove":
            home = self._first_homes.get(child.pk) if child else None
            if child and home and str(home.pk) == record and not change.was and from_birth(child, home):
                # Where the child was born is no move; beside her own entry it says nothing more.
                entered = any(model == "registry.Child" for model, _record in change.sources)
                return "" if entered else _("ghi nơi ở từ khi sinh")
            return _("chuyển đến") if not change.was else _("chuyển đi") if not change.now else _("đổi nơi ở")
        noun = str(hooks.row_words.get(what, what)).lower()
        words = {"create": _("ghi %(what)s"), "correct": _("sửa %(what)s"), "remove": _("gỡ %(what)s")}.get(
            verb, _("ghi %(what)s")) % {"what": noun}
        own = self._rows.get(record, "")
        return f"{words} {own}" if own else words


def _of_child(verb: str, fields: list[str], change: FactChange, child: Child | None) -> str:
    if verb == "create":
        new = child is not None and change.on - child.born_on <= dt.timedelta(days=NEWBORN)
        return _("mới sinh, ghi vào sổ") if new else _("ghi em vào sổ")
    special = {"died_on": _("ghi em đã mất"), "birth_registered_on": _("ghi ngày đăng ký khai sinh"),
               "born_on": _("sửa ngày sinh"), "sex": _("sửa giới tính")}
    if verb in ("merge", "part"):
        return _("gộp hồ sơ") if verb == "merge" else _("tách hồ sơ")
    return next((words for name, words in special.items() if name in fields), _("sửa hồ sơ"))


def _own_words(row: Any) -> str:
    vaccine = getattr(row, "get_vaccine_display", None)
    return f"{vaccine()} {formats.date(row.given_on, english=english())}" if vaccine else str(row)
