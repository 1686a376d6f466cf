"""A child's doses held against the dated schedules: given, due, overdue, not counted, and what comes next. Pure.

The schedule valid on the day a dose falls due asks for that dose. A dose counts where the child was old enough and the
time since the last dose that counted was long enough, less the schedule's days of grace; one that does not count is to
be repeated. The measures 5a and 5b are counted by their own settings and never from here.

Where the birth is known to the month or year only, a dose is due from the first day that may be meant, and overdue or
too early only where it is so for every day that may be meant.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .schedule_file import DoseRule, Schedule, Series
from .spans import Span

Given = tuple[str, dt.date]
"""A vaccine's code and the day it was given."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """A dose of a series for one birth.

    due_first, due_last: the day of its age for the first and last birthday that may be meant.  least: before it a dose
    is too early, whatever the birthday; safe: from it a dose is never too early.  past: from it no longer given.
    """

    rule: DoseRule
    due_first: dt.date
    due_last: dt.date
    least: dt.date
    safe: dt.date
    past: dt.date


@dataclass(frozen=True)
class Wanted:
    """The doses of one series that are asked of one birth. grace: days; repeat: time after a dose not counted."""

    born: dt.date
    series: Series
    slots: tuple[Slot, ...]
    vaccines: frozenset[str]
    grace: int
    repeat: Span


@dataclass(frozen=True)
class Step:
    """One dose of the schedule on a day.

    state: given, due, overdue, coming, after (waits for the dose before it), past (no longer given at this age).
    due_from: the first day it is due; due_by: the last day it is on time; plan: the next day that keeps every rule.
    overdue: days since due_by.  given, vaccine: the dose that answers it.  called: the dose's own name, if any.
    """

    series: str
    name: str
    nth: int
    of: int
    vaccines: tuple[str, ...]
    state: str
    due_from: dt.date
    due_by: dt.date
    plan: dt.date | None = None
    overdue: int = 0
    given: dt.date | None = None
    vaccine: str = ""
    called: str = ""


@dataclass(frozen=True)
class Refused:
    """A dose that does not count in a series.

    why: birth (before it), early (too young), soon (too near the last one), order (another vaccine is due there).
    least: the first day on which it would have counted; rule: the age or time it lacks.  again: from when to repeat.
    nowhere: it counts in no series at all.
    """

    series: str
    name: str
    nth: int
    vaccine: str
    on: dt.date
    why: str
    least: dt.date
    rule: Span
    again: dt.date
    nowhere: bool
    called: str = ""


@dataclass(frozen=True)
class Course:
    """All doses of a child on a day. refused: doses that do not count, with why."""

    steps: tuple[Step, ...]
    refused: tuple[Refused, ...]

    @property
    def overdue(self) -> list[Step]:
        """The doses to be given now that should have been given, the longest overdue first."""
        return sorted((s for s in self.steps if s.state == "overdue"), key=lambda s: (s.due_by, s.series))

    @property
    def due(self) -> list[Step]:
        return sorted((s for s in self.steps if s.state == "due"), key=lambda s: (s.due_by, s.series))

    @property
    def plan(self) -> list[Step]:
        """What is still to be given, by the next day that keeps every age and interval.

        A vaccine that answers two series (IPV counts among the doses against polio) is planned for the day of the
        other's dose where that comes soon after: given alone before it, it would take that dose's place.
        """
        ahead = [step for step in self.steps if step.plan]
        moved = [replace(step, plan=_with_the_other(step, ahead)) for step in ahead]
        return sorted(moved, key=lambda s: (s.plan or dt.date.max, s.series, s.nth))

    @property
    def coming(self) -> Step | None:
        return next((s for s in self.plan if s.state == "coming"), None)


SOON_AFTER = dt.timedelta(days=28)
"""Doses of one vaccine closer than this disturb each other."""


def _with_the_other(step: Step, ahead: list[Step]) -> dt.date | None:
    """The day of a dose of the wider series that follows soon; else the step's own."""
    own = step.plan or dt.date.max
    days = [other.plan for other in ahead if other.plan and other.series != step.series
            and set(step.vaccines) < set(other.vaccines) and own < other.plan < own + SOON_AFTER]
    return min(days, default=step.plan)


