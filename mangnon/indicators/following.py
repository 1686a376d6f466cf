"""Follow the outbox: bring projection and facts up to date with what was changed, touching only what it touches."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction

from mangnon.core import clock
from mangnon.core.models import Outbox
from mangnon.delivery.models import Activity, Attendance
from mangnon.registry.models import Child, HouseholdMember

from . import changes, facts, live, shares
from .answers import territory_above, territory_of
from .compiler import Compiler, Scope
from .live import ask_live
from .models import Cause, Counted, FactChange
from .period import Period
from .tables import CHILD_TABLES, TABLES
from .territory import Territory
from .vocabulary import Definition, definitions

EVERYTHING = {"*", "places.Unit", "places.Succession"}
PLACES = {"places.Facility", "places.FacilityCheck", "plan.Declared"}
WITHIN_PERIOD = {"measurement": "day", "service": "day", "attendance": "day", "assessment": "day"}
"""Tables whose rows matter only to the year of their day."""
FEW = 200
"""So many changed children are always followed one by one."""


def follow(rows: list[Outbox]) -> None:
    """Handle pending outbox rows; runs inside their transaction."""
    facts.hold()
    whats, children = {row.what for row in rows}, children_of(rows)
    if whats & EVERYTHING or _most(children):
        _anew(rows, whats)
        return
    if whats & PLACES:
        _follow_places([row for row in rows if row.what in PLACES])
    if children:
        follow_children(children, of=_sources(rows))
    if "plan.Reading" in whats:
        Counted.objects.all().delete()


def _anew(rows: list[Outbox], whats: set[str]) -> None:
    """Everything is projected anew and will be counted anew; who moved is kept at once, while both sides are known."""
    today, standing = clock.today(), _running()
    if standing is not None and Period.of(standing.period, today).end > standing.ends_on and changes.few():
        # First what the days did, so that it is not taken for what the list did.
        facts.count_year(standing.period, today, standing.fingerprint)
        standing = _running()
    old = changes.snapshot(standing)
    live.rebuild()
    if standing is not None:
        cause = Cause.EDIT
        if whats & EVERYTHING:
            back = any(row.detail.get("taken_back") for row in rows)
            cause = Cause.UNDO if back else Cause.LIST if "*" in whats else Cause.BORDERS
        changes.compare(old, Period(standing.period, standing.ends_on), on=today, cause=cause)
    Counted.objects.all().delete()


def _follow_places(rows: list[Outbox]) -> None:
    """Facilities are counted anew; what is declared stands in the projection itself."""
    old = changes.snapshot(_running(), ("facility",))
    live.refresh_places()
    places = [d for d in definitions().values() if d.count == "facility"]
    _recount(places, None)
    told, day = changes.sources_of(rows), clock.today()
    if old is not None:
        changes.compare(old, old.period, on=day, cause=Cause.EDIT, sources=told, counts=("facility",))
    only = {d.measure for d in definitions().values() if d.count in ("facility", "declared")}
    for standing in Counted.objects.filter(fingerprint=facts.fingerprint()):
        changes.balance(Period(standing.period, standing.ends_on), day, Cause.EDIT, only, told)


def _running() -> Counted | None:
    """The last year that is counted with the definitions in use."""
    return Counted.objects.filter(fingerprint=facts.fingerprint()).order_by("period").last()


def _sources(rows: list[Outbox]) -> dict[str, changes.Sources]:
    """What was written of each child."""
    found: dict[str, list[Outbox]] = {}
    for row in rows:
        for child in children_of([row]):
            found.setdefault(str(child), []).append(row)
    return {child: changes.sources_of(own) for child, own in found.items()}


def _most(children: set[uuid.UUID]) -> bool:
    """Whether so many of the register's children changed (a list taken in) that starting anew is quicker."""
    return len(children) > FEW and len(children) * 4 > live.PROJECTION["child"]._default_manager.count()


def children_of(rows: Iterable[Outbox]) -> set[uuid.UUID]:
    """The children that changes speak of, directly or through their household or activity."""
    found: set[uuid.UUID] = set()
    for row in rows:
        if row.subject is None or row.what == "registry.ChildTask":
            # Tasks follow the figure; they never move it.
            continue
        if row.what in ("registry.Household", "registry.HouseholdStatus"):
            found |= set(HouseholdMember.objects.filter(household=row.subject).values_list("child", flat=True))
        elif row.what == "delivery.Activity":
            found |= set(Attendance.objects.filter(activity=row.subject).values_list("child", flat=True))
        elif _is_personal(row.what):
            found.add(row.subject)
    return found


def _is_personal(what: str) -> bool:
    model = apps.get_model(what)
    return model is Child or (model is not Activity and any(f.name == "child" for f in model._meta.fields))


