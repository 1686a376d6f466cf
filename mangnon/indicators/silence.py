"""Children of whom no sector has written anything for long: nobody has failed, somebody should ask."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import months_back, school_year_on, years_back
from mangnon.delivery.models import Attendance
from mangnon.education.models import Enrolment
from mangnon.health.models import Assessment, Dose, Measurement
from mangnon.places.naming import told_apart
from mangnon.protection.models import PackageGiven, Service, Support
from mangnon.registry.models import Child, Contact, Residence

MONTHS = 12
ADULT = 16
"""Children in the sense of the law (Luật Trẻ em 2016, article 1)."""


@dataclass(frozen=True)
class Silent:
    """A child nobody has written of since. last: the day, None where there is nothing at all; sector: whose it was.

    home, place: where she lives today and what it is called, None and "" where that is not known.
    """

    child: Child
    home: uuid.UUID | None
    place: str
    last: dt.date | None
    sector: str


def sources(*, supports: bool) -> list[tuple[str, Any]]:
    """(sector, query of (child, day)): what anybody wrote that this reader may know of.

    Incidents and circumstances are left out on purpose: who vanished from this list would tell of them. So are services
    and supports for who may not read them (supports).
    """
    found = [
        (_("cân đo"), Measurement.objects.values("child").annotate(day=Max("measured_on"))),
        (_("tiêm chủng"), Dose.objects.values("child").annotate(day=Max("given_on"))),
        (_("đánh giá phát triển"), Assessment.objects.values("child").annotate(day=Max("assessed_on"))),
        (_("trường học"), Enrolment.objects.values("child").annotate(day=Max(F("entered_on")))),
        (_("hoạt động"), Attendance.objects.values("child").annotate(day=Max("activity__held_on"))),
        (_("khai sinh"), Child.objects.exclude(birth_registered_on=None).values(child=F("pk")).annotate(
            day=F("birth_registered_on"))),
        (_("chuyển nơi ở"), Residence.objects.values("child").annotate(day=Max("from_on"))),
        (_("gặp gia đình"), Contact.objects.values("child").annotate(day=Max("met_on")))]
    if supports:
        found += [(_("dịch vụ"), Service.objects.values("child").annotate(day=Max("received_on"))),
                  (_("trợ giúp"), Support.objects.values("child").annotate(day=Max("from_on"))),
                  (_("gói hỗ trợ"), PackageGiven.objects.given().values("child").annotate(day=Max("given_on")))]
    return found


def silent(user: Any, today: dt.date) -> list[Silent]:
    """Children under 16 of this user's place with nothing for twelve months, the longest silence first.

    Who is at school this year, or (for who may know it) receives a support now, is seen by somebody.
    """
    since = months_back(today, MONTHS)
    mine = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).resident_on(today).filter(
        born_on__gt=years_back(today, ADULT)).values("pk")
    seen = set(Enrolment.objects.filter(Q(left_on=None) | Q(left_on__gt=since), school_year=school_year_on(today))
               .values_list("child", flat=True))
    supports = user.can(Permission.SUPPORT_READ)
    if supports:
        seen |= set(Support.objects.on(today).values_list("child", flat=True))
    last: dict[uuid.UUID, tuple[dt.date, str]] = {}
    for sector, rows in sources(supports=supports):
        for row in rows.filter(**{"pk__in" if sector == _("khai sinh") else "child__in": mine}):
            child, day = row["child"], row["day"]
            if day is not None and day <= today and (child not in last or day > last[child][0]):
                last[child] = (day, sector)
    seen |= {child for child, (day, _sector) in last.items() if day > since}
    rows = Residence.objects.on(today).filter(child__in=mine).select_related("unit").order_by("from_on")
    homes = {home.child_id: home.unit for home in rows}
    names = told_apart(homes.values())
    children = Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES).resident_on(today).filter(
        born_on__gt=years_back(today, ADULT)).in_name_order()
    found = [Silent(child, home.pk if home else None, names[home.pk] if home else "", *last.get(child.pk, (None, "")))
             for child in children if child.pk not in seen for home in [homes.get(child.pk)]]
    return sorted(found, key=lambda one: one.last or dt.date.min)
