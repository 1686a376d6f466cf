"""What the register had already dated into the days that passed: a birth, a move, a dose written for that very day.

A row counts from its own day on. So the change of day also brings in whatever is dated between the two counts, and
then that row is the reason, not the passing of days.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core.periods import birthday, completed_months, completed_years
from mangnon.registry.models import Child, Residence
from mangnon.web import formats

from .models import PROJECTION, FactChange
from .vocabulary import definitions
from .words import english

NEWBORN = 60
"""Days after the birth in which a first home is no move, and a child who enters the register is told as born."""
BY_MONTHS = 60
"""Below so many months an age is told in months."""
REGISTERED = "14"
"""The line that reads the day on which a birth was registered."""
ROWS: tuple[tuple[str, str, Promise, bool], ...] = (
    ("incident", "day", gettext_lazy("tai nạn"), False),
    ("dose", "day", gettext_lazy("mũi tiêm"), True),
    ("measurement", "day", gettext_lazy("lần cân đo"), False),
    ("service", "day", gettext_lazy("dịch vụ"), True),
    ("attendance", "day", gettext_lazy("hoạt động"), True),
    ("support", "from_day", gettext_lazy("trợ giúp"), True),
    ("disability", "from_day", gettext_lazy("khuyết tật"), False),
    ("enrolment", "entered", gettext_lazy("vào học"), True),
    ("enrolment", "left_day", gettext_lazy("thôi học"), False))
"""(table of the projection, column of its day, what it is, whether it can only add to the counted)."""


class Days:
    """The reasons of what the change of day moved, asked for once for all of these changes.

    child_of: whom a change speaks of.  named: whether days and ages may be told; else only what kind of event it was.
    """

    def __init__(self, changes: Iterable[FactChange], children: dict[uuid.UUID, Child],
                 child_of: Callable[[FactChange], uuid.UUID | None], *, named: bool) -> None:
        self.children, self.child_of, self.named = children, child_of, named
        passed = [change for change in changes if change.since is not None and change.subject]
        ids = {child for change in passed if (child := child_of(change))} & children.keys()
        self._homes: dict[Any, list[Residence]] = defaultdict(list)
        for home in Residence.objects.filter(child__in=ids).order_by("from_on") if ids else ():
            self._homes[home.child_id].append(home)
        self._rows: dict[tuple[str, str, str], list[dt.date]] = defaultdict(list)
        if ids:
            self._ask({str(pk) for pk in ids}, passed)

    def _ask(self, ids: set[str], passed: list[FactChange]) -> None:
        first = min(change.since for change in passed if change.since).toordinal()
        last = max(change.on for change in passed).toordinal()
        read = set().union(*(definitions()[change.measure].tables for change in passed))
        for table, column, _what, _adds in ROWS:
            if table not in read:
                continue
            key = "incident" if table == "incident" else "child"
            found = PROJECTION[table]._default_manager.filter(
                child__in=ids, **{f"{column}__gt": first, f"{column}__lte": last})
            for subject, day in found.values_list(key, column):
                self._rows[table, column, str(subject)].append(dt.date.fromordinal(day))

    def of(self, change: FactChange) -> str:
        """Why a day moved this one; nothing where only the days passed."""
        child = self.children.get(self.child_of(change) or uuid.UUID(int=0))
        if child is None or change.since is None:
            return ""
        found = self._born_or_moved(child, change)
        if found:
            return found
        age = self._turned(child, change.since, change.on)
        row = self._row(change, child)
        # Who was counted before was so at that age too: a row says more. Who comes in comes in by her age.
        return (row or age) if change.was and change.now else (age or row)

    def _told(self, words: str, plain: str, on: dt.date, day: dt.date) -> str:
        return words % {"day": formats.date_short(on, day, english=english())} if self.named else plain

    def _born_or_moved(self, child: Child, change: FactChange) -> str:
        since, day, arrives, leaves = change.since or change.on, change.on, not change.was, not change.now
        if arrives and since < child.born_on <= day:
            return self._told(_("sinh ngày %(day)s"), _("mới sinh"), child.born_on, day)
        if child.died_on and since < child.died_on <= day:
            return self._told(_("mất ngày %(day)s"), _("mất"), child.died_on, day)
        for n, home in enumerate(self._homes[child.pk]):
            if arrives and since < home.from_on <= day:
                if not n and from_birth(child, home):
                    return self._told(_("mới sinh, ở xã từ ngày %(day)s"), _("mới sinh"), home.from_on, day)
                return self._told(_("chuyển đến ngày %(day)s"), _("chuyển đến"), home.from_on, day)
            if leaves and home.to_on and since < home.to_on <= day:
                return self._told(_("chuyển đi ngày %(day)s"), _("chuyển đi"), home.to_on, day)
        return ""

    def _row(self, change: FactChange, child: Child) -> str:
        """A row of the child, or the incident itself, whose own day has come."""
        since, gains = change.since or change.on, change.now == "counted"
        registered = child.birth_registered_on
        if change.measure == REGISTERED and gains and registered and since < registered <= change.on:
            return self._come(_("đăng ký khai sinh"), registered, change.on)
        for table, column, what, adds in ROWS:
            if table not in definitions()[change.measure].tables or (adds and not gains):
                continue
            subject = str(change.subject if table == "incident" else child.pk)
            days = [day for day in self._rows[table, column, subject] if since < day <= change.on]
            if days:
                return self._come(str(what), max(days), change.on)
        return ""

    def _come(self, what: str, on: dt.date, day: dt.date) -> str:
        if not self.named:
            return _("%(what)s vừa đến ngày") % {"what": what}
        return _("%(what)s ngày %(day)s, vừa đến ngày") % {
            "what": what, "day": formats.date_short(on, day, english=english())}

    def _turned(self, child: Child, since: dt.date, day: dt.date) -> str:
        """Which age was reached between two days; nothing where none was."""
        if child.born_precision != "day" or not self.named:
            return ""
        only = _("chỉ vì ngày trôi qua")
        years, months = completed_years(child.born_on, day), completed_months(child.born_on, day)
        if years > completed_years(child.born_on, since):
            age = _("đủ %(n)s tuổi ngày %(day)s") % {
                "n": years, "day": formats.date_short(birthday(child.born_on, years), day, english=english())}
        elif months < BY_MONTHS and months > completed_months(child.born_on, since):
            age = _("tròn %(n)s tháng") % {"n": months}
        else:
            return ""
        return f"{age} ({only})"


def from_birth(child: Child, first: Residence) -> bool:
    """Whether a child's first home is the one she was born into, as the measures have it, and so no move."""
    return first.from_on <= child.born_on + dt.timedelta(days=NEWBORN)
