"""Which child of the register a list speaks of: surely this one, perhaps one of these, or none. Pure.

Design and thresholds: candidates by several agreements, evidence in bits, guards that no sum can overrule. A machine
never joins twins, namesakes and siblings: what only a person can tell goes to review.
"""
from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .comparing import GOOD, Agreement, Comparison, Register, compare, may_reach
from .describing import Birth, Described
from .name_words import in_names

MATCH, REVIEW, NONE = "match", "review", "none"
SURE_BITS = 6.0
AHEAD_BITS = 4.0
DOUBT_BITS = -6.0
SHOWN = 5
A = Agreement


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child of the register who may be meant. weight: bits, the odds of a chance agreement among all included."""

    child: Described
    comparison: Comparison
    weight: float

    @property
    def score(self) -> float:
        """0 to 1: how likely, by the evidence alone."""
        return 1 / (1 + 2 ** -max(min(self.weight, 60.0), -60.0))


@dataclass(slots=True)
class Answer:
    """What is decided of one description. candidates: at most five, the best first.  why: the guard that stopped it."""

    described: Described
    decision: str
    candidates: list[Candidate] = field(default_factory=list)
    why: str = ""

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


class Matcher:
    """The register made ready to be asked."""

    def __init__(self, children: Iterable[Described]) -> None:
        self.register = Register(children)
        self.prior = -math.log2(self.register.size)
        self._index: dict[tuple[object, ...], list[Described]] = defaultdict(list)
        for child in self.register.children:
            for key in set(_keys(child)):
                self._index[key].append(child)

    def candidates(self, described: Described) -> list[Candidate]:
        """Whoever shares one of the keys and is not out of the question, the best first."""
        found = {child.id: child for key in set(_keys(described)) for child in self._index.get(key, ())}
        weighed, least = [], DOUBT_BITS - self.prior
        for child in found.values():
            if not may_reach(least, described, child, self.register):
                continue
            comparison = compare(described, child, self.register)
            weight = comparison.weight + self.prior
            if weight >= DOUBT_BITS:
                weighed.append(Candidate(child, comparison, weight))
        return sorted(weighed, key=lambda c: (-c.weight, c.child.id))

    def answer(self, described: Described) -> Answer:
        """Decide one description by itself."""
        found = self.candidates(described)
        if not found:
            return Answer(described, NONE)
        why = guard(found[0], described)
        if not why and found[0].weight < SURE_BITS:
            why = "weak"
        if not why and len(found) > 1 and found[0].weight - found[1].weight < AHEAD_BITS:
            why = "alike"
        decision = REVIEW if why else MATCH
        if why and is_another_child(found[0]) and all(map(is_another_child, found)):
            return Answer(described, NONE)
        return Answer(described, decision, found[:SHOWN], why)

    def answers(self, list_: Iterable[Described]) -> list[Answer]:
        """Decide a whole list: two rows that are surely the same child must describe her alike."""
        found = [self.answer(described) for described in list_]
        by_child: dict[str, list[Answer]] = defaultdict(list)
        for answer in found:
            if answer.decision == MATCH and answer.best:
                by_child[answer.best.child.id].append(answer)
        for rivals in by_child.values():
            if len({(a.described.name.key, a.described.birth) for a in rivals}) > 1:
                _settle(rivals)
        return found


def _settle(rivals: list[Answer]) -> None:
    """Several descriptions claim one child: only one that is clearly ahead keeps her."""
    ranked = sorted(rivals, key=lambda a: -(a.best.weight if a.best else 0))
    ahead = ranked[0].best and ranked[1].best and ranked[0].best.weight - ranked[1].best.weight >= AHEAD_BITS
    for answer in ranked[1:] if ahead else ranked:
        answer.decision, answer.why = REVIEW, "claimed"


def _keys(child: Described) -> Iterator[tuple[object, ...]]:
    """What brings two descriptions together: any one of these is enough."""
    if child.number:
        yield "number", child.number
    for day in (child.birth, child.birth.swapped):
        if day and day.full:
            yield "birth", day
    if child.name.words:
        yield "name", child.name.plain
        given = child.name.given
        if given and child.birth.year:
            yield "given", given.plain, child.birth.year
        if given and child.name.family and child.village:
            yield "home", given.plain, child.name.family.plain, child.village
    if len(child.mother.words) > 1:
        yield "mother", child.mother.plain
    elif child.mother.given and child.birth.year:
        yield "mother given", child.mother.given.plain, child.birth.year
    if child.mother.given and child.birth.year:
        yield "mother given", child.mother.given.plain, child.birth.year


def guard(candidate: Candidate, described: Described) -> str:
    """Why a candidate is never taken by the machine alone, or "". Each is a trap that a sum of bits falls into."""
    how = candidate.comparison.how
    if how["number"] is A.DIFFERENT:
        return "number"
    if how["given"] is A.DIFFERENT or how["given"] is A.NEAR:
        return "given name"
    if A.DIFFERENT in (how["family"], how["middle"]) or (
            A.NEAR in (how["family"], how["middle"]) and not _mistyped(candidate, described)):
        return "name"
    if how["mother"] in (A.DIFFERENT, A.NEAR):
        return "mother"
    if how["sex"] is A.DIFFERENT:
        return "sex"
    if described.newborn or candidate.child.newborn:
        return "newborn"
    return _guard_of_birth(candidate, described.birth)


def _mistyped(candidate: Candidate, described: Described) -> bool:
    """One letter apart in the family or the middle name, all else the same: a slip of the hand, no sister.

    Twins share the family name, but Hà Anh may have a twin Hải Anh whom the register lacks: between two words that
    people are called, only the number tells.
    """
    how = candidate.comparison.how
    if how["birth"] is not A.EQUAL or (how["family"] is A.NEAR) == (how["middle"] is A.NEAR):
        return False
    if how["number"] is A.EQUAL:
        return True
    pairs = zip(described.name.middle, candidate.child.name.middle, strict=False) if how["middle"] is A.NEAR else ()
    return how["mother"] in GOOD and not any(
        a.key != b.key and in_names(a, marks=described.name_marked) and in_names(b, marks=candidate.child.name_marked)
        for a, b in pairs)


def _guard_of_birth(candidate: Candidate, birth: Birth) -> str:
    """A date that is not the same needs the mother or the number beside it; so does a home elsewhere."""
    how = candidate.comparison.how
    supported = how["number"] is A.EQUAL or how["mother"] in GOOD
    if how["birth"] is A.DIFFERENT and how["number"] is not A.EQUAL:
        return "birth"
    if how["birth"] in (A.MISSING, A.NEAR) and not supported:
        return "birth"
    if how["birth"] is A.PART and not supported and not (birth.month and _name_and_home(how)):
        return "birth"
    if how["village"] is A.DIFFERENT and not supported:
        return "village"
    return ""


def _name_and_home(how: dict[str, Agreement]) -> bool:
    """The whole name as it is written, and the village: enough beside a month of birth, not beside a year."""
    return all(how[field] is A.EQUAL for field in ("given", "family", "middle", "village"))


def is_another_child(candidate: Candidate) -> bool:
    """Whether it is plainly somebody else: a brother or sister, a namesake born on another day of another mother."""
    how = candidate.comparison.how
    if how["number"] is A.EQUAL:
        return False
    if how["birth"] is A.DIFFERENT and (how["given"] is A.DIFFERENT or how["mother"] is A.DIFFERENT):
        return True
    return how["given"] is A.DIFFERENT and how["birth"] is A.EQUAL and how["mother"] is not A.EQUAL
