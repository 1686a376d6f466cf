"""Invented protection cases: one whose hours run, one whose plan waits to be approved, one under way, one closed.

They happen at hours of the real clock, so only the whole commune has them: a small one is for tests, whose day stands.
"""
from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.accounts.models import User
from mangnon.core import clock
from mangnon.places.models import Unit
from mangnon.protection.cases import actions
from mangnon.protection.cases.models import Case
from mangnon.registry.models import Child

H, D = dt.timedelta(hours=1), dt.timedelta(days=1)


def add_cases(today: dt.date) -> None:
    """Four cases; the children are those of the demonstration, the stories are made up."""
    now = clock.now()
    who = {user.username: user for user in User.objects.filter(username__in=("canbo", "chutich", "congan", "tramyte"))}
    girls = list(Child.objects.resident_on(today).filter(
        sex="female", born_on__range=(today - 10 * 365 * D, today - 8 * 365 * D)).order_by("name_sort", "pk")[:4])
    if len(girls) < 4 or len(who) < 4:
        return
    homes = {unit.name: unit for unit in Unit.objects.villages()}
    officer, chairman = who["canbo"], who["chutich"]

    def told(n: int, ago: dt.timedelta, thon: str, channel: str, what: str, suspect: str, danger: bool | None) -> Case:
        return actions.file_report(
            by="demo", channel=channel, received_at=now - ago, danger=danger, child=girls[n], unit=homes.get(thon),
            told={"what": what, "who": "bé gái khoảng 9 tuổi (trẻ do phần mềm đặt ra)"},
            suspect={"words": suspect}).case

    def done(case: Case, ago: dt.timedelta, act: str, by: User = officer, **more: Any) -> None:
        actions.do(case, act, by=by, at=now - ago, **more)

    burning = told(0, 10 * H, "Thôn 3", "phone", "Hàng xóm nghe em khóc nhiều đêm, sáng nay thấy vết bầm trên tay. "
                   "Chuyện do phần mềm đặt ra.", "người ở cùng nhà", True)
    done(burning, 8 * H, "assess", values={
        "harm_body": "cao", "risk_access": "cao", "emergency": True, "child_view": "Em muốn ở với bà ngoại."})
    done(burning, 2 * H, "propose_emergency", values={"place_of_care": "nhà bà ngoại"})
    actions.assign(burning, who["congan"], "helper", by=officer)
    waiting = told(1, 6 * D, "Thôn 5", "school", "Cô giáo báo em hay ngủ gật, nói phải thức khuya làm hàng. Chuyện do "
                   "phần mềm đặt ra.", "", None)
    done(waiting, 6 * D - 3 * H, "assess", values={"harm_growth": "trung_binh", "emergency": False})
    done(waiting, 6 * D - 4 * H, "no_emergency", reason="Em ăn ở cùng mẹ, không bị đe dọa.")
    done(waiting, 3 * D, "verify", values={"verdict": "xac_nhan"}, outcome="confirmed")
    done(waiting, 1 * D, "plan", values={"goal": "Em được ngủ đủ và đến lớp đều."})
    running = told(2, 40 * D, "Thôn 1", "hotline", "Tổng đài chuyển: em bị bạn lớn đánh trên đường đi học. Chuyện do "
                   "phần mềm đặt ra.", "bạn học lớp trên", False)
    for ago, act, by in ((40 * D - 2 * H, "assess", officer), (40 * D - 5 * H, "no_emergency", officer),
                         (36 * D, "verify", officer), (34 * D, "plan", officer), (33 * D, "approve", chairman)):
        done(running, ago, act, by=by, reason="Em an toàn ở nhà." if act == "no_emergency" else "",
             outcome="confirmed" if act == "verify" else "",
             values={"review_on": (today + 5 * D).isoformat()} if act == "approve" else {})
    over = told(3, 200 * D, "Thôn 2", "collaborator", "Nghe nói em bị mắng chửi. Chuyện do phần mềm đặt ra.", "", False)
    for ago, act in ((200 * D - 3 * H, "assess"), (200 * D - 4 * H, "no_emergency"), (197 * D, "verify"),
                     (196 * D, "unfounded")):
        done(over, ago, act, reason="Đã gặp em, gia đình và cô giáo: không có chuyện ấy." if act != "assess" else "",
             outcome="refuted" if act == "verify" else "")
