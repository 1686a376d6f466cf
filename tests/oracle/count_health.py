"""Measures 2 to 5, 14 and 15: births, deaths, growth, doses, development."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.oracle.days import age, birth, exact, months_old, possible_births, turned
from tests.oracle.growth import height_for_age, weight_for_age, weight_for_height
from tests.oracle.question import Figure, Question, ids
from tests.oracle.reader import Row


def schooling(q: Question, person: Row) -> bool:
    """Enrolled in either school year that touches the year, or a service of education in the period."""
    years = {f"{q.year - 1}-{q.year}", f"{q.year}-{q.year + 1}"}
    for row in q.of("enrolments.csv", person):
        if row["school_year"] in years and row["entered_on"] <= q.end and row["outcome"] != "dropped_out":
            return True
    return served(q, person, "education")


def served(q: Question, person: Row, field: str) -> bool:
    """A service of this field in the period."""
    rows = q.of("services.csv", person)
    return any(row["field"] == field and q.in_period(row["received_on"]) for row in rows)


def m2(q: Question) -> Figure:
    """Comprehensive development services up to 8 years."""
    counted = set()
    base = q.residents(below=8)
    for person in base:
        measured = any(q.in_period(row["measured_on"]) for row in q.of("measurements.csv", person))
        dosed = any(q.in_period(row["given_on"]) for row in q.of("doses.csv", person))
        health = measured or dosed or served(q, person, "health")
        nutrition = measured or served(q, person, "nutrition")
        second = nutrition if age(person, q.end) < 3 else schooling(q, person)
        if health and second:
            counted.add(person["child_id"])
    return Figure(counted, ids(base))


def deaths(q: Question, young: Callable[[dt.date, dt.date], bool]) -> Figure:
    """Deaths of the period for which `young(born, died)` holds, against the live births of the period."""
    figure = Figure()
    for person in q.register.people.values():
        child, died = person["child_id"], person["died_on"]
        if exact(person) and q.in_period(person["born_on"]) and q.born_here(person):
            figure.base.add(child)  # type: ignore[union-attr]  # the base of a new figure is a set
        if died is None or not q.in_period(died) or not q.last_home_inside(person):
            continue
        if any(born <= died and young(born, died) for born in possible_births(person)):
            (figure.counted if exact(person) else figure.unknown).add(child)
    return figure


def m3a(q: Question) -> Figure:
    """Deaths at 0 to 27 completed days."""
    return deaths(q, lambda born, died: (died - born).days <= 27)


def m3b(q: Question) -> Figure:
    """Deaths before the first birthday."""
    return deaths(q, lambda born, died: died < turned(born, 12))


def m3c(q: Question) -> Figure:
    """Deaths before the fifth birthday."""
    return deaths(q, lambda born, died: died < turned(born, 60))


def growth(q: Question, judge: Callable[[str, int, Row], bool | None]) -> Figure:
    """Children under 5: `judge(sex, age in days, measurement)` is None where it does not count."""
    figure = Figure(base=set())
    for person in q.residents(below=5):
        child = person["child_id"]
        rows = [row for row in q.of("measurements.csv", person) if q.in_period(row["measured_on"])]
        verdict = None
        if exact(person):
            for row in sorted(rows, key=lambda row: row["measured_on"]):
                newer = judge(person["sex"], (row["measured_on"] - person["born_on"]).days, row)
                verdict = verdict if newer is None else newer
        if verdict is None:
            figure.unknown.add(child)
            continue
        figure.base.add(child)  # type: ignore[union-attr]  # made a set above
        if verdict:
            figure.counted.add(child)
    return figure


def m4a(q: Question) -> Figure:
    """Underweight: weight-for-age below -2, or oedema."""

    def judge(sex: str, days: int, row: Row) -> bool | None:
        if row["oedema"]:
            return True
        z = weight_for_age(sex, days, row["weight_kg"])
        return None if z is None else z < -2

    return growth(q, judge)


def m4b(q: Question) -> Figure:
    """Stunted: length/height-for-age below -2."""

    def judge(sex: str, days: int, row: Row) -> bool | None:
        z = height_for_age(sex, days, row["height_cm"], row["position"])
        return None if z is None else z < -2

    return growth(q, judge)


def m4c(q: Question) -> Figure:
    """Obese: weight-for-length/height above +3; no z with oedema."""

    def judge(sex: str, days: int, row: Row) -> bool | None:
        if row["oedema"]:
            return None
        z = weight_for_height(sex, days, row["weight_kg"], row["height_cm"], row["position"])
        return None if z is None else z > 3

    return growth(q, judge)


def given(q: Question, person: Row, vaccines: str, day: dt.date) -> int:
    """Doses of these vaccines given by a day, counted in rows."""
    rows = q.of("doses.csv", person)
    return sum(row["vaccine"] in vaccines.split("+") and row["given_on"] <= day for row in rows)


def m5a(q: Question) -> Figure:
    """Fully immunised by the first birthday."""
    needed = [("BCG", 1), ("PENTA+HEXA", 3), ("OPV+IPV+HEXA", 3), ("MEASLES+MR", 1)]
    figure = Figure(base=set())
    for person in q.register.people.values():
        child = person["child_id"]
        if not exact(person):
            if person["born_on"].year == q.year - 1 and q.lives(person, q.end):
                figure.unknown.add(child)
            continue
        birthday = turned(person["born_on"], 12)
        if q.in_period(birthday) and q.lives(person, birthday):
            figure.base.add(child)  # type: ignore[union-attr]  # made a set above
            if all(given(q, person, vaccines, birthday) >= number for vaccines, number in needed):
                figure.counted.add(child)
    return figure


DUE = [
    ("BCG", 1, 0),
    ("PENTA+HEXA", 1, 2),
    ("PENTA+HEXA", 2, 3),
    ("PENTA+HEXA", 3, 4),
    ("OPV+IPV+HEXA", 1, 2),
    ("OPV+IPV+HEXA", 2, 3),
    ("OPV+IPV+HEXA", 3, 4),
    ("MEASLES+MR", 1, 9),
    ("MEASLES+MR", 2, 18),
    ("PENTA+HEXA+DPT", 4, 18),
    ("JE", 1, 12),
    ("JE", 2, 13),
    ("JE", 3, 24),
]


def m5b(q: Question) -> Figure:
    """Every dose due by the end of the period given by then, with a month of grace."""
    figure = Figure(base=set())
    for person in q.residents(below=5):
        child = person["child_id"]
        if not exact(person):
            figure.unknown.add(child)
            continue
        figure.base.add(child)  # type: ignore[union-attr]  # made a set above
        due = [(v, n) for v, n, months in DUE if turned(person["born_on"], months + 1) <= q.end]
        if all(given(q, person, vaccines, q.end) >= number for vaccines, number in due):
            figure.counted.add(child)
    return figure


def m14(q: Question) -> Figure:
    """Births registered, under 5."""
    base = q.residents(below=5)
    counted = [p for p in base if p["birth_registered_on"] and p["birth_registered_on"] <= q.end]
    return Figure(ids(counted), ids(base))


def on_track(months: int, score: int) -> bool:
    """Whether a whole ECDI2030 score is enough at this age in completed months."""
    needed = 7 if months <= 29 else 9 if months <= 35 else 11 if months <= 41 else 13 if months <= 47 else 15
    return score >= needed


def m15(q: Question) -> Figure:
    """Developmentally on track at 24 to 59 completed months; the newest scored assessment counts."""
    figure = Figure(base=set())
    for person in q.register.people.values():
        if not q.lives(person, q.end):
            continue
        child, born, newest = person["child_id"], birth(person), None
        for row in sorted(q.of("assessments.csv", person), key=lambda row: row["assessed_on"]):
            months = months_old(born, row["assessed_on"])
            scored = row["instrument"] == "ecdi2030" and row["score"] is not None
            if exact(person) and scored and q.in_period(row["assessed_on"]) and 24 <= months <= 59:
                newest = on_track(months, row["score"])
        if newest is not None:
            figure.base.add(child)  # type: ignore[union-attr]  # made a set above
            if newest:
                figure.counted.add(child)
        elif 24 <= months_old(born, q.end) <= 59:
            figure.unknown.add(child)
    return figure
