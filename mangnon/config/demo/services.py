"""The invented commune's directory of services, and packages given. Places and numbers are invented; 111, 113 and 115,
which are real, stand in the catalogue."""
from __future__ import annotations

import datetime as dt

from mangnon.core.periods import years_back
from mangnon.places.models import Unit
from mangnon.protection.models import AtRisk, Disability, Provider
from mangnon.protection.services.actions import write_provider
from mangnon.protection.services.package_actions import give, write_roll, write_session
from mangnon.registry.models import Child, Residence

PLACES = (
    # name, kind, reach, contact, phone, day and night, to call first, confirmed so many days ago, offers
    ("Công an xã (minh họa)", "police", "commune", "Trực ban", "0237 000 0101", True, True, 40, ()),
    ("Trạm Y tế xã (minh họa)", "health", "commune", "Trực trạm", "0237 000 0102", True, True, 21,
     ("kham-chua", "nuoi-con-nho", "dinh-duong")),
    ("Hội Liên hiệp Phụ nữ xã (minh họa)", "social", "commune", "Chủ tịch Hội", "0237 000 0103", None, False, 63,
     ("tham-nha", "lam-cha-me", "sinh-ke")),
    ("Đoàn Thanh niên xã (minh họa)", "social", "commune", "Bí thư Đoàn", "0237 000 0104", None, False, 420,
     ("ky-nang", "hoc-tap")),
    ("Trường tiểu học (minh họa)", "education", "commune", "Văn phòng", "0237 000 0105", False, False, 110,
     ("hoc-tap", "ky-nang")),
    ("Trung tâm Công tác xã hội tỉnh (minh họa)", "welfare", "province", "Phòng tiếp nhận", "0237 000 0106", True,
     True, 75, ("tu-van", "trong-tre", "tham-nha")),
    ("Trung tâm Trợ giúp pháp lý tỉnh (minh họa)", "legal_aid", "province", "Văn thư", "0237 000 0107", False, False,
     500, ("phap-ly",)),
    ("Tòa án nhân dân khu vực (minh họa)", "justice", "province", "Bộ phận tiếp dân", "0237 000 0108", False, False,
     None, ()),
    ("Bệnh viện Phục hồi chức năng tỉnh (minh họa)", "health", "province", "Khoa Nhi", "0237 000 0109", None, False,
     200, ("phuc-hoi",)))


VISITS = 8
ROLL = 14
OLD_ENOUGH = 9
"""Completed years from which a demonstration package is given to the child herself: line 2 counts younger ones."""


def add_packages(today: dt.date) -> None:
    """Home visits to parents of children at risk, rehabilitation, a parenting session held and one ahead."""
    at_risk = AtRisk.objects.on(today).select_related("child").order_by("child__name_sort", "child_id", "from_on")
    for n, risk in enumerate(at_risk[:VISITS]):
        ago = dt.timedelta(days=6 + 9 * n)
        days = {"planned_on": today + dt.timedelta(days=5 - 4 * n)} if n < 2 else {
            "given_on": today - ago, "minutes": 40, "result": ("going", "done", "absent")[n % 3]}
        give(risk.child, by="demo", package="tham-nha", receiver=("mother", "parents", "carer")[n % 3],
             given_by="Cộng tác viên thôn (minh họa)", **days)
    hospital = Provider.objects.filter(offers__package="phuc-hoi").first()
    disabled = Disability.objects.on(today).filter(child__born_on__lte=years_back(today, OLD_ENOUGH))
    for n, row in enumerate(disabled.select_related("child").order_by("child__name_sort", "child_id")[:4]):
        give(row.child, by="demo", package="phuc-hoi", receiver="child", provider=hospital, minutes=60,
             given_on=max(today - dt.timedelta(days=20 + 7 * n), row.from_on), result="going")
    add_sessions(today)


def add_sessions(today: dt.date) -> None:
    unit = Unit.objects.filter(name="Thôn 3").first()
    union = Provider.objects.filter(offers__package="lam-cha-me").first()
    if unit is None:
        return
    held = write_session(None, by="demo", package="lam-cha-me", held_on=today - dt.timedelta(days=24), unit=unit,
                         place="nhà văn hóa thôn", provider=union, led_by="Chi hội Phụ nữ (minh họa)", minutes=90)
    homes = Residence.objects.on(held.held_on).filter(unit=unit).values("child")
    families = Child.objects.filter(pk__in=homes, died_on=None, born_on__gt=years_back(held.held_on, 6),
                                    born_on__lte=held.held_on).in_name_order()[:ROLL]
    write_roll(held, {child.pk: "mother" if n % 4 else "father" for n, child in enumerate(families)}, (), by="demo")
    write_session(None, by="demo", package="nuoi-con-nho", held_on=today + dt.timedelta(days=12), unit=unit,
                  place="trạm y tế", led_by="Trạm Y tế (minh họa)")


def add_directory(today: dt.date) -> None:
    """Nine places, two not confirmed for more than a year and one never."""
    for name, kind, reach, contact, phone, always, first, ago, offers in PLACES:
        write_provider(
            None, by="demo", offers=offers, name=name, kind=kind, reach=reach, contact=contact, phone=phone,
            round_the_clock=always, call_first=first,
            hours="" if always else "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
            confirmed_on=today - dt.timedelta(days=ago) if ago is not None else None)
