"""Measures 8 to 13 and 20b: circumstances, incidents, disabilities."""

from __future__ import annotations

import datetime as dt

from tests.oracle.days import active_in, active_on
from tests.oracle.question import Figure, Question, ids
from tests.oracle.reader import Row


def supported(q: Question, person: Row, kinds: set[str] | None = None) -> bool:
    """A support (of these kinds) active in the period."""
    rows = q.of("supports.csv", person)
    return any((kinds is None or r["kind"] in kinds) and active_in(r, q.first, q.end) for r in rows)


def m8a(q: Question) -> Figure:
    """Children in special circumstances at the end of the period."""
    children = q.residents()
    special = [p for p in children if any(active_on(r, q.end) for r in q.of("circumstances.csv", p))]
    return Figure(ids(special), ids(children))


def m8b(q: Question) -> Figure:
    """Those of 8a with a support in the period."""
    special = m8a(q).counted
    helped = {child for child in special if supported(q, q.register.people[child])}
    return Figure(helped, special)


def detected(q: Question, kind: str, lowest: int, below: int) -> Figure:
    """Persons with such an incident detected in the period, of that age and home on that day."""
    figure = Figure(base=ids(q.residents(lowest, below)))
    doubtful = set()
    for row in q.register.rows["incidents.csv"]:
        if row["kind"] != kind or not q.in_period(row["detected_on"]):
            continue
        here, years = q.there(q.register.people[row["child_id"]], row["detected_on"])
        if not here or not lowest <= years < below:
            continue
        if row["confirmed"] is True:
            figure.counted.add(row["child_id"])
        elif row["confirmed"] is None:
            doubtful.add(row["child_id"])
    figure.unknown = doubtful - figure.counted
    return figure


def m9(q: Question) -> Figure:
    """Abused children."""
    return detected(q, "abuse", 0, 16)


def m10(q: Question) -> Figure:
    """Child labourers of 5 to 17."""
    return detected(q, "child_labour", 5, 18)


def happened(q: Question, kind: str, below: int) -> list[tuple[Row, dt.date]]:
    """Incidents of the period, not refuted, to persons under an age who live in the unit that day."""
    found = []
    for row in q.register.rows["incidents.csv"]:
        day = row["occurred_on"] or row["detected_on"]
        if row["kind"] != kind or row["confirmed"] is False or not q.in_period(day):
            continue
        here, years = q.there(q.register.people[row["child_id"]], day)
        if here and years < below:
            found.append((row, day))
    return found


def m11a(q: Question) -> Figure:
    """Injuries, as events."""
    return Figure({row["incident_id"] for row, _ in happened(q, "injury", 16)}, ids(q.residents()))


def m11b(q: Question) -> Figure:
    """Fatal injuries."""
    fatal = {row["incident_id"] for row, _ in happened(q, "injury", 16) if row["fatal"] is True}
    return Figure(fatal, ids(q.residents()))


def m12(q: Question) -> Figure:
    """Children hit by a disaster, and relieved each time within 7 days."""
    hit, late = set(), set()
    for row, day in happened(q, "disaster", 16):
        hit.add(row["child_id"])
        relieved = row["relieved_on"]
        if relieved is None or not day <= relieved <= day + dt.timedelta(days=7):
            late.add(row["child_id"])
    return Figure(hit - late, hit)


def m13(q: Question) -> Figure:
    """Child marriages, as events, at any age."""
    return Figure({row["incident_id"] for row, _ in happened(q, "child_marriage", 1000)}, None)


def m20b(q: Question) -> Figure:
    """Children with a disability who need schooling and get inclusive or special education."""
    figure = Figure(base=set())
    for person in q.residents():
        rows = [row for row in q.of("disabilities.csv", person) if active_on(row, q.end)]
        if any(row["needs_schooling"] is True for row in rows):
            figure.base.add(person["child_id"])  # type: ignore[union-attr]  # made a set above
            if supported(q, person, {"inclusive_education", "special_education"}):
                figure.counted.add(person["child_id"])
        elif any(row["needs_schooling"] is None for row in rows):
            figure.unknown.add(person["child_id"])
    return figure