def follow_children(ids: set[uuid.UUID], today: dt.date | None = None,
                    of: dict[str, changes.Sources] | None = None) -> int:
    """Project these children anew and move the facts by the difference they make. Returns cells moved.

    of: what was written of each child, kept beside the figures it moved.
    """
    day = today or clock.today()
    standing = list(Counted.objects.filter(fingerprint=facts.fingerprint()))
    subjects = frozenset(str(pk) for pk in ids)
    settings = live.settings_in_use()
    moved = 0
    with transaction.atomic():
        before_rows = _projected(subjects)
        live_changes = live.preview_children(ids)
        touched = _touched(before_rows, live_changes, [row.period for row in standing])
        periods = {row.period: Period(row.period, row.ends_on) for row in standing}
        before = _told(touched, periods, subjects, settings)
        live.write_children(ids, live_changes)
        after = _told(touched, periods, subjects, settings)
        named = {row[2] for told in (before, after) for rows in told.values() for row in rows}
        territory = territory_above(ask_live, named)
        moved = facts.move(_sum(before, periods, territory), _sum(after, periods, territory), day)
        changes.keep(_moves(before, after, periods, territory, day, of or {}, subjects))
    return moved


def _projected(subjects: frozenset[str]) -> dict[str, Counter[Any]]:
    """The rows that stand, and how many alike: a child may have two of the same day."""
    return {name: Counter(live.PROJECTION[name]._default_manager.filter(child__in=subjects).values_list(
        *TABLES[name].columns)) for name in CHILD_TABLES}


def _touched(before: dict[str, Counter[Any]], after: dict[str, list[Any]], years: list[int],
             ) -> dict[int, list[Definition]]:
    """Which measures of which years the changed rows can move."""
    found: dict[int, dict[str, Definition]] = {year: {} for year in years}
    for name in CHILD_TABLES:
        now = Counter(after[name])
        changed = {*(before[name] - now), *(now - before[name])}
        if not changed:
            continue
        for year in _years_of(name, changed, years):
            found[year].update({d.measure: d for d in definitions().values()
                                if name in d.tables and d.count in ("child", "event")})
    return {year: list(measures.values()) for year, measures in found.items() if measures}


def _years_of(name: str, changed: set[Any], years: list[int]) -> set[int]:
    column = WITHIN_PERIOD.get(name)
    if column is None:
        return set(years)
    at = list(TABLES[name].columns).index(column)
    return {dt.date.fromordinal(row[at]).year for row in changed} & set(years)


def _told(touched: dict[int, list[Definition]], periods: dict[int, Period], subjects: frozenset[str],
          settings: dict[str, Any]) -> dict[tuple[str, int], shares.Rows]:
    """What each of these children adds to each touched measure and year."""
    scope = Scope(subjects=subjects)
    return {(d.measure, year): ask_live(Compiler(d, periods[year], settings).by_subject(scope))
            for year, measures in touched.items() for d in measures}


def _sum(told: dict[tuple[str, int], shares.Rows], periods: dict[int, Period],
         territory: Territory) -> dict[facts.Cell, tuple[int, int, int]]:
    return {(measure, year, *cell): numbers for (measure, year), rows in told.items()
            for cell, numbers in shares.cells_of(definitions()[measure], rows, territory, periods[year].end).items()}


def _moves(before: dict[tuple[str, int], shares.Rows], after: dict[tuple[str, int], shares.Rows],
           periods: dict[int, Period], territory: Territory, day: dt.date, of: dict[str, changes.Sources],
           subjects: frozenset[str]) -> list[FactChange]:
    """The same difference, child by child, within the plan's commune."""
    found: list[FactChange] = []
    homes = changes.homes(periods.values(), territory)
    alone = next(iter(subjects)) if len(subjects) == 1 else ""
    for measure, year in after:
        inside, definition = homes.get(year), definitions()[measure]
        if inside is not None and before[measure, year] != after[measure, year]:
            was, now = (shares.states_of(definition, rows[measure, year], inside) for rows in (before, after))
            found += changes.moves(measure, year, was, now, on=day, cause=Cause.EDIT, of=of, only_child=alone)
    return found


def _recount(measures: list[Definition], years: list[int] | None) -> None:
    """Count whole measures anew, for the years that stand."""
    from .models import Fact

    territory = territory_of(live.ask_live)
    for row in Counted.objects.all():
        if years is None or row.period in years:
            period = Period(row.period, row.ends_on)
            Fact.objects.filter(period=row.period, measure__in=[d.measure for d in measures]).delete()
            facts.move({}, facts.contributions(period, None, territory, measures), row.ends_on)


def new_day(day: dt.date) -> None:
    """At the change of day the running year is counted anew."""
    facts.ensure(day)
