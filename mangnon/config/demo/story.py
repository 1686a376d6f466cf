"""What happens in the invented commune year by year: the numbers behind its figures.

They are chosen so that a chairman sees what a real commune shows: slow gains, one bad year for vaccine, a flood, a
target missed by a child or two. A year after the last one named goes on like it.
"""
from __future__ import annotations

import datetime as dt

FIRST_YEAR = 2004
"""Whoever was born before was 17 when the register began."""

BIRTHS = {2004: 124, 2012: 124, 2013: 122, 2014: 122, 2015: 120, 2016: 119, 2017: 118, 2018: 116, 2019: 114, 2020: 112,
          2021: 109, 2022: 107, 2023: 105, 2024: 102, 2025: 99, 2026: 96, 2027: 93, 2028: 91, 2029: 90, 2030: 88}
ARRIVALS = 10
"""Families that move in each year."""

# Year of six, age in days on the day of death, cause: 2021 and 2027, 2022 and 2028 and so on.
DEATHS = ((0, 45, "illness"), (1, 830, "injury"), (2, 6, "illness"), (3, 4100, "illness"), (5, 71, "illness"))

UNDERWEIGHT = {2021: .064, 2024: .050, 2026: .042, 2030: .032}
STUNTED = {2021: .066, 2025: .053, 2026: .050, 2030: .042}
OBESE = .012

# Of the children born in a year, those who had not every vaccine on their first birthday.
UNVACCINATED = {2016: .070, 2020: .071, 2021: .073, 2022: .178, 2023: .086, 2024: .039, 2025: .040, 2026: .035}
SHORTAGE = (dt.date(2022, 12, 1), dt.date(2023, 10, 1))
LATE_FOR_AGE = {2016: .065, 2020: .055, 2022: .050, 2025: .045}

NOT_ON_TRACK = {2021: .050, 2022: .046, 2023: .040, 2024: .034, 2025: .028, 2026: .023}
ASSESSED = {2021: .55, 2022: .84, 2023: .87, 2024: .89, 2025: .90, 2026: .91}

# First calendar year of the school year -> share of the age group.
THREE_AND_FOUR = {2020: .86, 2023: .93, 2026: .985}
FIVE = {2020: .974, 2021: .983, 2022: .992, 2023: 1.0}

# First year of the school year, grade, outcome, how many.
SCHOOL_TROUBLES = (
    (2020, 4, "dropped_out", 1), (2020, 7, "dropped_out", 1), (2020, 8, "dropped_out", 2), (2020, 9, "repeating", 3),
    (2020, 5, "repeating", 1), (2021, 7, "dropped_out", 1), (2021, 9, "dropped_out", 2), (2021, 9, "repeating", 1),
    (2021, 1, "repeating", 1), (2022, 8, "dropped_out", 2), (2022, 9, "repeating", 2), (2022, 5, "repeating", 1),
    (2023, 6, "dropped_out", 1), (2023, 9, "dropped_out", 1), (2023, 9, "repeating", 1), (2024, 8, "dropped_out", 1),
    (2024, 9, "repeating", 1), (2024, 2, "repeating", 1), (2025, 9, "dropped_out", 1), (2025, 6, "repeating", 1),
    (2026, 8, "dropped_out", 1), (2027, 9, "repeating", 1), (2028, 9, "repeating", 1))

REGISTERED_AFTER = {2020: 17.0, 2022: 13.0, 2024: 9.0, 2026: 7.0}
"""Days between birth and registration, on average."""

INJURIES = {2021: 8, 2022: 7, 2023: 6, 2024: 6, 2025: 5, 2026: 3, 2027: 4, 2029: 3}
FLOODS = ((dt.date(2024, 9, 22), 36, 3), (dt.date(2026, 9, 10), 41, 0), (dt.date(2028, 9, 15), 22, 1))
"""Day, children hit, of them those whose relief came late."""

CONSULTED = {2021: .24, 2022: .44, 2023: .58, 2024: .67, 2025: .745, 2026: .775, 2027: .81, 2029: .86}
AWARE = {2021: .27, 2022: .46, 2023: .62, 2024: .74, 2025: .83, 2026: .892, 2028: .92}
TAKING_PART = {2021: .28, 2022: .47, 2023: .62, 2024: .72, 2025: .81, 2026: .858, 2028: .88}
