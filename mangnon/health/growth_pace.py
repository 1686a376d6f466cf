"""How a child's weight moves: slow gain, and when she is to be weighed again. Pure but for the words' language.

What counts as slow is data (``growth_care.toml``); it says that a child is to be looked after, never what she has.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from mangnon.core.periods import middle
from mangnon.web import formats

from .care_file import Care, SlowGain
from .spans import overdue_words

LIGHT = -2.0


@dataclass(frozen=True)
class Weight:
    """One weighing: kilograms and the z-score of weight for age, None where there is none."""

    on: dt.date
    kg: Decimal
    z: float | None


@dataclass(frozen=True)
class Slow:
    """why: falls (z fell twice running) or no_gain.  weights: those compared, oldest first."""

    why: str
    weights: tuple[Weight, ...]

    @property
    def words(self) -> str:
        if self.why == "no_gain":
            first, last = self.weights
            return _("cân nặng không tăng: %(a)s kg ngày %(b)s, %(c)s kg ngày %(d)s") % {
                "a": formats.plain(first.kg), "b": formats.date(first.on), "c": formats.plain(last.kg),
                "d": formats.date(last.on)}
        shown = [f"{formats.number(w.z or 0, 2)} ({formats.date(w.on)})" for w in self.weights]
        return _("tăng chậm hai lần liền: z cân nặng %(row)s") % {"row": "; ".join(shown)}


def slow_gain(weights: Sequence[Weight], rules: SlowGain, born: dt.date, today: dt.date) -> Slow | None:
    """Whether the newest weighings say slow gain. weights: oldest first; born: the birthday as far as known.

    Two falls running of z, each and together of the rules' size, or no gain over the rules' time in the first years.
    """
    if not weights or rules.newest_within.after(weights[-1].on) <= today or (
            rules.ages_until.after(born) <= weights[-1].on):
        return None
    return _no_gain(weights, rules, born) or _falls(weights, rules)


def _no_gain(weights: Sequence[Weight], rules: SlowGain, born: dt.date) -> Slow | None:
    newest = weights[-1]
    if rules.no_gain_until.after(born) <= newest.on:
        return None
    before = [w for w in weights[:-1] if rules.no_gain_over.after(w.on) <= newest.on]
    return Slow("no_gain", (before[-1], newest)) if before and newest.kg <= before[-1].kg else None


def _falls(weights: Sequence[Weight], rules: SlowGain) -> Slow | None:
    scored: list[Weight] = []
    for weight in reversed(weights):
        if weight.z is not None and (not scored or rules.apart.after(weight.on) <= scored[-1].on):
            scored.append(weight)
    if len(scored) < 3:
        return None
    third, second, first = scored[:3]
    falls = [first_z - last_z for first_z, last_z in ((first.z or 0, second.z or 0), (second.z or 0, third.z or 0))]
    # Half of a hundredth, so that a fall of exactly the rule's size is one.
    if min(falls) >= rules.fall - 0.005 and sum(falls) >= rules.total_fall - 0.005:
        return Slow("falls", (first, second, third))
    return None


@dataclass(frozen=True)
class Turn:
    """When a child's turn on the scales is. last: the weighing before; overdue: days since due_by."""

    due_from: dt.date
    due_by: dt.date
    last: dt.date | None
    overdue: int
    sooner: bool

    @property
    def overdue_words(self) -> str:
        return overdue_words(self.overdue)

    @property
    def words(self) -> str:
        last = _("lần cân trước %(day)s") % {"day": formats.date(self.last)} if self.last else _("chưa cân lần nào")
        if self.overdue:
            return _("quá hạn cân %(n)s ngày, %(last)s") % {"n": self.overdue, "last": last}
        return _("đến lượt cân từ %(day)s, %(last)s") % {"day": formats.date(self.due_from), "last": last}


def turn_of(born: dt.date, precision: str, weights: Sequence[Weight], slow: bool, care: Care, today: dt.date,
            ) -> Turn | None:
    """The turn of a child, None past the last age of the calendar."""
    known = middle(born, precision)
    every = next((band.every for band in care.bands if today < band.until.after(known)), None)
    if every is None:
        return None
    last = weights[-1] if weights else None
    sooner = last is not None and (slow or (last.z is not None and last.z < LIGHT))
    due = every.after(last.on if last else known)
    if sooner and last is not None:
        due = min(due, care.sooner.after(last.on))
    due_by = max(care.late_after.after(due) - dt.timedelta(days=1), due)
    return Turn(due, due_by, last.on if last else None, max((today - due_by).days, 0), sooner)
