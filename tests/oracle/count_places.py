"""Measures 1, 6, 7, 19, 20a and 21: what is declared, schools, play points."""

from __future__ import annotations

import datetime as dt

from tests.oracle.question import SCHOOLS, Figure, Question
from tests.oracle.reader import Row


def declared(q: Question, measure: str) -> Row | None:
    """The unit's own declared row of the year."""
    for row in q.register.rows["declared.csv"]:
        if (row["measure"], row["unit_id"], row["year"]) == (measure, q.unit["unit_id"], q.year):
            return row
    return None


def m1(q: Question) -> Figure:
    """The commune is recognised."""
    row = declared(q, "1")
    return Figure(declared=(row["numerator"], 1, 0) if row else (0, 0, 1))


def m6(q: Question) -> Figure:
    """Mother-to-child transmission, as declared."""
    row = declared(q, "6")
    return Figure(declared=(row["numerator"], row["denominator"], 0) if row else (0, 0, 1))


def checked(q: Question, facility: Row) -> Row | None:
    """The year's check of a facility."""
    for row in q.register.rows["facility_checks.csv"]:
        if row["facility_id"] == facility["facility_id"] and row["year"] == q.year:
            return row
    return None


def schools(q: Question, columns: list[str]) -> Figure:
    """Schools open in the unit at the end of the period that have all of these, of those with all answers."""
    figure = Figure(base=set())
    for row in q.register.rows["facilities.csv"]:
        opened = row["opened_on"] is None or row["opened_on"] <= q.end
        still = row["closed_on"] is None or row["closed_on"] > q.end
        if row["kind"] not in SCHOOLS or row["unit_id"] not in q.inside or not opened or not still:
            continue
        check = checked(q, row)
        answers = [check[column] if check else None for column in columns]
        if None in answers:
            figure.unknown.add(row["facility_id"])
            continue
        figure.base.add(row["facility_id"])  # type: ignore[union-attr]  # made a set above
        if all(answers):
            figure.counted.add(row["facility_id"])
    return figure


def m7(q: Question) -> Figure:
    """Hygienic sanitation."""
    return schools(q, ["sanitation"])


def m19(q: Question) -> Figure:
    """Psychological support."""
    return schools(q, ["psychological_support"])


def m20a(q: Question) -> Figure:
    """Buildings and materials fit for pupils with disabilities."""
    return schools(q, ["accessible_building", "accessible_materials"])


def m21(q: Question) -> Figure:
    """Play points kept."""
    figure = Figure(base=set())
    for row in q.register.rows["facilities.csv"]:
        closed = row["closed_on"]
        opened = row["opened_on"] is None or row["opened_on"] <= q.end
        before_plan = closed is not None and closed < dt.date(2021, 1, 1)
        if row["kind"] != "play_point" or row["unit_id"] not in q.inside or not opened or before_plan:
            continue
        figure.base.add(row["facility_id"])  # type: ignore[union-attr]  # made a set above
        check = checked(q, row)
        idle = check is not None and check["operating"] is False
        if (closed is None or closed > q.end) and not idle:
            figure.counted.add(row["facility_id"])
    return figure
