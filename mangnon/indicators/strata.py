"""Who belongs to which part of the population: ages and the priority groups of the plan."""
from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Any

from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import years_back
from mangnon.registry.models import Child

from .live import ask_live
from .period import Period
from .tables import TABLES

AGES = ((0, 1), (1, 3), (3, 6), (6, 11), (11, 16), (16, 18))
MAJORITY = ("", "Kinh", "kinh")


def _ids(table: str, period: Period, more: str = "") -> set[str]:
    """Children with a row of a table that holds on the period's last day."""
    day = period.end.toordinal()
    found = ask_live(f"SELECT DISTINCT child FROM {TABLES[table].name} "
                     f"WHERE from_day <= {day} AND to_day > {day}{more}")
    return {row[0] for row in found}


def members(period: Period, user: Any, *, events: bool = False) -> dict[str, dict[str, set[str]]]:
    """Ages and priority groups as sets of ids; special circumstances only for those who read or count sealed groups.

    events: incidents belong to the groups of their children, and to the age on their day.
    """
    groups = {
        _("Hộ nghèo"): _ids("poverty", period, " AND status = 'poor'"),
        _("Hộ cận nghèo"): _ids("poverty", period, " AND status = 'near_poor'"),
        _("Dân tộc thiểu số"): {str(pk) for pk in Child.objects.exclude(ethnicity__in=MAJORITY).values_list(
            "pk", flat=True)},
        _("Khuyết tật"): _ids("disability", period),
        _("Có nguy cơ"): _ids("at_risk", period),
        _("Tạm trú"): _ids("registration", period, " AND kind = 'temporary'"),
    }
    if user.can(Permission.SEALED_READ) or user.can(Permission.SEALED_COUNTS):
        groups[_("Hoàn cảnh đặc biệt")] = _ids("circumstance", period)
    ages = _ages(period.end)
    if events:
        _add_incidents(period, groups, ages)
    return {_("Theo tuổi"): ages, _("Theo nhóm ưu tiên"): groups}


def _add_incidents(period: Period, groups: dict[str, set[str]], ages: dict[str, set[str]]) -> None:
    rows = ask_live(f"SELECT incident, child, event_age FROM {TABLES['incident'].name} "
                    f"WHERE day >= {period.start.toordinal()} AND day <= {period.end.toordinal()}")
    for incident, child, age in rows:
        for ids in groups.values():
            if child in ids:
                ids.add(incident)
        for label, (low, high) in zip(_age_labels(), AGES, strict=True):
            if low <= age < high:
                ages[label].add(incident)


def _age_labels() -> list[str]:
    return [_("Dưới 1 tuổi") if high == 1 else _("%(a)s đến %(b)s tuổi") % {"a": low, "b": high - 1}
            for low, high in AGES]


def _ages(on: dt.date) -> dict[str, set[str]]:
    """Completed years on the period's last day."""
    # Birth days from the oldest band to the youngest: the band of a birth day is where it would be sorted in.
    edges = [years_back(on, high).toordinal() for _low, high in reversed(AGES)]
    made: list[set[str]] = [set() for _ in AGES]
    for child, born in ask_live(f"SELECT child, born FROM {TABLES['child'].name} WHERE born > {edges[0]}"):
        made[len(edges) - bisect_left(edges, born)].add(child)
    return dict(zip(_age_labels(), made, strict=True))
