"""Places of the demonstration: the plan's commune, its seven thôn, the merger of 1 July 2025, schools, play points."""
from __future__ import annotations

import datetime as dt

from .commune import START, VILLAGES, Commune

MERGED = dt.date(2025, 7, 1)
OLD = dt.date(1997, 1, 1)
SCHOOLS = {"kindergarten": "HT-MN", "primary": "HT-TH", "lower_secondary": "HT-THCS"}
HOME = "HT"


def add_units(c: Commune) -> None:
    """Units with their codes as they were and are: the new commune bears the code of the former Hoằng Kim."""
    c.add("units", unit_id="TH", code="38", name="Tỉnh Thanh Hóa", level="province", parent_id=None, area=None,
          valid_from=OLD, valid_to=None)
    for unit, code, name, end in (("HT", "15892", "Xã Hoằng Trung", MERGED), ("HK", "15889", "Xã Hoằng Kim", MERGED),
                                  ("HPC", "15883", "Xã Hoằng Phú (cũ)", MERGED),
                                  ("HQ", "15916", "Xã Hoằng Quý", MERGED),
                                  ("HP", "15889", "Xã Hoằng Phú", None)):
        c.add("units", unit_id=unit, code=code, name=name, level="commune", parent_id="TH", area="rural",
              valid_from=MERGED if end is None else OLD, valid_to=end)
    for n, village in enumerate(VILLAGES, start=1):
        c.add("units", unit_id=village, code=f"15892{n:02d}", name=f"Thôn {n}", level="village", parent_id=HOME,
              area="rural", valid_from=OLD, valid_to=None)
    for old in ("HT", "HK", "HPC", "HQ"):
        c.add("unit_successions", predecessor_id=old, successor_id="HP", on=MERGED)
    _facilities(c)


def _facilities(c: Commune) -> None:
    rows = [("HT-MN", "Trường Mầm non Hoằng Trung", "kindergarten", "HT3"),
            ("HT-TH", "Trường Tiểu học Hoằng Trung", "primary", "HT3"),
            ("HT-THCS", "Trường Trung học cơ sở Hoằng Trung", "lower_secondary", "HT4"),
            ("HT-YT", "Trạm Y tế Hoằng Trung", "health_station", "HT3")]
    rows += [(f"HT-VC{n}", f"Sân chơi nhà văn hóa Thôn {n}", "play_point", f"HT{n}") for n in range(1, 8)]
    rows += [("HT-VC8", "Sân bóng trung tâm", "play_point", "HT4"), ("HT-VC9", "Sân chơi chợ cũ", "play_point", "HT5")]
    for facility, name, kind, unit in rows:
        closed = dt.date(2025, 3, 1) if facility == "HT-VC9" and c.today >= dt.date(2025, 3, 1) else None
        c.add("facilities", facility_id=facility, name=name, kind=kind, unit_id=unit, opened_on=dt.date(2005, 9, 5),
              closed_on=closed)
    for year in c.years():
        for facility in ("HT-MN", "HT-TH", "HT-THCS"):
            c.add("facility_checks", facility_id=facility, year=year,
                  sanitation=year >= 2023 or facility != "HT-TH", psychological_support=_support(facility, year),
                  accessible_building=facility == "HT-TH" or (facility == "HT-THCS" and year >= 2024),
                  accessible_materials=facility != "HT-MN" and year >= START.year + 1, operating=None)
        for n in (1, 2, 3, 8):
            c.add("facility_checks", facility_id=f"HT-VC{n}", year=year, sanitation=None, psychological_support=None,
                  accessible_building=None, accessible_materials=None, operating=True)


def _support(facility: str, year: int) -> bool:
    return (facility == "HT-THCS" and year >= 2022) or (facility == "HT-TH" and year >= 2025)
