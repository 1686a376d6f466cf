"""Alternative care of the invented commune: a few willing families, one child placed, one still to be handed over."""
from __future__ import annotations

import datetime as dt

from mangnon.accounts.models import User
from mangnon.core import records
from mangnon.protection.care import due
from mangnon.protection.care.actions import confirm, place, visit_risk
from mangnon.protection.models import CareFamily, CareVisit, RiskVisit
from mangnon.registry.models import Child
from mangnon.registry.views import villages

FAMILIES = (("Lê Thị Minh Họa", 1, "female", 0, 6, "gần trường mầm non"), ("Nguyễn Văn Đặt Ra", 2, "", None, None, ""),
            ("Trương Thị Giả Định", 1, "", 3, 12, "nhận cả hai chị em"))
"""Invented heads, how many children, sex, ages, other wishes."""
LEFT = 4
"""Of so many signs of risk one has not been visited."""
NOTED_BY = ("cô giáo chủ nhiệm", "trưởng thôn", "cộng tác viên")


def add_placing(day: dt.date, *, by: User) -> None:
    """Write the families, place two children in need, visit some who are at risk."""
    homes = []
    places = list(villages())
    for n, (head, capacity, sex, low, high, wishes) in enumerate(FAMILIES):
        homes.append(records.create(
            CareFamily, by=by, head_name=head, unit=places[n % len(places)], capacity=capacity, sex=sex, from_age=low,
            to_age=high, wishes=wishes, requested_on=day - dt.timedelta(days=400), from_on=day - dt.timedelta(days=380),
            checked_on=day - dt.timedelta(days=390) if n < 2 else None))
    confirm(homes[:1], by=by, on=day - dt.timedelta(days=15))
    children = Child.objects.resident_on(day)
    needs = due.in_need(children.in_name_order(), day, by)
    for n, (child, _groups) in enumerate(needs[:2]):
        decided = day - dt.timedelta(days=70 if n == 0 else 30)
        row = place(None, by=by, child=child, family=homes[1], facility=None, decision="(minh họa)", decided_on=decided,
                    handed_over_on=decided + dt.timedelta(days=12) if n == 0 else None, ended_on=None, end_reason="")
        if n == 0:
            records.create(CareVisit, by=by, placement=row, visited_on=decided + dt.timedelta(days=40),
                           visitor="cộng tác viên", note="Em ăn ngủ tốt (số liệu minh họa)")
    for n, line in enumerate(due.risks(children, day)):
        records.correct(line.row, by=by, noted_by=NOTED_BY[n % len(NOTED_BY)])
        if n % LEFT == 0 and line.row.from_on < day - dt.timedelta(days=10):
            continue
        seen = max(line.row.from_on, day - dt.timedelta(days=25))
        if not RiskVisit.objects.filter(risk=line.row, visited_on=seen).exists():
            visit_risk(line.row, by=by, next_on=None, visited_on=seen, visitor="trưởng thôn",
                       note="Đã gặp gia đình (số liệu minh họa)")
