"""One question (unit, year, day), and the words of the definitions that every measure uses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.oracle.days import active_on, age, birth, exact
from tests.oracle.places import Refused, named, territory
from tests.oracle.reader import Register, Row

SCHOOLS = {"kindergarten", "primary", "lower_secondary", "combined_school"}


@dataclass
class Figure:
    """The ids behind a figure. `base` is None without a denominator; `declared` holds bare numbers."""

    counted: set[str] = field(default_factory=set)
    base: set[str] | None = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    declared: tuple[int, int, int] | None = None


@dataclass
class Question:
    """What is asked: `first` to `end` is the period, `inside` the units at or below the one asked."""

    register: Register
    unit: Row
    year: int
    first: dt.date
    end: dt.date
    borders: dt.date
    inside: set[str]

    def in_period(self, day: dt.date) -> bool:
        """Whether a day is in the period, both ends included."""
        return self.first <= day <= self.end

    def alive(self, person: Row, day: dt.date) -> bool:
        """Not died on or before the day."""
        return person["died_on"] is None or person["died_on"] > day

    def home(self, person: Row, day: dt.date) -> str | None:
        """The unit a person's residence names on a day: of overlapping rows the one that began later."""
        rows = [r for r in self.register.of["residences.csv"][person["child_id"]] if active_on(r, day)]
        return max(rows, key=lambda row: row["from_on"])["unit_id"] if rows else None

    def lives(self, person: Row, day: dt.date) -> bool:
        """Lives in the unit on the day."""
        return self.alive(person, day) and self.home(person, day) in self.inside

    def last_home_inside(self, person: Row) -> bool:
        """Whether the last residence of someone who died is in the unit, whatever its end."""
        rows = [
            row
            for row in self.register.of["residences.csv"][person["child_id"]]
            if row["from_on"] <= person["died_on"]
        ]
        return bool(rows) and max(rows, key=lambda row: row["from_on"])["unit_id"] in self.inside

    def born_here(self, person: Row) -> bool:
        """The earliest residence begins at most 60 days after the birth and is in the unit."""
        rows = self.register.of["residences.csv"][person["child_id"]]
        if not rows:
            return False
        first = min(rows, key=lambda row: row["from_on"])
        return first["from_on"] <= birth(person) + dt.timedelta(days=60) and first["unit_id"] in self.inside

    def there(self, person: Row, day: dt.date) -> tuple[bool, int]:
        """Whether a person counts in the unit on the day of an event, and the age that counts.

        Who has died by that day counts where the last residence was, with the age on the day of death.
        """
        if self.alive(person, day):
            return self.lives(person, day), age(person, day)
        return self.last_home_inside(person), age(person, person["died_on"])

    def residents(self, lowest: int = 0, below: int = 16) -> list[Row]:
        """Persons from one age to under another who live in the unit at the end of the period."""
        return [
            person
            for person in self.register.people.values()
            if self.lives(person, self.end) and lowest <= age(person, self.end) < below
        ]

    def of(self, file: str, person: Row) -> list[Row]:
        """The rows of a person in a file."""
        return self.register.of[file][person["child_id"]]

    def known_births(self, people: list[Row]) -> list[Row]:
        """Those whose day of birth is known."""
        return [person for person in people if exact(person)]


def ids(people: list[Row]) -> set[str]:
    """The ids of persons."""
    return {person["child_id"] for person in people}


def ask(register: Register, unit: str, year: int, as_of: dt.date, borders: dt.date | None = None) -> Question:
    """The question in full. Raises Refused for a year that begins after the day, or a code nobody bears."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if first > as_of:
        raise Refused(f"{year} begins after {as_of}")
    end = min(last, as_of)
    borders = borders or end
    row = named(register, unit, borders)
    return Question(register, row, year, first, end, borders, territory(register, row["unit_id"], borders))