@lru_cache(maxsize=8192)
def wanted(schedules: tuple[Schedule, ...], first: dt.date, last: dt.date) -> tuple[Wanted, ...]:
    """What is asked of a child born on a day from first to last; schedules are in the order of their days."""
    found: dict[str, tuple[Series, Schedule, dict[int, Slot]]] = {}
    for n, schedule in enumerate(schedules):
        until = schedules[n + 1].valid_from if n + 1 < len(schedules) else dt.date.max
        for series in schedule.series:
            begins = max(schedule.valid_from, series.from_on or schedule.valid_from)
            for rule in series.doses:
                if begins <= rule.at.after(first) < until:
                    kept = found.get(series.code, (series, schedule, {}))[2]
                    slot = _slot(rule, first, last, schedule.grace)
                    found[series.code] = (series, schedule, {**kept, rule.nth: slot})
    made = []
    for series, schedule, slots in found.values():
        # A series that began when the child was past its first doses asks nothing of her.
        run = [slots[nth] for nth in range(1, len(slots) + 1) if nth in slots]
        if len(run) == len(slots):
            codes = frozenset(code for slot in run for code in slot.rule.vaccines)
            made.append(Wanted(first, series, tuple(run), codes, schedule.grace, schedule.repeat))
    order = {series.code: n for schedule in schedules for n, series in enumerate(schedule.series)}
    return tuple(sorted(made, key=lambda w: order[w.series.code]))


def _slot(rule: DoseRule, first: dt.date, last: dt.date, grace: int) -> Slot:
    due, minimum = rule.at.after(first), rule.minimum.after(first)
    least = max(minimum - dt.timedelta(days=grace), first)
    past = rule.latest.after(last) if rule.latest else dt.date.max
    if first == last:
        return Slot(rule, due, due, least, minimum, past)
    return Slot(rule, due, rule.at.after(last), least, rule.minimum.after(last), past)


def course_of(schedules: tuple[Schedule, ...], born: tuple[dt.date, dt.date], doses: Iterable[Given], today: dt.date,
              ) -> Course:
    """Every dose of a child. born: the first and last day that may be meant.  Doses after today are not seen."""
    seen = sorted(((code, day) for code, day in doses if day <= today), key=lambda dose: (dose[1], dose[0]))
    steps: list[Step] = []
    refused: list[Refused] = []
    counted: set[int] = set()
    for one in wanted(schedules, *born):
        walk = Walk(one, seen)
        counted.update(walk.counted)
        refused += walk.refused
        steps += [*walk.given(), *walk.ahead(today)]
    still = frozenset(seen[n] for n in counted)
    return Course(tuple(steps), tuple(replace(r, nowhere=(r.vaccine, r.on) not in still) for r in refused))


def next_steps(schedules: tuple[Schedule, ...], born: tuple[dt.date, dt.date], doses: Sequence[Given], today: dt.date,
               until: dt.date) -> list[Step]:
    """Of each series the dose that is next and due by ``until``: the quick way for many children.

    doses: in the order of their days.
    """
    made = []
    for one in wanted(schedules, *born):
        # What is due later or no longer given need not be walked through.
        if one.slots[0].due_first > until or one.slots[-1].past <= today:
            continue
        step = Walk(one, [dose for dose in doses if dose[0] in one.vaccines and dose[1] <= today]).next(today, until)
        if step is not None and step.state != "past":
            made.append(step)
    return made


