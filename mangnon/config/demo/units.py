"""Places of the demonstration: the plan's commune, its seven thôn, the merger of 1 July 2025, schools, play points."""
from __future__ import annotations

import datetime as dt

from .commune import HOME, START, VILLAGES, Commune
from .school import KINDERGARTEN, LOWER_SECONDARY, PRIMARY

MERGED = dt.date(2025, 7, 1)
OLD = dt.date(1997, 1, 1)
PLAY_POINTS = 9


def add_units(c: Commune) -> None:
    """Units with their codes as they were and are: the new commune bears the code of the former Hoằng Kim."""
    c.add("units", unit_id="TH", code="38", name="Tỉnh Thanh Hóa", level="province", parent_id=None, area=None,
          valid_from=OLD, valid_to=None)
    for unit, code, name, end in ((HOME, "15892", "Xã Hoằng Trung", MERGED), ("HK", "15889", "Xã Hoằng Kim", MERGED),
                                  ("HPC", "15883", "Xã Hoằng Phú (cũ)", MERGED),
                                  ("HQ", "15916", "Xã Hoằng Quý", MERGED), ("HP", "15889", "Xã Hoằng Phú", None)):
        c.add("units", unit_id=unit, code=code, name=name, level="commune", parent_id="TH", area="rural",
              valid_from=OLD if end else MERGED, valid_to=end)
    for n, village in enumerate(VILLAGES, start=1):
        c.add("units", unit_id=village, code=f"15892{n:02d}", name=f"Thôn {n}", level="village", parent_id=HOME,
              area="rural", valid_from=OLD, valid_to=None)
    for old in (HOME, "HK", "HPC", "HQ"):
        c.add("unit_successions", predecessor_id=old, successor_id="HP", on=MERGED)
    _facilities(c)
    for year in c.years():
        if dt.date(year, 3, 15) <= c.today:
            _school_checks(c, year)
            _play_point_checks(c, year)


def _facilities(c: Commune) -> None:
    rows = [(KINDERGARTEN, "Trường Mầm non Hoằng Trung", "kindergarten", "HT3"),
            (PRIMARY, "Trường Tiểu học Hoằng Trung", "primary", "HT3"),
            (LOWER_SECONDARY, "Trường Trung học cơ sở Hoằng Trung", "lower_secondary", "HT4"),
            ("HT-YT", "Trạm Y tế Hoằng Trung", "health_station", "HT3")]
    rows += [(f"HT-VC{n}", f"Sân chơi nhà văn hóa Thôn {n}", "play_point", f"HT{n}") for n in range(1, 8)]
    rows += [("HT-VC8", "Sân bóng trung tâm", "play_point", "HT4"), ("HT-VC9", "Sân chơi chợ cũ", "play_point", "HT5")]
    for facility, name, kind, unit in rows:
        c.add("facilities", facility_id=facility, name=name, kind=kind, unit_id=unit, opened_on=dt.date(2005, 9, 5),
              closed_on=dt.date(2025, 3, 1) if facility == "HT-VC9" else None)


def _school_checks(c: Commune, year: int) -> None:
    """Toilets for all since 2023; a counsellor and ramps come to one school after the other."""
    for school in (KINDERGARTEN, PRIMARY, LOWER_SECONDARY):
        support: bool | None = {KINDERGARTEN: False, PRIMARY: year >= 2025, LOWER_SECONDARY: year >= 2022}[school]
        if school == KINDERGARTEN and year == 2022:
            support = None  # that year nobody asked
        c.add("facility_checks", facility_id=school, year=year, sanitation=year >= 2023 or school != PRIMARY,
              psychological_support=support,
              accessible_building=school == PRIMARY or (school == LOWER_SECONDARY and year >= 2024),
              accessible_materials=school != KINDERGARTEN and year > START.year, operating=None)


def _play_point_checks(c: Commune, year: int) -> None:
    """Not every point is visited each year; one was shut for a year after a storm."""
    for n in range(1, PLAY_POINTS + 1):
        closed = n == 9 and year >= 2025
        if not closed and (n in (1, 2, 3, 4, 5, 8) or c.lot("visit", n, year) < 0.4):
            c.add("facility_checks", facility_id=f"HT-VC{n}", year=year, sanitation=None, psychological_support=None,
                  accessible_building=None, accessible_materials=None, operating=not (n == 5 and year == 2023))
