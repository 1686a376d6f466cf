"""From rows in the exchange format's shape to rows of the projection. Pure: the same for a live register, one edited
child, and a folder of any size.

A row is a dict of column name to value (date, bool, int, Decimal, str, None); ids are text.
"""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from mangnon.core import periods

from .tables import FOREVER
from .zscores import measurement_rows

Row = Mapping[str, Any]
Rows = Mapping[str, Iterable[Row]]
Projected = dict[str, list[tuple[Any, ...]]]


def _day(value: dt.date | None) -> int | None:
    return None if value is None else value.toordinal()


def _end(value: dt.date | None) -> int:
    return FOREVER if value is None else value.toordinal()


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


class Person:
    """One child as counting sees her: a birth date taken, homes without overlap, a death."""

    def __init__(self, row: Row, residences: list[Row]) -> None:
        self.id, self.sex = row["child_id"], row["sex"]
        self.exact = row["born_precision"] == "day"
        self.born = periods.middle(row["born_on"], row["born_precision"])
        self.first_possible = periods.earliest(row["born_on"], row["born_precision"])
        self.last_possible = periods.latest(row["born_on"], row["born_precision"])
        self.died: dt.date | None = row.get("died_on")
        self.registered: dt.date | None = row.get("birth_registered_on")
        self.residences = sorted(residences, key=lambda r: r["from_on"])
        self.homes = list(disjoint(self.residences))

    def home_on(self, day: dt.date) -> str | None:
        """The unit lived in on a day, alive."""
        if self.died is not None and self.died <= day:
            return None
        return next((unit for unit, start, end in self.homes if start <= day and (end is None or end > day)), None)

    def last_home(self) -> str | None:
        """The unit of the residence that begins latest, not after the death, whatever its end."""
        before = [r["unit_id"] for r in self.residences if self.died and r["from_on"] <= self.died]
        return before[-1] if before else None

    def place_and_age(self, day: dt.date) -> tuple[str | None, int]:
        """Home and completed years on an event's day; someone who has died by it counts where and as she died."""
        if self.died is not None and self.died <= day:
            return self.last_home(), periods.completed_years(self.born, self.died)
        return self.home_on(day), periods.completed_years(self.born, day)

    def age_at_death(self) -> tuple[int | None, int | None]:
        """Days and completed years at death; where the birth date is not exact the least they may have been."""
        if self.died is None:
            return None, None
        born = self.born if self.exact else min(self.last_possible, self.died)
        if not self.exact and self.first_possible > self.died:
            return None, None
        return (self.died - born).days, periods.completed_years(born, self.died)

    def row(self) -> tuple[Any, ...]:
        first = self.residences[0] if self.residences else None
        gap = (first["from_on"] - self.born).days if first else None
        return (self.id, self.sex, int(self.exact), self.born.toordinal(),
                periods.birthday(self.born, 1).toordinal(), _day(self.registered), _day(self.died),
                *self.age_at_death(), self.last_home() if self.died else None, first["unit_id"] if first else None,
                gap)


def disjoint(residences: list[Row]) -> Iterable[tuple[str, dt.date, dt.date | None]]:
    """Yield (unit, from, to) without overlap: on each day the row that begins later holds; no-day rows are no home.

    residences: in order of from_on.
    """
    rows = [r for r in residences if r["to_on"] is None or r["to_on"] > r["from_on"]]
    edges = sorted({r["from_on"] for r in rows} | {r["to_on"] for r in rows if r["to_on"]})
    for n, start in enumerate(edges):
        holding = [r for r in rows if r["from_on"] <= start and (r["to_on"] is None or r["to_on"] > start)]
        if holding:
            yield holding[-1]["unit_id"], start, edges[n + 1] if n + 1 < len(edges) else None


def project_children(rows: Rows) -> Projected:
    """Project children and all that hangs on them. ``rows``: by table name, for the same set of children.

    Besides the format's tables it takes ``attendance`` rows with the activity's kind and held_on, and
    ``poverty`` rows: household status joined to the members (child_id, status, from_on, to_on).
    """
    residences = defaultdict(list)
    for row in rows.get("residences", ()):
        residences[row["child_id"]].append(row)
    people = {row["child_id"]: Person(row, residences[row["child_id"]]) for row in rows.get("children", ())}
    made: Projected = {
        "child": [person.row() for person in people.values()],
        "home": [(p.id, unit, start.toordinal(), _end(end)) for p in people.values()
                 for unit, start, end in p.homes],
        "measurement": measurement_rows(rows.get("measurements", ()), people),
    }
    for name, (source, convert) in _PLAIN.items():
        made[name] = [convert(row, people[row["child_id"]]) for row in rows.get(source, ())]
    return made


