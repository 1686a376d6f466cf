"""Children of a nasty folder: births, deaths, homes, households."""

from __future__ import annotations

import datetime as dt

from tests.oracle.days import possible_births, turned
from tests.oracle.maker import DAY, Maker
from tests.oracle.maker_places import somewhere


def death(m: Maker, born: dt.date, precision: str) -> dt.date | None:
    """A day of death at an edge of the ages that count, or none."""
    if not m.chance(0.27):
        return None
    days = [
        born,
        born,
        born + DAY,
        born + 27 * DAY,
        born + 27 * DAY,
        born + 28 * DAY,
        turned(born, 12) - DAY,
        turned(born, 12),
        turned(born, 60) - DAY,
        turned(born, 60),
        m.hard_day(),
        m.some_day(born, dt.date(2027, 12, 31)),
    ]
    earliest = possible_births({"born_on": born, "born_precision": precision})[0]
    if precision != "day":
        # A birth known by year only, a death in or just after that year: the doubtful ones of measure 3.
        days += [
            earliest,
            earliest + 27 * DAY,
            earliest + 40 * DAY,
            turned(earliest, 12),
            turned(earliest, 60),
        ] * 2
    day = m.rng.choice(days)
    return day if day >= earliest else None


def people(m: Maker) -> None:
    """40 to 150 persons."""
    for number in range(m.rng.randint(40, 150)):
        child, born = f"t{number:03}", m.birth_day()
        precision = m.rng.choices(["day", "month", "year"], [76, 12, 12])[0]
        died = death(m, born, precision)
        registered = m.rng.choice([None, born, born + 30 * DAY, m.hard_day()])
        if registered is not None and registered < born:
            registered = None
        m.add(
            "children.csv",
            child_id=child,
            full_name=f"Trẻ Bịa {number}",
            born_on=born,
            born_precision=precision,
            sex=m.rng.choices(["male", "female", "unknown"], [46, 46, 8])[0],
            died_on=died,
            birth_registered_on=registered,
            ethnicity=m.maybe("Kinh"),
            mother_name=m.maybe("Mẹ Bịa"),
            death_cause=m.rng.choice(["illness", "injury", "unknown", None]) if died else None,
        )
        m.moments[child] = [*m.birthdays(born), *([died] * 3 if died else [])]
        homes(m, child, born)


def first_day_home(m: Maker, born: dt.date) -> dt.date:
    """The day of the first residence: at the birth, around the 60 days allowed, or long after."""
    late = m.rng.choice([0, 0, 0, 0, -3, 5, 59, 60, 61, 400, 1500])
    return born + late * DAY


def homes(m: Maker, child: str, born: dt.date) -> None:
    """Residence rows one after another, with gaps, overlaps, days without length and moves on edges."""
    if m.chance(0.03):
        return
    start = first_day_home(m, born)
    for left in range(m.rng.choice([0, 0, 0, 1, 1, 2, 3]), -1, -1):
        following = max(m.hard_day() if m.chance(0.7) else m.day_for(child), start + DAY)
        ends = [following] * 4 + [None, None, following - DAY, following + 100 * DAY, start, start + DAY]
        end = m.rng.choice(ends) if left else m.rng.choice([None] * 10 + [following, start])
        m.add(
            "residences.csv",
            child_id=child,
            unit_id=somewhere(m),
            from_on=start,
            to_on=None if end is None or end < start else end,
        )
        m.moments[child] += [start] if end is None else [start, end]
        start = m.rng.choice([following] * 4 + [following + 90 * DAY])


def households(m: Maker) -> None:
    """Households with members, status, carers, registrations and signs of risk: no measure counts them."""
    children = [row["child_id"] for row in m.tables["children.csv"]]
    for number in range(len(children) // 4):
        household = f"h{number:03}"
        m.add(
            "households.csv",
            household_id=household,
            unit_id=somewhere(m),
            head_name=m.maybe(f"Chủ Hộ {number}"),
        )
        for child in m.rng.sample(children, 2):
            start, end = m.span_for(child)
            m.add("household_members.csv", household_id=household, child_id=child, from_on=start, to_on=end)
            m.add(
                "household_status.csv",
                household_id=household,
                status=m.rng.choice(["poor", "near_poor"]),
                from_on=start,
                to_on=end,
            )
    for child in m.rng.sample(children, len(children) // 3):
        start, end = m.span_for(child)
        relation = m.rng.choice(["mother", "father", "grandparent", "guardian", "foster"])
        m.add(
            "carers.csv",
            child_id=child,
            full_name="Người Nuôi Bịa",
            relation=relation,
            from_on=m.maybe(start),
            to_on=end,
        )
        m.add(
            "registrations.csv",
            child_id=child,
            kind=m.rng.choice(["permanent", "temporary"]),
            from_on=start,
            to_on=end,
        )
        m.add("at_risk.csv", child_id=child, sign="nghi_hoc_nhieu", from_on=start, to_on=end)


def make_people(m: Maker) -> None:
    """Everybody, and where they live."""
    people(m)
    households(m)