class Walk:
    """The doses of a child walked through for one series, in the order of their days."""

    def __init__(self, one: Wanted, doses: Sequence[Given]) -> None:
        self.one = one
        self.taken: list[Given] = []
        self.counted: list[int] = []
        self.refused: list[Refused] = []
        for n, (code, day) in enumerate(doses):
            if code in one.vaccines and len(self.taken) < len(one.slots):
                self._take(n, code, day)

    def _take(self, n: int, code: str, day: dt.date) -> None:
        slot = self.one.slots[len(self.taken)]
        before = self.taken[-1][1] if self.taken else None
        if day == before:
            return
        spaced = slot.rule.apart.after(before) if before else day
        if day < slot.least:
            why = "birth" if day < self.one.born else "early"
            self._refuse(slot, code, day, why, slot.safe, slot.rule.minimum)
        elif day < spaced - dt.timedelta(days=self.one.grace):
            self._refuse(slot, code, day, "soon", spaced, slot.rule.apart)
        elif code not in slot.rule.vaccines:
            self._refuse(slot, code, day, "order", slot.due_last, Span())
        else:
            self.taken.append((code, day))
            self.counted.append(n)

    def _refuse(self, slot: Slot, code: str, day: dt.date, why: str, least: dt.date, rule: Span) -> None:
        again = max(least, day if why == "order" else self.one.repeat.after(day))
        self.refused.append(Refused(self.one.series.code, self.one.series.name, slot.rule.nth, code, day, why, least,
                                    rule, again, True, slot.rule.name))

    def given(self) -> list[Step]:
        return [self._step(slot, "given", slot.due_first, self._by(slot, slot.due_last), given=day, vaccine=code)
                for slot, (code, day) in zip(self.one.slots, self.taken, strict=False)]

    def next(self, today: dt.date, until: dt.date = dt.date.max) -> Step | None:
        """The first dose that is not given, where it is due by ``until``."""
        if len(self.taken) == len(self.one.slots):
            return None
        slot = self.one.slots[len(self.taken)]
        if slot.due_first > until:
            return None
        least = slot.safe
        if self.taken:
            least = max(least, slot.rule.apart.after(self.taken[-1][1]))
        again = [r.again for r in self.refused if r.nth == slot.rule.nth and r.why != "order"]
        least = max([least, *again])
        due_from = max(slot.due_first, least) if self.taken or again else slot.due_first
        if due_from > until:
            return None
        due_by = self._by(slot, max(slot.due_last, least))
        plan = max(today, slot.due_last, least)
        if plan >= slot.past:
            return self._step(slot, "past", due_from, due_by)
        if today < due_from:
            return self._step(slot, "coming", due_from, due_by, plan=plan)
        if today <= due_by:
            return self._step(slot, "due", due_from, due_by, plan=plan)
        return self._step(slot, "overdue", due_from, due_by, plan=plan, overdue=(today - due_by).days)

    def ahead(self, today: dt.date) -> list[Step]:
        """The doses still to come, each planned after the one before it."""
        step = self.next(today)
        if step is None:
            return []
        made, plan = [step], step.plan
        for slot in self.one.slots[len(self.taken) + 1:]:
            plan = max(slot.due_last, slot.safe, slot.rule.apart.after(plan)) if plan else None
            plan = plan if plan and plan < slot.past else None
            made.append(self._step(slot, "after" if plan else "past", max(slot.due_first, plan or slot.due_first),
                                   self._by(slot, max(slot.due_last, plan or slot.due_last)), plan=plan))
        return made

    def _by(self, slot: Slot, due: dt.date) -> dt.date:
        """The last day on which a dose due on a day is on time."""
        return max(slot.rule.late_after.after(due) - DAY, due)

    def _step(self, slot: Slot, state: str, due_from: dt.date, due_by: dt.date, *, plan: dt.date | None = None,
              overdue: int = 0, given: dt.date | None = None, vaccine: str = "") -> Step:
        return Step(self.one.series.code, self.one.series.name, slot.rule.nth, len(self.one.slots), slot.rule.vaccines,
                    state, due_from, due_by, plan, overdue, given, vaccine, slot.rule.name)
