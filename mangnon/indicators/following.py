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

from . import facts, live
from .answers import territory_of
from .models import Counted
from .period import Period
from .tables import CHILD_TABLES, TABLES
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
        live.rebuild()
        Counted.objects.all().delete()
        return
    if whats & PLACES:
        live.refresh_places()
        _recount([d for d in definitions().values() if d.count == "facility"], None)
    if children:
        follow_children(children)
    if "plan.Reading" in whats:
        Counted.objects.all().delete()


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


def follow_children(ids: set[uuid.UUID], today: dt.date | None = None) -> int:
    """Project these children anew and move the facts by the difference they make. Returns cells moved."""
    day = today or clock.today()
    standing = list(Counted.objects.filter(fingerprint=facts.fingerprint()))
    subjects = frozenset(str(pk) for pk in ids)
    territory = territory_of(live.ask_live)
    settings = live.settings_in_use()
    moved = 0
    with transaction.atomic():
        before_rows = _projected(subjects)
        live_changes = live.preview_children(ids)
        touched = _touched(before_rows, live_changes, [row.period for row in standing])
        periods = {row.period: Period(row.period, row.ends_on) for row in standing}
        before = _sum(touched, periods, subjects, territory, settings)
        live.write_children(ids, live_changes)
        moved = facts.move(before, _sum(touched, periods, subjects, territory, settings), day)
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


def _sum(touched: dict[int, list[Definition]], periods: dict[int, Period], subjects: frozenset[str],
         territory: Any, settings: dict[str, Any]) -> dict[facts.Cell, tuple[int, int, int]]:
    cells: dict[facts.Cell, tuple[int, int, int]] = {}
    for year, measures in touched.items():
        cells.update(facts.contributions(periods[year], subjects, territory, measures, settings))
    return cells


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