def _dose(row: Row, person: Person) -> tuple[Any, ...]:
    by_one = row["given_on"] <= periods.birthday(person.born, 1)
    return person.id, row["vaccine"], row["given_on"].toordinal(), int(by_one)


def _enrolment(row: Row, person: Person) -> tuple[Any, ...]:
    first = int(row["school_year"][:4])
    left = row["left_on"] or dt.date(first + 1, 5, 31)
    return (person.id, row["facility_id"], first, row["grade"], row["entered_on"].toordinal(), left.toordinal(),
            row["outcome"] or None)


def _incident(row: Row, person: Person) -> tuple[Any, ...]:
    day = row["occurred_on"] or row["detected_on"]
    event_unit, event_age = person.place_and_age(day)
    found_unit, found_age = person.place_and_age(row["detected_on"])
    return (person.id, row["incident_id"], person.sex, row["kind"], day.toordinal(), row["detected_on"].toordinal(),
            _flag(row["confirmed"]), _flag(row["fatal"]), _day(row["relieved_on"]), event_unit, event_age,
            found_unit, found_age)


def _assessment(row: Row, person: Person) -> tuple[Any, ...]:
    months = periods.completed_months(person.born, row["assessed_on"]) if person.exact else None
    return person.id, row["instrument"], row["assessed_on"].toordinal(), row["score"], months


def _interval(*names: str) -> Any:
    def convert(row: Row, person: Person) -> tuple[Any, ...]:
        return (person.id, *(row[name] for name in names), row["from_on"].toordinal(), _end(row["to_on"]))
    return convert


_PLAIN: dict[str, tuple[str, Any]] = {
    "dose": ("doses", _dose),
    "enrolment": ("enrolments", _enrolment),
    "circumstance": ("circumstances", _interval("group")),
    "disability": ("disabilities", lambda row, p: (
        p.id, _flag(row["needs_schooling"]), row["from_on"].toordinal(), _end(row["to_on"]))),
    "support": ("supports", _interval("kind")),
    "service": ("services", lambda row, p: (p.id, row["field"], row["received_on"].toordinal())),
    "incident": ("incidents", _incident),
    "assessment": ("assessments", _assessment),
    "attendance": ("attendance", lambda row, p: (p.id, row["activity_id"], row["kind"], row["held_on"].toordinal())),
    "at_risk": ("at_risk", _interval("sign")),
    "poverty": ("poverty", _interval("status")),
    "registration": ("registrations", _interval("kind")),
}


def project_places(rows: Rows) -> Projected:
    """Project units, successions, facilities, their checks, and declared figures."""
    return {
        "unit": [(r["unit_id"], r["code"], r["name"], r["level"], r["parent_id"], r["area"] or None,
                  r["valid_from"].toordinal(), _end(r["valid_to"])) for r in rows.get("units", ())],
        "succession": [(r["predecessor_id"], r["successor_id"], r["on"].toordinal())
                       for r in rows.get("unit_successions", ())],
        "facility": [(r["facility_id"], r["unit_id"], r["kind"], _day(r["opened_on"]) or 0, _end(r["closed_on"]))
                     for r in rows.get("facilities", ())],
        "check": [(r["facility_id"], r["year"], *(_flag(r[name]) for name in (
            "sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")))
            for r in rows.get("facility_checks", ())],
        "declared": [(r["unit_id"], r["measure"], r["year"], r["numerator"], r["denominator"])
                     for r in rows.get("declared", ())],
    }


def with_activities(attendance: Iterable[Row], activities: Iterable[Row]) -> list[dict[str, Any]]:
    """Join attendance with its activity's kind and day."""
    of = {a["activity_id"]: (a["kind"], a["held_on"]) for a in activities}
    return [{"child_id": r["child_id"], "activity_id": r["activity_id"], "kind": of[r["activity_id"]][0],
             "held_on": of[r["activity_id"]][1]} for r in attendance]


def with_households(members: Iterable[Row], statuses: Iterable[Row]) -> list[dict[str, Any]]:
    """Join membership with the household's poverty status, over the days both hold."""
    of = defaultdict(list)
    for status in statuses:
        of[status["household_id"]].append(status)
    made = []
    for member in members:
        for status in of[member["household_id"]]:
            start = max(member["from_on"], status["from_on"])
            ends = [row["to_on"] for row in (member, status) if row["to_on"]]
            made.append({"child_id": member["child_id"], "status": status["status"], "from_on": start,
                         "to_on": min(ends) if ends else None})
    return made
