"""What a comparing holds: people, and what every source says of each."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from mangnon.core import periods
from mangnon.registry.models import Child

from ..describing import Birth
from .scopes import REGISTER, rules
from .sources import Source


@dataclass(frozen=True)
class Said:
    """What one source writes of a person, as it writes it. village: exchange id of the thôn it means, or "".

    unit_name: the thôn's name.  rows: the rows of the list.  outside: the words of a home that is no thôn of ours.
    batch: the list that says so.  learns: "school year" whose class ``class_name`` is: classes of two schools or years
    are no contradiction.
    """

    full_name: str = ""
    born: Birth = Birth()
    sex: str = ""
    mother_name: str = ""
    personal_id: str = ""
    village: str = ""
    unit_name: str = ""
    outside: str = ""
    died_on: str = ""
    registered_on: str = ""
    class_name: str = ""
    learns: str = ""
    rows: tuple[tuple[str, int], ...] = ()
    batch: uuid.UUID | None = None


@dataclass
class Person:
    """Somebody and who speaks of her. key: exchange id, or a digest of what the lists say where the register lacks her.

    child: her record.  here: lives in the commune on the day, says the register.  gone: why the register no longer
    counts her ("died", "left") and since when.  doubtful: sources with a row that may be hers, which nobody decided.
    """

    key: str
    said: dict[str, Said] = field(default_factory=dict)
    child: Child | None = None
    here: bool = False
    gone: str = ""
    gone_on: dt.date | None = None
    doubtful: set[str] = field(default_factory=set)
    schools: set[str] = field(default_factory=set)
    poor: bool = False
    disabled: bool = False

    @property
    def born(self) -> Birth:
        """The finest birth that any source states."""
        return max((said.born for said in self.said.values()), key=lambda b: (b.full, bool(b.month), bool(b.year)),
                   default=Birth())

    @property
    def name(self) -> str:
        named = [said.full_name for said in self.said.values() if said.full_name]
        mothers = [said.mother_name for said in self.said.values() if said.mother_name]
        return named[0] if named else f"Con bà {mothers[0]}" if mothers else ""

    @property
    def lives_here(self) -> bool:
        """Whether anybody has her live in the commune: the register where it knows her, else a list's thôn."""
        return self.here or (self.child is None and any(said.village for said in self.said.values()))

    @property
    def place(self) -> str:
        """Her thôn: the register's word first."""
        said = self.said.get(REGISTER)
        return (said.unit_name if said else "") or next((s.unit_name for s in self.said.values() if s.unit_name), "")

    def age_on(self, day: dt.date) -> int | None:
        """Completed years on a day; None where nobody knows the year, or she is born later."""
        born = self.born
        if not born.year:
            return None
        first = dt.date(born.year, born.month or 7, born.day or 1)
        return periods.completed_years(first, day) if first <= day else None


@dataclass
class Bench:
    """The people of the chosen sources on a day. unsure: rows of each source that wait in the review queue.

    all_schools: every school of the commune has a roll among the sources.  parts: names of the thôn that a list is of,
    where it is of a few only: nobody of another thôn is missing from it.
    supplements: lists that cannot be whole, with how many they hold of how many: nobody is missing from those.
    """

    day: dt.date
    sources: list[Source]
    people: list[Person]
    unsure: dict[str, int]
    all_schools: bool = False
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    supplements: dict[str, tuple[int, int]] = field(default_factory=dict)


def expected(bench: Bench, source: Source, person: Person) -> bool:
    """Whether a source is to hold a person, as far as anybody knows. Nobody is expected of whom too little is known."""
    scope = source.scope
    if scope is None:
        return person.lives_here
    age = person.age_on(bench.day)
    if age is None or not scope.first <= age < scope.end or person.gone:
        return False
    if not scope.whole or source.key in bench.supplements:
        return False
    if scope.who == "enrolled":
        return f"{source.facility} {source.school_year}" in person.schools
    if source.key in bench.parts and person.place not in bench.parts[source.key]:
        return False
    return person.lives_here and {"resident": True, "born": True, "poor": person.poor,
                                  "disabled": person.disabled}[scope.who]


def supplements(bench: Bench) -> dict[str, tuple[int, int]]:
    """Lists that hold so few of whom they are to hold that they cannot be whole: how many, of how many."""
    found = {}
    for source in bench.sources:
        if source.batch is None:
            continue
        whole = [person for person in bench.people if REGISTER in person.said and expected(bench, source, person)]
        held = sum(source.key in person.said for person in whole)
        if held < rules().supplement_below * len(whole):
            found[source.key] = (held, len(whole))
    return found
