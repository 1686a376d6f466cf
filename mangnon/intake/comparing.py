"""How two descriptions of a child agree, field by field: a word for the eye and bits of evidence for the sum. Pure.

Bits: log2 of how much likelier the agreement is for one child than for two (Fellegi and Sunter 1969), with the
frequencies of the register itself: a rare name says more than a common one.
"""
from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from .describing import Birth, Described, Name, Word


class Agreement(StrEnum):
    """How two values agree."""

    EQUAL = "equal"
    UNMARKED = "unmarked"
    """The same letters; one side was typed without marks by somebody who types none."""
    PART = "part"
    """One holds the other: a middle name dropped, a year without its day."""
    SLIP = "slip"
    """One letter away from a word, and itself no word: mistyped."""
    SWAPPED = "swapped"
    """Day and month exchanged."""
    NEAR = "near"
    """One letter or one mark apart, and both are words: perhaps two names."""
    DIFFERENT = "different"
    MISSING = "missing"


GOOD = frozenset({Agreement.EQUAL, Agreement.UNMARKED, Agreement.SLIP})
FIELDS = ("given", "family", "middle", "birth", "sex", "mother", "village", "commune", "number")


@dataclass(frozen=True)
class Comparison:
    """Two descriptions compared. how: field to agreement.  bits: field to evidence; their sum is the weight."""

    how: dict[str, Agreement]
    bits: dict[str, float]

    @property
    def weight(self) -> float:
        return sum(self.bits.values())


@lru_cache(maxsize=200_000)
def words_agree(a: Word | None, b: Word | None, *, marks: bool) -> Agreement:
    """How two words agree. marks: whether both people type marks, so that a missing one means something.

    Remembered: a commune's names are made of a few hundred words.
    """
    if a is None or b is None:
        return Agreement.MISSING
    if a.key == b.key:
        return Agreement.EQUAL
    if a.plain.endswith(".") or b.plain.endswith("."):
        return Agreement.SLIP if _shortens(a, b) or _shortens(b, a) else Agreement.DIFFERENT
    if a.plain == b.plain:
        if not marks and not (a.marked and b.marked):
            return Agreement.UNMARKED
        return Agreement.NEAR if a.is_word and b.is_word else Agreement.SLIP
    if len(a.plain) > 1 and OSA.distance(a.plain, b.plain, score_cutoff=1) <= 1:
        return Agreement.NEAR if a.is_word and b.is_word else Agreement.SLIP
    return Agreement.DIFFERENT


def _shortens(a: Word, b: Word) -> bool:
    """Whether one is the other's beginning: "Ng." is Nguyễn."""
    return a.plain.endswith(".") and b.plain.startswith(a.plain[:-1])


_WORST = (Agreement.DIFFERENT, Agreement.NEAR, Agreement.SLIP, Agreement.PART, Agreement.UNMARKED, Agreement.EQUAL)


def _sequence_agrees(a: tuple[Word, ...], b: tuple[Word, ...], *, marks: bool) -> Agreement:
    """How middle words agree; one may have dropped some of the other's."""
    if not a and not b:
        return Agreement.EQUAL
    if len(a) == len(b):
        each = [words_agree(x, y, marks=marks) for x, y in zip(a, b, strict=True)]
        return next(how for how in _WORST if how in each)
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    inside = all(any(words_agree(w, other, marks=marks) in GOOD for other in rest) for w in short)
    return Agreement.PART if inside else Agreement.DIFFERENT


def names_agree(a: Name, b: Name, *, marks: bool) -> Agreement:
    """How whole names agree: a mother may be written with all her words or with some."""
    if not a.words or not b.words:
        return Agreement.MISSING
    given = words_agree(a.given, b.given, marks=marks)
    if given is Agreement.DIFFERENT or len(a.words) == 1 or len(b.words) == 1:
        # "Duyên" alone is no part of Nguyễn Ánh Quyên.
        return given if given in (Agreement.DIFFERENT, Agreement.NEAR) else Agreement.PART
    family = words_agree(a.family, b.family, marks=marks)
    middle = _sequence_agrees(*_without_thi(a.middle, b.middle), marks=marks)
    if Agreement.DIFFERENT in (family, middle):
        return Agreement.DIFFERENT
    slips = [given, family, middle].count(Agreement.SLIP) + [given, family, middle].count(Agreement.NEAR)
    return Agreement.DIFFERENT if slips > 1 else next(how for how in _WORST if how in (given, family, middle))


