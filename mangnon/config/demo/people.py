"""The nouns of the invented commune: a family that stays and moves, a child with homes."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.core.periods import completed_years


@dataclass(frozen=True)
class Home:
    """A place for a time; ``to_on`` is the first day elsewhere."""

    unit: str
    from_on: dt.date
    to_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


@dataclass
class Family:
    """Parents who may have more children. homes: where they live, in order, with gaps while they are away."""

    number: int
    surname: str
    mother: str
    father: str | None
    elder: str
    ethnicity: str
    homes: list[Home]
    arrived: bool = False
    children: list[Child] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"ho-{self.number + 1:04d}"

    def home_on(self, day: dt.date) -> str | None:
        return next((home.unit for home in self.homes if home.holds(day)), None)


@dataclass(eq=False)
class Child:
    """An invented child. weight_z and height_z: how she grows, in standard deviations of her year of birth."""

    id: str
    name: str
    sex: str
    born: dt.date
    precision: str
    family: Family
    homes: list[Home]
    died: dt.date | None = None
    death_cause: str | None = None
    weight_z: float = 0.0
    height_z: float = 0.0
    obese: bool = False
    groups: dict[str, dt.date] = field(default_factory=dict)
    taught_at_home: bool = False
    elder_cares_from: dt.date | None = None

    @property
    def born_here(self) -> bool:
        return self.homes[0].from_on == self.born

    def home_on(self, day: dt.date) -> str | None:
        if self.died and self.died <= day:
            return None
        return next((home.unit for home in self.homes if home.holds(day)), None)

    def age_on(self, day: dt.date) -> int:
        return completed_years(self.born, day)
