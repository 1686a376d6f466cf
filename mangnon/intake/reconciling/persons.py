"""What a comparing holds: people, and what every source says of each."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.core import periods
from mangnon.registry.models import Child

from ..describing import Birth
from .scopes import REGISTER
from .sources import Source


@dataclass(frozen=True)
class Said:
    """What one source writes of a person, as it writes it. village: exchange id of the thôn it means, or "".

    unit_name: the thôn's name.  rows: the rows of the list.  outside: the words of a home that is no thôn of ours.
    learns: "school year" whose class ``class_name`` is; classes of two schools or years are no contradiction.
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
    """

    day: dt.date
    sources: list[Source]
    people: list[Person]
    unsure: dict[str, int]
    all_schools: bool = False
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
