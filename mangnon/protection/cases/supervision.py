"""Watching over the cases as a whole: how many, how fast against the deadlines, what stands still.

Of no figure it is said whose work it is, but for how many cases an owner has, which says how much she carries. Who is
barred from a case finds it in no figure here: for her the page is the same with and without it.
"""
from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from mangnon.accounts.permissions import Permission
from mangnon.core import clock, disclosure
from mangnon.core.clock import VIETNAM
from mangnon.plan.days_off import calendar

from . import page, states
from .barring import barred_from
from .deadlines import Due, Rule
from .models import Case, CaseQuerySet, Channel, Report, State, Step
from .reading import approves, owners_of
from .rules import rules
from .telling import inspects

ABUSE = "9"
"""The line of the plan whose limit of small cells holds for figures about cases."""


def reads_codes(user: Any) -> bool:
    """Whether this person works with cases or signs: she sees the codes and figures of those she may read."""
    return bool(user.can(Permission.SEALED_WRITE)) or approves(user)


def cases_for(user: Any) -> CaseQuerySet:
    """The cases that this person's figures are made of: those she reads, else all that she is not kept from."""
    if reads_codes(user):
        return Case.objects.open_to(user)
    known = set(Case.objects.values_list("pk", flat=True))
    return Case.objects.filter(pk__in=known - barred_from(user, known))


@dataclass(frozen=True)
class Pace:
    """How fast one step was in the cases whose time began in a year.

    met: how many in time.  owed: how many were done, or should be by now.  median, worst: of those that were done.
    """

    rule: Rule
    year: int
    met: int
    owed: int
    median: dt.timedelta | None
    worst: dt.timedelta | None


@dataclass
class Picture:
    """All that the page may say, exact; ``veiled`` makes of it what may be said to who does not work with cases."""

    open: int = 0
    states: dict[str, int] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    paces: list[Pace] = field(default_factory=list)
    late: list[Case] = field(default_factory=list)
    reopened: list[Case] = field(default_factory=list)
    unreviewed: list[Case] = field(default_factory=list)
    ownerless: list[Case] = field(default_factory=list)
    reports: int = 0
    channels: dict[str, list[int]] = field(default_factory=dict)
    """By channel the twelve months of the year."""
    years: list[int] = field(default_factory=list)


def picture(user: Any, year: int) -> Picture:
    """The cases this person may know of, in figures. year: of the reports."""
    now, use, days = clock.now(), rules(), calendar()
    found = list(cases_for(user).order_by("code").prefetch_related(
        Prefetch("steps", Step.objects.defer("body").order_by("at", "seq"))))
    made, times = Picture(), []
    owners = owners_of(case for case in found if case.is_open)
    for case in found:
        steps = list(case.steps.all())
        dues = page.dues_of(case, steps, use, days)
        times += dues
        if any(step.act == "reopen" for step in steps):
            made.reopened.append(case)
        if not case.is_open:
            continue
        running = [due for due in page.running(dues) if due.late(now)]
        if running:
            made.late.append(case)
        if any(due.rule.code == "review" for due in running):
            made.unreviewed.append(case)
        if case.pk not in owners:
            made.ownerless.append(case)
    tally = Counter(case.state for case in found if case.is_open)
    made.open = sum(tally.values())
    made.states = {state: tally[state] for state in states.OPEN}
    made.owners = dict(sorted(Counter(str(owner) for some in owners.values() for owner in some).items()))
    made.paces = paces(times, now)
    _reports(made, found, year)
    return made


def paces(times: Iterable[Due], now: dt.datetime) -> list[Pace]:
    """The times of every step against its deadline, by the year in which they began, the newest first.

    What still runs and is not late yet counts nowhere.
    """
    groups: dict[tuple[int, Rule], list[Due]] = defaultdict(list)
    for due in times:
        if due.met_at is not None or due.late(now):
            groups[due.started_at.astimezone(VIETNAM).year, due.rule].append(due)
    order = {rule: n for n, rule in enumerate(rules())}
    made = []
    for (year, rule), dues in sorted(groups.items(), key=lambda one: (-one[0][0], order.get(one[0][1], 0))):
        spans = [due.met_at - due.started_at for due in dues if due.met_at is not None]
        made.append(Pace(rule, year, sum(not due.late(now) for due in dues), len(dues),
                         dt.timedelta(seconds=statistics.median(s.total_seconds() for s in spans)) if spans else None,
                         max(spans, default=None)))
    return made


def _reports(made: Picture, found: list[Case], year: int) -> None:
    told = [(at.astimezone(VIETNAM), channel) for at, channel in Report.objects.filter(
        case__in=[case.pk for case in found]).values_list("received_at", "channel")]
    made.years = sorted({at.year for at, _channel in told} | {year})
    tally = Counter((channel, at.month) for at, channel in told if at.year == year)
    made.reports = sum(tally.values())
    made.channels = {code: [tally[code, month] for month in range(1, 13)] for code in Channel.values
                     if any(tally[code, month] for month in range(1, 13))}


# --- for who may not know small numbers ------------------------------------------------------------------------------

def exact_for(user: Any) -> bool:
    """Whether this person is told numbers below the limit: who works with cases, signs, or inspects."""
    return reads_codes(user) or inspects(user)


@dataclass(frozen=True)
class VeiledPace:
    """share: how many of a hundred in time; None where either side is small."""

    rule: Rule
    year: int
    share: int | None
    median: dt.timedelta | None


@dataclass(frozen=True)
class Veiled:
    """What remains for who may not know small numbers; None = not told. No owner, no code, no single case's time."""

    open: int | None
    states: dict[str, int | None]
    paces: list[VeiledPace]
    late: int | None
    reopened: int | None
    unreviewed: int | None
    ownerless: int | None
    reports: int | None
    channels: dict[str, int | None]
    months: dict[str, int | None]


def veiled(it: Picture) -> Veiled:
    """Take every small number out of a picture, and with it what it could be summed up from."""
    def part(count: int, whole: int) -> int | None:
        return None if disclosure.small(count, whole - count, ABUSE) else count

    by_channel = {code: sum(it.channels.get(code, [])) for code in Channel.values}
    by_month = {str(m + 1): sum(row[m] for row in it.channels.values()) for m in range(12)}
    return Veiled(
        _told(it.open), _cells(it.states, it.open),
        # A line of which nothing may be told would tell that there is somebody.
        [pace for pace in map(_pace, it.paces) if pace.share is not None or pace.median is not None],
        part(len(it.late), it.open), _told(len(it.reopened)), part(len(it.unreviewed), it.open),
        part(len(it.ownerless), it.open), _told(it.reports), _cells(by_channel, it.reports),
        _cells(by_month, it.reports))


def _told(count: int) -> int | None:
    return None if disclosure.hidden(count, ABUSE) else count


def _cells(cells: Mapping[str, int], whole: int) -> dict[str, int | None]:
    gone = disclosure.hide_cells(cells, ABUSE) if _told(whole) is not None else set(cells)
    return {name: None if name in gone else count for name, count in cells.items()}


def _pace(pace: Pace) -> VeiledPace:
    """How many they were is not told: it would be the same year's number of cases, less a few, time and again."""
    small = disclosure.small(pace.met, pace.owed - pace.met, ABUSE)
    return VeiledPace(pace.rule, pace.year, None if small else round(100 * pace.met / pace.owed),
                      None if disclosure.hidden(pace.owed, ABUSE) else pace.median)


def state_words(cells: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(str(State(code).label), count) for code, count in cells.items()]


def channel_words(cells: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(str(Channel(code).label), count) for code, count in cells.items()]
