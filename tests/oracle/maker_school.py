"""Enrolments, activities and attendance of a nasty folder."""

from __future__ import annotations

import datetime as dt

from tests.oracle.maker import DAY, Maker
from tests.oracle.maker_places import somewhere

GRADES = ["MG3", "MG4", "MG5", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
DONE = ["promoted", "completed", "repeating", "transferred", "dropped_out", "studying", None]
KINDS = ["consultation", "awareness", "participation_model", "campaign", "training"]


def enrol(m: Maker, child: str, start: int, grade: str) -> None:
    """One enrolment of a school year, entered and left on days that matter."""
    entered = m.rng.choice(
        [
            dt.date(start, 9, 5),
            dt.date(start, 9, 1),
            dt.date(start, 8, 31),
            dt.date(start + 1, 1, 1),
            dt.date(start + 1, 3, 2),
        ]
    )
    if m.chance(0.1):
        entered = dt.date(start, 12, 31)
    outcome = m.rng.choices(DONE, [40, 20, 6, 8, 12, 8, 6])[0]
    left = None
    if outcome in {"dropped_out", "transferred"} and m.chance(0.7):
        near = [day for day in m.moments[child] if entered <= day <= dt.date(start + 1, 12, 31)]
        left = m.rng.choice(
            [
                *near,
                dt.date(start + 1, 5, 31),
                dt.date(start + 1, 6, 1),
                dt.date(start + 1, 1, 1),
                entered,
                entered + 60 * DAY,
            ]
        )
        left = max(left, entered)
    facility = m.rng.choice([*[row["facility_id"] for row in m.tables["facilities.csv"]], None, None])
    m.add(
        "enrolments.csv",
        child_id=child,
        facility_id=facility,
        school_year=f"{start}-{start + 1}",
        grade=grade,
        **{"class": m.maybe(f"{grade}A")},
        entered_on=entered,
        left_on=left,
        outcome=outcome,
    )


def schooling(m: Maker, child: str, born: dt.date) -> None:
    """Some years at school, a grade up or down from the usual, now and then twice in one year."""
    for start in range(2017, 2028):
        usual = start - born.year - 3
        if not 0 <= usual < len(GRADES) or m.chance(0.25):
            continue
        place = min(max(usual + m.rng.choice([0] * 8 + [-1, 1]), 0), len(GRADES) - 1)
        for _ in range(m.rng.choice([1, 1, 1, 1, 2, 3])):
            enrol(m, child, start, GRADES[place])


def activities(m: Maker) -> list[str]:
    """Activities in the communes, elsewhere, or nowhere in particular."""
    for number in range(m.rng.randint(15, 40)):
        day = m.hard_day() if m.chance(0.5) else m.some_day(dt.date(2018, 12, 1), dt.date(2027, 12, 31))
        m.add(
            "activities.csv",
            activity_id=f"d{number:02}",
            kind=m.rng.choice(KINDS),
            held_on=day,
            unit_id=m.maybe(somewhere(m), 0.7),
            title=m.maybe(f"Hoạt động, số {number}"),
        )
    return [row["activity_id"] for row in m.tables["activities.csv"]]


def make_school(m: Maker) -> None:
    """Pupils, and children who take part."""
    held = activities(m)
    for row in m.tables["children.csv"]:
        schooling(m, row["child_id"], dt.date.fromisoformat(row["born_on"]))
        for activity in m.rng.sample(held, m.rng.randint(0, 8)):
            m.add("attendance.csv", activity_id=activity, child_id=row["child_id"])
