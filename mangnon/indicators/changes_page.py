"""The lines whose figure moved since a day: as known then, as known now, and the events between."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from mangnon.accounts.permissions import Permission
from mangnon.places.models import Facility
from mangnon.plan.document import Measure
from mangnon.plan.models import Plan
from mangnon.protection.models import Incident
from mangnon.registry.models import Child

from .board import said_of
from .change_words import Reasons, moved
from .changes import NAMELESS
from .models import Cause, FactChange
from .reading_facts import FactBook
from .sight import may_list
from .verdict import Figure
from .vocabulary import definitions
from .words import Said

AT_ONCE = 8
"""Events of a line that are seen at once; the others are one press away."""
LONGEST = 400
IN_SHORT = 6
WEEK = 7
"""Days."""


@dataclass(frozen=True)
class Event:
    """One row. who: a child, a facility, or nobody by name.  heads: how many it stands for."""

    who: str
    url: str
    move: str
    why: str
    on: dt.date | None
    heads: int = 1
    born: Child | None = None


@dataclass(frozen=True)
class LineChange:
    """A line of a year. named: whether events tell of whom.  more: events that are not shown.  back: it came back to
    what it was."""

    measure: Measure
    year: int
    before: Said
    now: Said
    back: bool
    named: bool
    lists: bool
    events: list[Event] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Changes:
    """lines: of the running year, in the plan's order.  past: of years before.  kept_from: the first day that is known.
    """

    lines: list[LineChange]
    past: list[LineChange]
    kept_from: dt.date | None
    named: int = 0

    @property
    def moved(self) -> int:
        return sum(not line.back for line in self.lines)

    @property
    def plain(self) -> list[LineChange]:
        """A few whose value itself reads differently now."""
        return [line for line in self.lines if line.before.value != line.now.value][:IN_SHORT]


def changes_of(plan: Plan, book: FactBook, since: dt.date, user: Any, *, only: str = "",
               brief: bool = False) -> Changes:
    """What moved since a day. only: one line, with all its events.  brief: the figures alone."""
    rows: dict[tuple[str, int], list[FactChange]] = defaultdict(list)
    found = FactChange.objects.filter(on__gte=since).exclude(cause=Cause.START)
    for row in (found.filter(measure=only) if only else found).order_by("-pk"):
        rows[row.measure, row.year].append(row)
    first = FactChange.objects.filter(cause=Cause.START, year=book.today.year).order_by("on").first()
    people = People(user, [] if brief else [row for group in rows.values() for row in group])
    lines: list[LineChange] = []
    past: list[LineChange] = []
    for measure in plan.document.measures:
        for year in reversed(book.years):
            group = rows.get((measure.code, year))
            if group:
                running = year == book.today.year
                line = _line(measure, year, book, group, people, brief=brief or not running,
                             most=LONGEST if only else AT_ONCE)
                if running or not line.back:
                    (lines if running else past).append(line)
    return Changes(lines, past, first.on if first and first.on > since else None,
                   sum(len(line.events) for line in lines if line.named))


def lately(plan: Plan, book: FactBook, user: Any) -> Changes | None:
    """The week's moves of the commune, for the start page of who sees exact figures; None for others."""
    if not user.can(Permission.EXACT_FIGURES) or book.unit.unit != str(plan.unit_id):
        return None
    return changes_of(plan, book, book.today - dt.timedelta(days=WEEK), user, brief=True)


def _line(measure: Measure, year: int, book: FactBook, group: list[FactChange], people: People, *, brief: bool,
          most: int) -> LineChange:
    now = book.figure(measure.code, year)
    num, den, unk = (sum(getattr(row, name) for row in group) for name in ("numerator", "denominator", "unknown"))
    before = Figure(now.numerator - num, None if now.denominator is None else now.denominator - den, now.unknown - unk)
    area, code = book.unit.area, measure.code
    back = before == now
    listed = may_list(people.user, code)
    events = [] if brief or code in NAMELESS else people.events(code, group)
    return LineChange(measure, year, said_of(measure, before, year, area), said_of(measure, now, year, area), back,
                      people.named(code), listed, events[:most], max(len(events) - most, 0))


class People:
    """Whom the changes speak of, as this user may see them; asked for once."""

    def __init__(self, user: Any, rows: list[FactChange]) -> None:
        self.user = user
        # Names are for who works with the children; who steers sees how many moved, and why.
        self.works = user.can(Permission.IDENTITY_WRITE) and user.can(Permission.LISTS_WITH_NAMES)
        rows = [row for row in rows if row.measure not in NAMELESS]
        of_event = {row.subject for row in rows if row.subject and definitions()[row.measure].count == "event"}
        self._by_event = dict(Incident.objects.filter(pk__in=of_event).values_list("pk", "child")) if of_event else {}
        ids = {child for row in rows if (child := self._child(row))}
        # Who steers is told what kind of event it was, and nobody's name, day or age.
        known = (Child.objects.visible_to(user, Permission.LISTS_WITH_NAMES) if self.works else Child.objects).in_bulk(
            list(ids)) if ids else {}
        self.children = known if self.works else {}
        places = {row.subject for row in rows if definitions()[row.measure].count == "facility" and row.subject}
        self._places = Facility.objects.in_bulk(list(places)) if places else {}
        self._reasons = Reasons(rows, known, self._child, named=self.works)

    def named(self, code: str) -> bool:
        """Whether this user is told of whom a line's events are."""
        return code not in NAMELESS and (definitions()[code].count == "facility" or (
            self.works and may_list(self.user, code)))

    def events(self, code: str, group: list[FactChange]) -> list[Event]:
        """A line's events, the newest first: one a row where names may be told, else as many as are alike together."""
        if self.named(code):
            return [self._event(code, row) for row in group]
        alike = Counter((self._move(code, row), self._reasons.of(row), row.on) for row in group)
        return [Event("", "", move, why, on, n) for (move, why, on), n in alike.items()]

    def _event(self, code: str, row: FactChange) -> Event:
        child = self.children.get(self._child(row) or uuid.UUID(int=0))
        place = self._places.get(row.subject) if row.subject else None
        who = str(child) if child else place.name if place else ""
        return Event(who, child.get_absolute_url() if child else "", self._move(code, row), self._reasons.of(row),
                     row.on, born=child)

    def _move(self, code: str, row: FactChange) -> str:
        return moved(code, row.was, row.now) if row.subject else ""

    def _child(self, row: FactChange) -> uuid.UUID | None:
        """Of a line that counts events the subject is an incident, or a child who is only counted out of."""
        if row.child or row.subject is None or definitions()[row.measure].count not in ("child", "event"):
            return row.child
        return self._by_event.get(row.subject, row.subject)
