"""Units and facilities of a nasty folder: a merger, moved and divided villages, codes used again."""

from __future__ import annotations

import datetime as dt

from tests.oracle.maker import DAY, ENDS, Maker

MERGER = dt.date(2025, 7, 1)
EVE = [dt.date(2020, 12, 31), dt.date(2021, 1, 1)]
OLD = dt.date(1997, 1, 1)
KINDS = [
    "kindergarten",
    "kindergarten",
    "primary",
    "lower_secondary",
    "combined_school",
    "play_point",
    "play_point",
    "play_point",
    "health_station",
    "care_centre",
    "other",
]


def unit(
    m: Maker,
    unit_id: str,
    code: str,
    level: str,
    parent: str | None,
    since: dt.date,
    until: dt.date | None = None,
) -> None:
    """One unit."""
    area = m.rng.choice(["rural", "rural", "urban", None])
    m.add(
        "units.csv",
        unit_id=unit_id,
        code=code,
        name=f"Đơn vị {unit_id}",
        level=level,
        parent_id=parent,
        area=area,
        valid_from=since,
        valid_to=until,
    )


def communes(m: Maker) -> None:
    """A and B merged into N, which bears the code of A again; C stands by; X bears the code of B again."""
    if m.chance(0.3):
        unit(m, "VN", "VN", "nation", None, OLD)
    unit(m, "P", "38", "province", "VN" if m.keys["units.csv"] else None, OLD)
    unit(m, "A", "16001", "commune", "P", OLD, MERGER)
    unit(m, "B", "16002", "commune", "P", OLD, MERGER)
    unit(m, "N", "16001", "commune", "P", MERGER)
    unit(m, "C", "16003", "commune", "P", m.rng.choice([OLD, dt.date(2021, 1, 1)]))
    unit(m, "X", "16002", "commune", "P", dt.date(2026, 3, 1), m.maybe(dt.date(2026, 12, 1)))
    for old in "AB":
        m.add("unit_successions.csv", predecessor_id=old, successor_id="N", on=MERGER)


def villages(m: Maker) -> None:
    """Three villages under each old commune, some of which go on under the new one as new units."""
    for commune in "ABC":
        for number in (1, 2, 3):
            code = f"{commune}-{number}"
            # Many registers never write when a village began, or that it ended with its commune.
            since = m.rng.choice([OLD, OLD, dt.date(2025, 7, 1), dt.date(2027, 1, 1)])
            unit(m, f"{commune}{number}", code, "village", commune, since, m.maybe(max(since, MERGER), 0.3))
    unit(m, "N1", "A-1", "village", "N", MERGER)
    unit(m, "N2", "N-2", "village", "N", MERGER)
    unit(m, "X1", "X-1", "village", "X", dt.date(2026, 3, 1))
    for old, new, share in (("A1", "N1", 0.7), ("B1", "N1", 0.4), ("B2", "N2", 0.5)):
        if m.chance(share):
            m.add("unit_successions.csv", predecessor_id=old, successor_id=new, on=MERGER)


def moved_villages(m: Maker) -> None:
    """Villages that went to another commune, one by one (a divided commune has no succession of its own)."""
    moves = [("A3", "C4", "C"), ("B3", "A4", "A"), ("C3", "B4", "B"), ("C2", "X1", "X")]
    for old, new, commune in moves:
        if not m.chance(0.5):
            continue
        on = m.rng.choice([dt.date(2023, 1, 1), dt.date(2024, 12, 31), MERGER, dt.date(2026, 3, 1)])
        if new not in {row["unit_id"] for row in m.tables["units.csv"]}:
            unit(m, new, f"{commune}-4", "village", commune, on)
        m.add("unit_successions.csv", predecessor_id=old, successor_id=new, on=on)
    if m.chance(0.15):
        unit(m, "A5", "A-5", "village", "A", dt.date(2023, 1, 1))
        m.add("unit_successions.csv", predecessor_id="A2", successor_id="A5", on=dt.date(2023, 1, 1))
        m.add("unit_successions.csv", predecessor_id="A2", successor_id="N2", on=MERGER)


def somewhere(m: Maker) -> str:
    """A unit to live or stand in: mostly a village, now and then a commune or the province itself."""
    units = m.tables["units.csv"]
    wanted = "village" if m.chance(0.8) else m.rng.choice(["commune", "commune", "commune", "province"])
    found = [row["unit_id"] for row in units if row["level"] == wanted]
    near = [unit_id for unit_id in found if unit_id[0] in "ABN"]
    return m.rng.choice(near if near and m.chance(0.6) else found)


def facilities(m: Maker) -> None:
    """Schools and play points that open and close on the days that are asked about."""
    for number in range(m.rng.randint(12, 24)):
        opened = m.rng.choice([None, OLD, m.hard_day(), m.hard_day()])
        closed = m.rng.choice([None, None, None, m.hard_day(), m.rng.choice(ENDS), *EVE])
        if opened and closed and closed < opened:
            opened, closed = closed, m.rng.choice([opened, closed, closed + DAY])
        m.add(
            "facilities.csv",
            facility_id=f"f{number:02}",
            name=f"Cơ sở {number}",
            kind=m.rng.choice(KINDS),
            unit_id=somewhere(m),
            opened_on=opened,
            closed_on=closed,
        )


def checks(m: Maker) -> None:
    """Checks that lack a year, a row or an answer."""
    answers = [True, True, False, None]
    for facility in m.tables["facilities.csv"]:
        for year in range(2019, 2028):
            if m.chance(0.8):
                m.add(
                    "facility_checks.csv",
                    facility_id=facility["facility_id"],
                    year=year,
                    sanitation=m.rng.choice(answers),
                    psychological_support=m.rng.choice(answers),
                    accessible_building=m.rng.choice(answers),
                    accessible_materials=m.rng.choice(answers),
                    operating=m.rng.choice(answers),
                )


def declared(m: Maker) -> None:
    """Declared figures at every level, also for measures that are counted from rows."""
    for row in m.tables["units.csv"]:
        for year in range(2019, 2028):
            if m.chance(0.5):
                m.add(
                    "declared.csv",
                    measure="1",
                    unit_id=row["unit_id"],
                    year=year,
                    numerator=m.rng.randint(0, 1),
                    denominator=1,
                    document=m.maybe("12/QĐ-UBND"),
                )
            if m.chance(0.6):
                m.add(
                    "declared.csv",
                    measure="6",
                    unit_id=row["unit_id"],
                    year=year,
                    numerator=m.rng.randint(0, 2),
                    denominator=m.rng.choice([0, 1, 2, 3, 5, 150]),
                )
            if m.chance(0.05):
                m.add(
                    "declared.csv",
                    measure=m.rng.choice(["7", "8a", "14"]),
                    unit_id=row["unit_id"],
                    year=year,
                    numerator=3,
                    denominator=4,
                )


def make_places(m: Maker) -> None:
    """Everything that stands before the first child."""
    communes(m)
    villages(m)
    moved_villages(m)
    facilities(m)
    checks(m)
    declared(m)
