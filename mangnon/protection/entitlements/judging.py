"""Whether a child qualifies on a day, and why: yes, no, or not known. Pure; what is not known is never no."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mangnon.core.periods import completed_years, school_year_begun

from .policy_file import Policy, Rate, Way


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facts:
    """What the register knows of a child on a day.

    born_first, born_last: between which days she was born.  severities: known ones; severity_open: a disability of
    unknown severity.  poverty: statuses of her household, None = not known.  schooling: "kindergarten", "school",
    "" = left, None = not known.  units: codes of where she lives and all around it.
    """

    born_first: dt.date
    born_last: dt.date
    groups: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    severity_open: bool = False
    poverty: frozenset[str] | None = None
    schooling: str | None = None
    fostered: bool = False
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One condition and how it stands. what: its word in the file.  held: codes of the child's that decided it."""

    what: str
    answer: Answer
    held: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """How a policy stands for a child. amount: đồng a ``per``, None where it gives no money or the rate is not known.

    reasons: of a yes what satisfies it, of an unknown what is known and what is not, of a no what fails.
    """

    policy: Policy
    answer: Answer
    reasons: tuple[Reason, ...]
    amount: int | None = None
    per: str = ""

    @property
    def missing(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.answer is Answer.UNKNOWN]

    @property
    def held(self) -> list[Reason]:
        return [reason for reason in self.reasons if reason.answer is Answer.YES]


@dataclass
class Judge:
    """All policies of a day against one child after another."""

    policies: list[Policy]
    rates: Mapping[str, Rate]
    kinds: tuple[str, ...]
    day: dt.date
    _checks: dict[str, Callable[[Way, Facts, dict[str, Answer]], Reason | None]] = field(init=False)
    _said: dict[Any, list[Verdict]] = field(init=False, default_factory=dict)
    _codes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._codes = frozenset(code for policy in self.policies for way in policy.ways for code in way.villages)
        self._checks = {"groups": self._groups, "severities": self._severities, "poverty": self._poverty,
                        "age": self._age, "school_age": self._school_age, "schooling": self._schooling,
                        "commune": self._commune, "villages": self._villages, "fostered": self._fostered,
                        "unless": self._unless}

    def all(self, facts: Facts) -> list[Verdict]:
        """A verdict on every policy, in their order; children of whom the same is known have the same one."""
        ages = tuple((completed_years(born, self.day), born.year) for born in (facts.born_first, facts.born_last))
        key = (ages, facts.groups, facts.severities, facts.severity_open, facts.poverty, facts.schooling,
               facts.fostered, facts.units & self._codes)
        if key not in self._said:
            self._said[key] = self._judged(facts)
        return self._said[key]

    def _judged(self, facts: Facts) -> list[Verdict]:
        found: list[Verdict] = []
        before: dict[str, Answer] = {}
        for policy in self.policies:
            verdict = self._policy(policy, facts, before)
            before[policy.code] = verdict.answer
            found.append(verdict)
        return found

    def _policy(self, policy: Policy, facts: Facts, before: dict[str, Answer]) -> Verdict:
        ways = [(way, self._way(way, facts, before)) for way in policy.ways]
        answers = {n: _all(reasons) for n, (_way, reasons) in enumerate(ways)}
        for answer in (Answer.YES, Answer.UNKNOWN):
            # Of several ways the one that gives most; of those that give the same, the one nearest to certain.
            chosen = sorted((n for n, one in answers.items() if one is answer), key=lambda n: (
                -(self._amount(ways[n][0]) or 0), sum(r.answer is Answer.UNKNOWN for r in ways[n][1]), n))
            if chosen:
                way, reasons = ways[chosen[0]]
                return Verdict(policy, answer, reasons, self._amount(way), way.per)
        failing = min((reasons for _way, reasons in ways), key=lambda rs: sum(r.answer is Answer.NO for r in rs))
        return Verdict(policy, Answer.NO, failing)

    def _way(self, way: Way, facts: Facts, before: dict[str, Answer]) -> tuple[Reason, ...]:
        found = (check(way, facts, before) for check in self._checks.values())
        return tuple(reason for reason in found if reason is not None)

    def _amount(self, way: Way) -> int | None:
        held = self.rates[way.rate].on(self.day) if way.rate in self.rates else None
        return None if held is None else round(held * way.times)

    def _groups(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        return _any("groups", way.groups, facts.groups)

    def _severities(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        found = _any("severities", way.severities, facts.severities)
        if found is None or found.answer is Answer.YES or not facts.severity_open:
            return found
        every = set(way.severities) == {"mild", "severe", "profound"}
        return Reason("severities", Answer.YES if every else Answer.UNKNOWN, (), way.severities)

    def _poverty(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        if way.poverty and facts.poverty is None:
            return Reason("poverty", Answer.UNKNOWN, (), way.poverty)
        return _any("poverty", way.poverty, facts.poverty or frozenset())

    def _age(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        oldest, youngest = (completed_years(born, self.day) for born in (facts.born_first, facts.born_last))
        return _between("age", way.age, youngest, oldest)

    def _school_age(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        year = school_year_begun(self.day)
        return _between("school_age", way.school_age, year - facts.born_last.year, year - facts.born_first.year)

    def _schooling(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        if not way.schooling:
            return None
        if facts.schooling is None:
            return Reason("schooling", Answer.UNKNOWN, (), (way.schooling,))
        there = facts.schooling != "" and way.schooling in ("any", facts.schooling)
        return Reason("schooling", _said(there), (facts.schooling,), (way.schooling,))

    def _commune(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        if way.commune and not self.kinds:
            return Reason("commune", Answer.UNKNOWN, (), way.commune)
        return _any("commune", way.commune, frozenset(self.kinds))

    def _villages(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        return _any("villages", way.villages, facts.units)

    def _fostered(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        return Reason("fostered", _said(facts.fostered)) if way.fostered else None

    def _unless(self, way: Way, facts: Facts, before: dict[str, Answer]) -> Reason | None:
        if not way.unless:
            return None
        others = [before.get(code, Answer.NO) for code in way.unless]
        if Answer.YES in others:
            answer = Answer.NO
        else:
            answer = Answer.UNKNOWN if Answer.UNKNOWN in others else Answer.YES
        return Reason("unless", answer, way.unless)


def _said(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO


def _any(what: str, asked: tuple[str, ...], hers: frozenset[str]) -> Reason | None:
    held = tuple(code for code in asked if code in hers)
    return Reason(what, _said(bool(held)), held, asked) if asked else None


def _between(what: str, span: tuple[int, int | None] | None, youngest: int, oldest: int) -> Reason | None:
    """Of an age that is only known to lie between two."""
    if span is None:
        return None
    low, before = span
    inside = [low <= age and (before is None or age < before) for age in range(youngest, oldest + 1)]
    answer = Answer.YES if all(inside) else (Answer.UNKNOWN if any(inside) else Answer.NO)
    ages = (str(youngest),) if youngest == oldest else (str(youngest), str(oldest))
    return Reason(what, answer, ages, (str(low), "" if before is None else str(before)))


def _all(reasons: tuple[Reason, ...]) -> Answer:
    answers = {reason.answer for reason in reasons}
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES
