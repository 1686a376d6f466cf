"""One click that writes what a row says and another lacks: from the row that stands, on its day, once."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission
from mangnon.core import records
from mangnon.protection.models import Circumstance, Disability, Incident
from mangnon.registry import actions
from mangnon.registry.models import Child, DeathCause

from .quality import Add, Rule

SEALED = ("i", "k", "l", "m")


def add(rule: Rule, chosen: Add, child: Child, *, by: Any, day: dt.date) -> bool:
    """Write what is missing, if the rule still points at the child; returns whether anything was written.

    Asked for twice it is written once. Raises ValidationError where the row may not stand beside what does.
    """
    with transaction.atomic():
        Child.objects.select_for_update().get(pk=child.pk)
        if child.pk not in {found for found, _words in rule.find(day)}:
            return False
        chosen.do(child, by, day)
    return True


def _group(code: str, since: Callable[[Child, dt.date], dt.date]) -> Callable[[Child, Any, dt.date], None]:
    def do(child: Child, by: Any, day: dt.date) -> None:
        _create(Circumstance, child, by, day, since(child, day), group=code)
    return do


def _create(model: Any, child: Child, by: Any, day: dt.date, since: dt.date, **values: Any) -> None:
    """On the day of the row it follows; today where a row of that day stands already and has ended."""
    same = {name: value for name, value in values.items() if name == "group"}
    taken = model.objects.filter(child=child, from_on=since, **same)
    records.create(model, by=by, child=child, from_on=day if taken.exists() else since, **values)


def _disabled_since(child: Child, day: dt.date) -> dt.date:
    return Disability.objects.on(day).filter(child=child).earliest("from_on").from_on


def _harmed_on(kind: str) -> Callable[[Child, dt.date], dt.date]:
    def since(child: Child, day: dt.date) -> dt.date:
        row = Incident.objects.filter(child=child, kind=kind, confirmed=True).latest("detected_on")
        return row.occurred_on or row.detected_on
    return since


def _disability(child: Child, by: Any, day: dt.date) -> None:
    since = Circumstance.objects.on(day).filter(child=child, group="d").earliest("from_on").from_on
    _create(Disability, child, by, day, since)


def _accident(child: Child, by: Any, day: dt.date) -> None:
    on = child.died_on or day
    records.create(Incident, by=by, child=child, kind="injury", occurred_on=on, detected_on=on, fatal=True)


def _death(child: Child, by: Any, day: dt.date) -> None:
    row = Incident.objects.filter(child=child, kind="injury", fatal=True).latest("detected_on")
    actions.note_death(child, by=by, died_on=row.occurred_on or row.detected_on, death_cause=DeathCause.INJURY)


def _report(child: Child, by: Any, day: dt.date) -> None:
    """An incident still to be looked into: the group says that something befell the child, not what was found."""
    row = Circumstance.objects.on(day).filter(child=child, group__in=SEALED).latest("from_on")
    kind = "child_labour" if row.group == "k" else "abuse"
    records.create(Incident, by=by, child=child, kind=kind, detected_on=row.from_on)


GROUP_D = Add("nhom-d", _("Ghi nhóm d"), Permission.SEALED_WRITE, _group("d", _disabled_since))
DISABILITY = Add("khuyet-tat", _("Ghi khuyết tật, chưa rõ mức độ"), Permission.SUPPORT_WRITE, _disability)
ACCIDENT = Add("vu-tai-nan", _("Ghi vụ tai nạn tử vong"), Permission.SEALED_WRITE, _accident)
DEATH = Add("ngay-mat", _("Ghi em đã mất ngày ấy"), Permission.CIVIL_WRITE, _death)
GROUP_H = Add("nhom-h", _("Ghi nhóm h"), Permission.SEALED_WRITE, _group("h", _harmed_on("child_labour")),
              _("Thêm nhóm h (bỏ học, lao động) cho em %(name)s?"))
GROUPS_OF_HARM = tuple(
    Add(f"nhom-{code}", label, Permission.SEALED_WRITE, _group(code, _harmed_on("abuse")), ask)
    for code, label, ask in (
        ("i", _("i: bạo lực"), _("Thêm nhóm i (bạo lực) cho em %(name)s?")),
        ("k", _("k: bóc lột"), _("Thêm nhóm k (bóc lột) cho em %(name)s?")),
        ("l", _("l: xâm hại tình dục"), _("Thêm nhóm l (xâm hại tình dục) cho em %(name)s?")),
        ("m", _("m: mua bán"), _("Thêm nhóm m (mua bán) cho em %(name)s?"))))
REPORT = Add("vu-viec", _("Ghi vụ việc, chưa xác minh"), Permission.SEALED_WRITE, _report,
             _("Ghi vụ việc chưa xác minh cho em %(name)s?"))

