"""The invented commune's directory of services. The places and numbers are invented; 111, 113 and 115 are not here."""
from __future__ import annotations

import datetime as dt

from mangnon.protection.services.actions import write_provider

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


def add_directory(today: dt.date) -> None:
    """Nine places, two not confirmed for more than a year and one never."""
    for name, kind, reach, contact, phone, always, first, ago, offers in PLACES:
        write_provider(
            None, by="demo", offers=offers, name=name, kind=kind, reach=reach, contact=contact, phone=phone,
            round_the_clock=always, call_first=first,
            hours="" if always else "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
            confirmed_on=today - dt.timedelta(days=ago) if ago is not None else None)
