"""Pairs of records that may be one child: the register asked about itself, with the scorer and guards of lists."""
from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache

from mangnon.core import clock, sequence
from mangnon.registry.models import Child

from ..agreements import likeness
from ..comparing import Agreement, compare
from ..describing import Described
from ..known import known_children
from ..matching import DOUBT_BITS, SURE_BITS, Candidate, Matcher, guard, is_another_child
from .apart import PERHAPS_TWINS, SCHOOL, TWINS, born_together, two_classes, years_of
from .models import PairDecision, Verdict


@dataclass(frozen=True)
class Pair:
    """Two records that may be one child. one, other: ids, the smaller first.  score: 0 to 1.

    why: the guard that speaks against joining them without a look, "" where everything agrees; of apart.py, what
    speaks for two children.
    """

    one: uuid.UUID
    other: uuid.UUID
    score: float
    weight: float
    why: str
    how: tuple[tuple[str, Agreement], ...]
    digest: str
    verdict: str = ""

    @property
    def apart(self) -> bool:
        """Whether something speaks for two children."""
        return self.why in (TWINS, PERHAPS_TWINS, SCHOOL)

    @property
    def likeness(self) -> str:
        return likeness(self.score, self.how)

    @property
    def verdict_words(self) -> str:
        return str(Verdict(self.verdict).label) if self.verdict else ""


def pairs() -> list[Pair]:
    """What a person should look at, the likeliest first; what was told apart is left out, likely twins are elsewhere.

    After them stands what speaks for two children, last what was put off.
    """
    return sorted((pair for pair in _open() if pair.why != TWINS),
                  key=lambda p: (p.verdict == Verdict.LATER, p.apart, -p.weight, p.one))


def twins() -> list[Pair]:
    """Pairs set aside: born on one day of one mother, with two names."""
    return sorted((pair for pair in _open() if pair.why == TWINS), key=lambda p: (-p.weight, p.one))


def _open() -> list[Pair]:
    """What nobody told apart yet."""
    said = {(row.one, row.other): row for row in PairDecision.objects.all()}
    found = []
    for pair in _found(sequence.last(), clock.today()):
        row = said.get((pair.one, pair.other))
        verdict = row.verdict if row and row.digest == pair.digest else ""
        if verdict != Verdict.DIFFERENT:
            found.append(replace(pair, verdict=verdict))
    return found


@lru_cache(maxsize=1)
def _found(mark: int, day: dt.date) -> tuple[Pair, ...]:
    """All pairs of the register as it stands. mark: the server sequence's last number, so that an edit is seen."""
    children = known_children(day)
    keys = dict(Child.objects.values_list("exchange_id", "pk"))
    matcher, found = Matcher(children), {}
    for child in children:
        for candidate in matcher.candidates(child):
            if candidate.child.id <= child.id or candidate.weight < DOUBT_BITS or is_another_child(candidate):
                continue
            pair = _pair(child, candidate, keys)
            found[pair.one, pair.other] = pair
    return tuple(_with_school(list(found.values())))


def _with_school(found: list[Pair]) -> list[Pair]:
    """The same pairs; of those who sat in two classes in one year, that is why."""
    years = years_of({pk for pair in found for pk in (pair.one, pair.other)})
    return [replace(pair, why=SCHOOL) if pair.why != TWINS and two_classes(
        years.get(pair.one, {}), years.get(pair.other, {})) else pair for pair in found]


def _pair(child: Described, candidate: Candidate, keys: dict[str, uuid.UUID]) -> Pair:
    one, other = sorted((keys[child.id], keys[candidate.child.id]))
    how = candidate.comparison.how
    why = born_together(how) or guard(candidate, child) or ("" if candidate.weight >= SURE_BITS else "weak")
    return Pair(one, other, candidate.score, candidate.weight, why, tuple(how.items()),
                _digest(child, candidate.child))


def look_at(one: uuid.UUID, other: uuid.UUID) -> Pair | None:
    """Any two records side by side, whether they were found or not; None where one of them is gone."""
    day = clock.today()
    ids = dict(Child.objects.filter(pk__in=[one, other]).values_list("pk", "exchange_id"))
    if len(ids) < 2:
        return None
    children = known_children(day)
    matcher = Matcher(children)
    by_id = {child.id: child for child in children}
    first, second = sorted((by_id[exchange_id] for exchange_id in ids.values()), key=lambda c: c.id)
    comparison = compare(first, second, matcher.register)
    candidate = Candidate(second, comparison, comparison.weight + matcher.prior)
    return _with_school([_pair(first, candidate, {exchange_id: pk for pk, exchange_id in ids.items()})])[0]


def _digest(*children: Described) -> str:
    """What two records say of who they are: name, birth, sex, mother, number."""
    said = sorted("|".join((c.id, c.name.key, str(c.birth), c.sex, c.mother.key, c.number)) for c in children)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
