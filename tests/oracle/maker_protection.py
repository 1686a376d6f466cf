"""Circumstances, supports, disabilities and incidents of a nasty folder."""

from __future__ import annotations

import datetime as dt

from tests.oracle.maker import DAY, Maker

GROUPS = ["a", "b", "c", "d", "dd", "e", "g", "h", "i", "k", "l", "m", "n", "o"]
HELP = [
    "care",
    "foster",
    "cash",
    "in_kind",
    "plan",
    "service",
    "relief",
    "rehabilitation",
    "inclusive_education",
    "special_education",
]
INCIDENTS = [
    "abuse",
    "abuse",
    "injury",
    "injury",
    "child_labour",
    "child_labour",
    "child_marriage",
    "disaster",
    "disaster",
    "disaster",
]


def circumstances(m: Maker, child: str) -> None:
    """Circumstances and supports, which meet or miss each other."""
    for _ in range(m.rng.choice([0, 0, 1, 2])):
        start, end = m.span_for(child)
        m.add("circumstances.csv", child_id=child, group=m.rng.choice(GROUPS), from_on=start, to_on=end)
    for _ in range(m.rng.choice([0, 0, 1, 2])):
        start, end = m.span_for(child)
        if m.chance(0.3):
            start = dt.date(m.rng.randint(2018, 2026), m.rng.choice([6, 12]), 30)
            end = dt.date(start.year + 1, 1, m.rng.choice([1, 1, 2]))
        m.add("supports.csv", child_id=child, kind=m.rng.choice(HELP), from_on=start, to_on=end)


def disabilities(m: Maker, child: str) -> None:
    """Disabilities with and without a need to learn, known or not, some two at a time."""
    for _ in range(m.rng.choice([0, 0, 0, 1, 2])):
        start, end = m.span_for(child)
        m.add(
            "disabilities.csv",
            child_id=child,
            severity=m.rng.choice(["mild", "severe", "profound", None]),
            needs_schooling=m.rng.choice([True, True, False, None]),
            from_on=start,
            to_on=end,
        )
        if m.chance(0.5):
            kind = m.rng.choice(["inclusive_education", "special_education", "rehabilitation"])
            m.add("supports.csv", child_id=child, kind=kind, from_on=start, to_on=m.maybe(end))


def incident(m: Maker, child: str, number: int) -> None:
    """One incident, on or beside a day that matters to the child: a move, a birthday, the death."""
    day = m.day_for(child, hard=0.8)
    if m.chance(0.75):
        occurred: dt.date | None = day
        detected = day + m.rng.choice([0, 0, 1, 30, 200]) * DAY
        if m.chance(0.3):
            detected = max(m.day_for(child), day)
    else:
        occurred, detected = None, day
    waited = m.rng.choice([None, 0, 1, 6, 7, 8, 60])
    relieved = None if waited is None else day + waited * DAY
    if occurred is None and relieved is not None and m.chance(0.3):
        relieved = day - DAY  # where the day of the event is not known, help may seem to come before it
    m.add(
        "incidents.csv",
        incident_id=f"v{number:04}",
        child_id=child,
        kind=m.rng.choice(INCIDENTS),
        occurred_on=occurred,
        detected_on=detected,
        confirmed=m.rng.choice([True, True, True, False, None, None]),
        fatal=m.rng.choice([None, False, True]),
        relieved_on=relieved,
    )


def make_protection(m: Maker) -> None:
    """What happens to children, and who helps."""
    number = 0
    for row in m.tables["children.csv"]:
        child = row["child_id"]
        circumstances(m, child)
        disabilities(m, child)
        often = [2, 3, 4, 5] if row["died_on"] else [0, 1, 2, 3, 4]
        for _ in range(m.rng.choice(often)):
            incident(m, child, number)
            number += 1
