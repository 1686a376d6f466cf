"""Measures 16 to 18 and 22 to 24: pupils, and children who take part."""

from __future__ import annotations

import datetime as dt

from tests.oracle.question import Figure, Question, ids


def m16(q: Question) -> Figure:
    """Five-year-olds in kindergarten (or grade 1) in the school year that runs."""
    start = q.year if q.end >= dt.date(q.year, 9, 1) else q.year - 1
    figure = Figure(base=set())
    for person in q.register.people.values():
        if person["born_on"].year != start - 5 or not q.lives(person, q.end):
            continue
        figure.base.add(person["child_id"])  # type: ignore[union-attr]  # made a set above
        for row in q.of("enrolments.csv", person):
            right_year = row["school_year"] == f"{start}-{start + 1}" and row["entered_on"] <= q.end
            if right_year and row["grade"] in {"MG5", "1"} and row["outcome"] != "dropped_out":
                figure.counted.add(person["child_id"])
    return figure


def completion(q: Question, grade: str) -> Figure:
    """Pupils of the last grade in the school year that ended in the year, by their outcomes."""
    day = min(dt.date(q.year, 5, 31), q.end)
    figure = Figure(base=set())
    for person in q.register.people.values():
        if not q.lives(person, day):
            continue
        outcomes = [
            row["outcome"]
            for row in q.of("enrolments.csv", person)
            if row["grade"] == grade
            and row["school_year"] == f"{q.year - 1}-{q.year}"
            and row["outcome"] != "transferred"
        ]
        child = person["child_id"]
        if any(outcome in {"completed", "promoted"} for outcome in outcomes):
            figure.counted.add(child)
            figure.base.add(child)  # type: ignore[union-attr]  # made a set above
        elif any(outcome in {"studying", None} for outcome in outcomes):
            figure.unknown.add(child)
        elif outcomes:
            figure.base.add(child)  # type: ignore[union-attr]  # made a set above
    return figure


def dropouts(q: Question, grades: set[str]) -> Figure:
    """Pupils of these grades who dropped out by the end of the period, distinct."""
    figure = Figure(base=None)
    for person in q.register.people.values():
        for row in q.of("enrolments.csv", person):
            right_year = row["school_year"] == f"{q.year - 1}-{q.year}"
            if not right_year or row["grade"] not in grades or row["outcome"] != "dropped_out":
                continue
            day = row["left_on"] or dt.date(q.year, 5, 31)
            if day <= q.end and q.lives(person, day):
                figure.counted.add(person["child_id"])
    return figure


def m17a(q: Question) -> Figure:
    """Primary school completed."""
    return completion(q, "5")


def m17b(q: Question) -> Figure:
    """Primary pupils who dropped out."""
    return dropouts(q, {"1", "2", "3", "4", "5"})


def m18a(q: Question) -> Figure:
    """Lower secondary school completed."""
    return completion(q, "9")


def m18b(q: Question) -> Figure:
    """Lower secondary pupils who dropped out."""
    return dropouts(q, {"6", "7", "8", "9"})


def took_part(q: Question, kind: str, lowest: int) -> Figure:
    """Children from an age on who attended an activity of this kind in the period, wherever it was held."""
    held = {
        row["activity_id"]
        for row in q.register.rows["activities.csv"]
        if row["kind"] == kind and q.in_period(row["held_on"])
    }
    base = q.residents(lowest)
    came = [p for p in base if any(row["activity_id"] in held for row in q.of("attendance.csv", p))]
    return Figure(ids(came), ids(base))


def m22(q: Question) -> Figure:
    """Asked for their opinion."""
    return took_part(q, "consultation", 7)


def m23(q: Question) -> Figure:
    """Raised awareness."""
    return took_part(q, "awareness", 0)


def m24(q: Question) -> Figure:
    """Models of participation."""
    return took_part(q, "participation_model", 11)
