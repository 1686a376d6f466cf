"""What the register itself tells on a child's timeline: birth, registration, homes, the household's status, death."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.hooks import TimelineEntry

from .models import Child, HouseholdMember, Residence


def timeline(user: Any, child: uuid.UUID) -> Iterable[TimelineEntry]:
    """Only for those who read identities; the page itself has asked whether this child is theirs to see."""
    if not user.can(Permission.IDENTITY_READ):
        return
    row = Child.objects.get(pk=child)
    yield TimelineEntry(row.born_on, _("Sinh ra"), _("Sinh"))
    if row.birth_registered_on:
        days = (row.birth_registered_on - row.born_on).days
        after = _("%(n)s ngày sau sinh") % {"n": days} if row.born_precision == "day" and days >= 0 else ""
        yield TimelineEntry(row.birth_registered_on, _("Đăng ký khai sinh"), _("Khai sinh"), detail=after)
    yield from _homes(row)
    yield from _statuses(row)
    for met in row.contacts.all():
        yield TimelineEntry(met.met_on, _("Gặp gia đình"), _("Thăm hỏi"), detail=met.note)
    for missed in row.missed_visits.all():
        yield TimelineEntry(missed.tried_on, _("Đến mà chưa gặp gia đình: %(why)s") % {
            "why": missed.get_why_display()}, _("Thăm hỏi"), detail=missed.note, mark="trong")
    for card in row.insurance_cards.all():
        yield TimelineEntry(card.from_on, _("Thẻ bảo hiểm y tế"), _("Giấy tờ"), until=card.to_on)
    if row.died_on:
        yield TimelineEntry(row.died_on, _("Mất"), _("Khai tử"), mark="khong")


def _homes(row: Child) -> Iterable[TimelineEntry]:
    """Where she moved to; the home of birth is no move."""
    homes = list(Residence.objects.filter(child=row).select_related("unit").order_by("from_on"))
    for before, home in zip([None, *homes], homes, strict=False):
        if before is not None:
            yield TimelineEntry(home.from_on, _("Chuyển từ %(old)s đến %(new)s") % {
                "old": before.unit, "new": home.unit}, _("Nơi ở"))
        elif (home.from_on - row.born_on).days > 60:
            yield TimelineEntry(home.from_on, _("Đến ở %(new)s") % {"new": home.unit}, _("Nơi ở"))
    if homes and homes[-1].to_on and homes[-1].to_on != row.died_on:
        yield TimelineEntry(homes[-1].to_on, _("Chuyển đi khỏi %(old)s") % {"old": homes[-1].unit}, _("Nơi ở"))


def _statuses(row: Child) -> Iterable[TimelineEntry]:
    members = HouseholdMember.objects.filter(child=row).select_related("household").prefetch_related(
        "household__statuses")
    for member in members:
        for status in member.household.statuses.all():
            begins = max(status.from_on, member.from_on)
            ends = min((day for day in (status.to_on, member.to_on) if day), default=None)
            if ends is None or begins < ends:
                yield TimelineEntry(begins, _("Gia đình là %(what)s") % {"what": status.get_status_display()},
                                    _("Hộ gia đình"), until=ends, mark="cho")
