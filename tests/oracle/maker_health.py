"""Measurements, doses, services and assessments of a nasty folder."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.oracle.count_health import DUE
from tests.oracle.days import turned
from tests.oracle.growth import LMS, adjusted, between, figures
from tests.oracle.maker import DAY, Maker

ROUTES = {
    "BCG": ["BCG"],
    "PENTA+HEXA": ["PENTA", "HEXA"],
    "OPV+IPV+HEXA": ["OPV", "IPV"],
    "MEASLES+MR": ["MEASLES", "MR"],
    "PENTA+HEXA+DPT": ["DPT", "DPT", "PENTA", "HEXA"],
    "JE": ["JE"],
}


def heavy(lms: LMS, z: float) -> float:
    """The weight whose restricted z this is."""
    bend, middle, spread = lms

    def at(sd: float) -> float:
        return float(middle * (1 + bend * spread * sd) ** (1 / bend))

    if z > 3:
        return at(3) + (z - 3) * (at(3) - at(2))
    return at(-3) + (z + 3) * (at(-2) - at(-3)) if z < -3 else at(z)


def body(m: Maker, sex: str, days: int, position: str | None) -> tuple[Decimal | None, Decimal | None]:
    """A weight and a height: plausible, at a cut-off or a bound, out of range, or missing."""
    sex = "male" if sex == "unknown" else sex
    days = min(max(days, 0), 1826)
    _, tall, width = figures()["lhfa", sex, Decimal(days).normalize()]
    short = m.rng.choice([0, 0, 1, -1, -2, -2, -2.01, -1.99, -3, -6, -6.01, 6, 6.01])
    height = m.decimal(tall * (1 + width * short), m.rng.choice([1, 1, 1, 2]))
    lms = figures()["wfa", sex, Decimal(days).normalize()]
    z = m.rng.choice([0, 0, -1, 1, -2, -2, -2.01, -1.99, 3, 5, 5.01, -6, -6.01])
    if m.chance(0.5):
        table = "wfl" if days < 731 else "wfh"
        lms = between(table, sex, adjusted(height, days, position)) or lms
        z = m.rng.choice([0, 2.99, 3, 3.01, 3.1, 4, 5, 5.01, -5, -5.01])
    weight = m.decimal(max(heavy(lms, z), 0.4), m.rng.choice([1, 2, 2]))
    return (
        m.rng.choice([weight] * 10 + [None, Decimal("0"), Decimal("65.5")]),
        m.rng.choice([height] * 10 + [None, Decimal("140.0"), Decimal("44.9")]),
    )


def measurements(m: Maker, child: dict[str, str], born: dt.date) -> None:
    """Measurements from birth on, on edges of periods, about the days when table and position change."""
    if m.chance(0.25):
        return
    days = [
        born + n * DAY for n in m.rng.sample([0, 273, 274, 730, 731, 400, 1000, 1500, 1825, 1826, 1827], 4)
    ]
    days += [m.day_for(child["child_id"]) for _ in range(m.rng.choice([0, 2, 4, 6]))]
    yearly = range(max(born.year, 2019), min(born.year + 6, 2028))
    days += [m.some_day(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in yearly if m.chance(0.7)]
    if m.chance(0.2):
        days = [born + m.rng.choice([273, 274, 275, 730, 731, 1826]) * DAY]
    for day in days:
        position = m.rng.choice(["lying", "standing", None])
        weight, height = body(m, child["sex"], (day - born).days, position)
        m.add(
            "measurements.csv",
            child_id=child["child_id"],
            measured_on=day,
            weight_kg=weight,
            height_cm=height,
            position=position,
            oedema=m.rng.choice([None, False, False, False, False, False, True]),
        )


def doses(m: Maker, child: str, born: dt.date) -> None:
    """Every due dose, mostly a little early; for some children one is late, lost, or given on the edge."""
    careful = m.chance(0.6)
    hexa = m.chance(0.4)
    for vaccines, _, months in DUE:
        if hexa and vaccines == "OPV+IPV+HEXA" and m.chance(0.95):
            continue
        if vaccines == "PENTA+HEXA+DPT":
            options = ROUTES[vaccines]
        else:
            options = ["HEXA"] if hexa and vaccines == "PENTA+HEXA" else ROUTES[vaccines]
        due = turned(born, months + 1)
        late = 0 if careful else m.rng.choice([0, 0, 0, 0, 1, 2, 30, 200])
        day = due + (late - m.rng.choice([0, 1, 10, 20])) * DAY
        if not careful and m.chance(0.06):
            day = m.rng.choice([turned(born, 12), turned(born, 12) + DAY, m.hard_day()])
        if careful or m.chance(0.95):
            m.add("doses.csv", child_id=child, vaccine=m.rng.choice(options), given_on=day)
    if m.chance(0.4):
        m.add(
            "doses.csv",
            child_id=child,
            vaccine=m.rng.choice(["HEPB0", "ROTA", "DPT", "TD", "OPV", "HEXA"]),
            given_on=m.day_for(child),
        )


def assessments(m: Maker, child: str, born: dt.date) -> None:
    """Assessments on either side of each age band, with scores on either side of the bar."""
    for _ in range(m.rng.choice([1, 2, 3, 4])):
        months = m.rng.choice([23, 24, 30, 36, 42, 48, 60, 27, 33, 50, 55])
        day = turned(born, months) + m.rng.choice([-1, 0, 0, 1]) * DAY
        if m.chance(0.3):
            day = m.day_for(child)
        instrument = m.rng.choice(["ecdi2030"] * 5 + ["kindergarten"])
        score = m.rng.choice([None, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 20])
        if instrument == "kindergarten" and score:
            score = score % 2
        m.add("assessments.csv", child_id=child, assessed_on=day, instrument=instrument, score=score)


def services(m: Maker, child: str) -> None:
    """Services of every field."""
    for _ in range(m.rng.choice([0, 0, 1, 2, 4, 8])):
        field = m.rng.choice(
            ["health", "health", "nutrition", "nutrition", "education", "nurturing", "protection", "welfare"]
        )
        m.add("services.csv", child_id=child, field=field, received_on=m.day_for(child))


def make_health(m: Maker) -> None:
    """What the health station writes down."""
    for child in m.tables["children.csv"]:
        born = dt.date.fromisoformat(child["born_on"])
        if born > dt.date(2013, 1, 1):
            measurements(m, child, born)
            doses(m, child["child_id"], born)
            assessments(m, child["child_id"], born)
        services(m, child["child_id"])