def _without_thi(a: tuple[Word, ...], b: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Middle words of two women without Thị, where one of them leaves it out: many are written without."""
    if any(w.plain == "thi" for w in a) == any(w.plain == "thi" for w in b):
        return a, b
    return tuple(w for w in a if w.plain != "thi"), tuple(w for w in b if w.plain != "thi")


def births_agree(a: Birth, b: Birth) -> Agreement:
    if not a.year or not b.year:
        return Agreement.MISSING
    if a.day and a.month and b.day and b.month:
        parts = (a.year == b.year) + (a.month == b.month) + (a.day == b.day)
        if parts == 3:
            return Agreement.EQUAL
        if a.day == b.month and a.month == b.day and a.year == b.year:
            return Agreement.SWAPPED
        return Agreement.NEAR if parts == 2 else Agreement.DIFFERENT
    if a.year != b.year or (a.month and b.month and a.month != b.month):
        return Agreement.DIFFERENT
    return Agreement.PART


@dataclass(frozen=True, slots=True)
class Rarity:
    """Bits of a chance agreement with one child, field by field.

    most: what the middle name, sex, mother, a village written a little otherwise and the commune can bring at best.
    """

    given: float
    given_plain: float
    family: float
    middle: float
    year: float
    mother: float
    mother_given: float
    village: float
    most: float


class Register:
    """How often values occur among the children that are compared with."""

    def __init__(self, children: Iterable[Described]) -> None:
        self.children = list(children)
        self.size = max(len(self.children), 1)
        self._counts: dict[str, Counter[Any]] = {
            "given": Counter(c.name.given.key for c in self.children if c.name.given),
            "given_plain": Counter(c.name.given.plain for c in self.children if c.name.given),
            "family": Counter(c.name.family.plain for c in self.children if c.name.family),
            "middle": Counter(" ".join(w.plain for w in c.name.middle) for c in self.children),
            "year": Counter(c.birth.year for c in self.children if c.birth.year),
            "mother": Counter(c.mother.plain for c in self.children if c.mother.words),
            "mother_given": Counter(c.mother.given.plain for c in self.children if c.mother.given),
            "village": Counter(c.village for c in self.children if c.village)}
        self._totals = {name: max(sum(counts.values()), 1) for name, counts in self._counts.items()}

        self._of: dict[str, Rarity] = {}

    def _bits(self, name: str, value: object) -> float:
        """Bits of a chance agreement: log2 of one over the share. A value never seen counts as seen once."""
        return math.log2(self._totals[name] / max(self._counts[name][value], 1))

    def of(self, child: Described) -> Rarity:
        """How rare what is known of one of these children is."""
        found = self._of.get(child.id)
        if found is None:
            found = self._of[child.id] = self._rarity(child)
        return found

    def _rarity(self, child: Described) -> Rarity:
        name, mother, bits = child.name, child.mother, self._bits
        given = bits("given", name.given.key) if name.given else 0.0
        family = bits("family", name.family.plain) if name.family else 0.0
        middle = min(bits("middle", " ".join(w.plain for w in name.middle)), 6.0)
        mothers = min(bits("mother", mother.plain), 9.0) if mother.words else 0.0
        mothers_given = bits("mother_given", mother.given.plain) - 1 if mother.given else 0.0
        village = bits("village", child.village) if child.village else 0.0
        # What a slip of the hand brings can be more than what a very common name does: hence the tables' own values.
        most = max(middle, 1.0) + max(mothers, mothers_given, 4.0) + 0.9 + 1.5 + 0.1
        return Rarity(given, bits("given_plain", name.given.plain) if name.given else 0.0, family, middle,
                      bits("year", child.birth.year), mothers, mothers_given, village, most)


A = Agreement
MOST_SLIP = 3.0
"""Bits that a given name with one letter wrong brings, whoever it is of."""
DAYS = math.log2(365.25 * 16)
"""Bits of one birth date among the days of sixteen years."""


def compare(a: Described, b: Described, register: Register) -> Comparison:
    """Compare a list's description with the register's."""
    marks, rare = a.name_marked and b.name_marked, register.of(b)
    how = {"given": words_agree(a.name.given, b.name.given, marks=marks),
           "family": words_agree(a.name.family, b.name.family, marks=marks),
           "middle": A.MISSING if a.newborn or b.newborn else _sequence_agrees(
               a.name.middle, b.name.middle, marks=marks),
           "birth": births_agree(a.birth, b.birth), "sex": _plain_agree(a.sex, b.sex),
           "mother": names_agree(a.mother, b.mother, marks=a.mother_marked and b.mother_marked),
           "village": _places_agree(a.village, b.village),
           "commune": _places_agree(a.commune, b.commune), "number": _plain_agree(a.number, b.number)}
    if A.NEAR in (how["given"], how["family"], how["middle"]) and _parted_otherwise(a.name, b.name):
        how |= dict.fromkeys(("given", "family", "middle"), A.SLIP)
    if how["commune"] is A.DIFFERENT and how["village"] in (A.EQUAL, A.SLIP):
        # Every commune has a Thôn 3.
        how["village"] = A.DIFFERENT
    return Comparison(how, {field: _bits(field, how[field], a, b, rare) for field in FIELDS})


def _parted_otherwise(a: Name, b: Name) -> bool:
    """Whether two names have the same letters in one order, only the blanks elsewhere: "Ngọ cNhư" is Ngọc Như."""
    return a.key != b.key and "".join(w.text for w in a.words) == "".join(w.text for w in b.words)


def may_reach(least: float, a: Described, b: Described, register: Register) -> bool:
    """Whether two descriptions can reach so many bits, by what is quickly told: most pairs need no closer look."""
    if a.number and b.number:
        return True
    marks, rare = a.name_marked and b.name_marked, register.of(b)
    birth = births_agree(a.birth, b.birth)
    total = rare.most + (_FLAT["birth"].get(birth) or _bits("birth", birth, a, b, rare))
    if a.sex and b.sex and a.sex != b.sex:
        total += _FLAT["sex"][A.DIFFERENT]
    if a.village and a.village == b.village:
        total += rare.village
    if total + max(rare.given, rare.given_plain, MOST_SLIP) + max(rare.family, 1.0) < least:
        return False
    given = words_agree(a.name.given, b.name.given, marks=marks)
    total += _FLAT["given"].get(given) or _bits("given", given, a, b, rare)
    if total + max(rare.family, 1.0) < least:
        return False
    family = words_agree(a.name.family, b.name.family, marks=marks)
    return total + (_FLAT["family"].get(family) or _bits("family", family, a, b, rare)) >= least


def _plain_agree(a: str, b: str) -> Agreement:
    if not a or not b:
        return A.MISSING
    return A.EQUAL if a == b else A.DIFFERENT


def _places_agree(a: str, b: str) -> Agreement:
    if not a or not b:
        return A.MISSING
    if a == b:
        return A.EQUAL
    return A.SLIP if OSA.normalized_similarity(a.replace(" ", ""), b.replace(" ", "")) >= 0.75 else A.DIFFERENT


_FLAT: dict[str, dict[Agreement, float]] = {
    "given": {A.SLIP: MOST_SLIP, A.NEAR: 0.0, A.DIFFERENT: -9.0},
    "family": {A.SLIP: 1.0, A.NEAR: -1.0, A.DIFFERENT: -6.0},
    "middle": {A.PART: 0.0, A.SLIP: 1.0, A.NEAR: -1.0, A.DIFFERENT: -5.0},
    "birth": {A.EQUAL: DAYS, A.SWAPPED: DAYS - 5, A.NEAR: 1.0, A.DIFFERENT: -8.0},
    "sex": {A.EQUAL: 0.9, A.DIFFERENT: -5.0},
    "mother": {A.SLIP: 4.0, A.NEAR: -2.0, A.DIFFERENT: -7.0},
    "village": {A.SLIP: 1.5, A.DIFFERENT: -2.0},
    "commune": {A.EQUAL: 0.1, A.SLIP: 0.0, A.DIFFERENT: -2.0},
    "number": {A.EQUAL: 30.0, A.DIFFERENT: -12.0}}


def _bits(field: str, how: Agreement, a: Described, b: Described, rare: Rarity) -> float:
    flat = _FLAT[field].get(how)
    if flat is not None:
        return flat
    if how is A.MISSING:
        return 0.0
    if field == "given" and b.name.given:
        return rare.given if how is A.EQUAL else rare.given_plain
    if field == "birth":
        return rare.year + (3.5 if a.birth.month and b.birth.month else 0.0)
    if field == "mother" and b.mother.given:
        return rare.mother_given if how is A.PART else rare.mother
    return {"family": rare.family, "middle": rare.middle, "village": rare.village}.get(field, 0.0)
