"""Keep what moved the figures of the plan's commune, as it happens: an edit, a list, or a day that passed.

An edit costs one more insert: what the child added before and after is asked for anyway. See ADR 29.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Sum

from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.core.models import Outbox, Owner

from .answers import subjects, territory_of
from .compiler import Scope
from .live import ask_live, plan_in_use, settings_in_use
from .models import PROJECTION, Cause, Counted, Fact, FactChange
from .period import Period
from .shares import CHILD, NOTHING, UPPER, Numbers, Subject, list_of
from .territory import Territory
from .vocabulary import definitions

FEW = 20_000
"""A register of more children is not told child by child when everything is counted anew, but by its sums."""
MOST_SOURCES = 6
NAMELESS = NEEDS_PROTECTION_LIST | {"15"}
"""Lines of which nobody is kept by name here: a register of who came and went would be a second list of them."""
CASES = {"protection.Circumstance": "circumstance", "protection.Incident": "incident",
         "protection.Disability": "disability", "protection.Support": "support", "protection.Service": "service"}
"""Rows of the protection room that are a reason of a move, to the table that the line must read; others of that room
are none of any line."""
States = dict[str, dict[Subject, Numbers]]
"""measure to subject to its numbers"""
Sources = list[list[str]]


@dataclass(frozen=True)
class Snapshot:
    """Who stood where in a year, counted up to a day."""

    period: Period
    states: States


def homes(periods: Iterable[Period], territory: Territory | None = None) -> dict[int, frozenset[str]]:
    """Year to the units of the plan's commune as of the period's end; none while no plan has a place."""
    plan = plan_in_use()
    if plan is None or plan.unit_id is None:
        return {}
    known = territory or territory_of(ask_live)
    return {period.year: known.below(str(plan.unit_id), period.end) for period in periods}


def few() -> bool:
    """Whether the register is small enough to be told child by child when everything is counted anew."""
    return bool(PROJECTION["child"]._default_manager.count() <= FEW)


def snapshot(standing: Counted | None, counts: Collection[str] = ("child", "event", "facility")) -> Snapshot | None:
    """Who stands where in the year as it was counted; None where nothing is counted, or in too large a register."""
    if standing is None or not few():
        return None
    period = Period(standing.period, standing.ends_on)
    states = _states(period, counts)
    return None if states is None else Snapshot(period, states)


def _states(period: Period, counts: Collection[str]) -> States | None:
    inside, settings = homes([period]).get(period.year), settings_in_use()
    if inside is None:
        return None
    return {d.measure: {(kind, subject): (int(num or 0), int(den or 0), int(unk or 0))
                        for kind, subject, _sex, den, num, unk
                        in subjects(ask_live, d, period, Scope(units=inside), settings)}
            for d in definitions().values() if d.count in counts}


def compare(old: Snapshot | None, period: Period, *, on: dt.date, cause: Cause, sources: Sources | None = None,
            counts: Collection[str] = ("child", "event", "facility")) -> None:
    """Keep what differs between a snapshot and the same year now."""
    now = _states(period, counts) if old else None
    if old is None or now is None:
        return
    since = old.period.end if cause == Cause.DAY else None
    keep([row for measure, after in now.items() for row in moves(
        measure, period.year, old.states.get(measure, {}), after, on=on, cause=cause, since=since, sources=sources)])


def moves(measure: str, year: int, before: dict[Subject, Numbers], after: dict[Subject, Numbers], *, on: dt.date,
          cause: Cause, since: dt.date | None = None, sources: Sources | None = None,
          of: dict[str, Sources] | None = None, only_child: str = "") -> list[FactChange]:
    """The rows of one figure. sources, of: what was written, for all or by subject.  only_child: whose events they are.
    """
    tables = definitions()[measure].tables
    found, total = [], [0, 0, 0]
    for kind, subject in sorted(before.keys() | after.keys()):
        was, now = before.get((kind, subject), NOTHING), after.get((kind, subject), NOTHING)
        change = [b - a for a, b in zip(was, now, strict=True)]
        if not any(change):
            continue
        total = [a + b for a, b in zip(total, change, strict=True)]
        # A line of events also counts children: those its events are counted out of.
        child = subject if kind == CHILD else only_child
        told = (of or {}).get(child, sources or [])
        found.append(_row(measure, year, change, on=on, cause=cause, since=since, subject=uuid.UUID(subject),
                          child=uuid.UUID(child) if child else None, was=list_of(was), now=list_of(now),
                          sources=_reasons(told, tables)[:MOST_SOURCES]))
    if measure in NAMELESS:
        return [_row(measure, year, total, on=on, cause=cause, since=since)] if any(total) else []
    return found


def _reasons(told: Sources, tables: Collection[str]) -> Sources:
    """The written rows that a line reading these tables may name; two people's writes can be followed together."""
    open_ = [one for one in told if not one[0].startswith("protection.") or CASES.get(one[0], "") in tables]
    cases = [row for what, row in open_ if what == "protection.Incident"]
    if not cases:
        return open_
    incidents: Any = apps.get_model("protection", "Incident")
    injuries = {str(pk) for pk in incidents.objects.filter(pk__in=cases, kind="injury").values_list("pk", flat=True)}
    return [one for one in open_ if one[0] != "protection.Incident" or one[1] in injuries]


def _row(measure: str, year: int, change: Iterable[int], **more: Any) -> FactChange:
    num, den, unk = change
    return FactChange(measure=measure, year=year, numerator=num, denominator=den, unknown=unk, **more)


def keep(rows: list[FactChange]) -> None:
    if not rows:
        return
    owner = Owner.current().id
    for row in rows:
        row.commune_id = owner
    FactChange.objects.bulk_create(rows, batch_size=500)


def balance(period: Period, on: dt.date, cause: Cause = Cause.RECOUNT, only: Collection[str] | None = None,
            sources: Sources | None = None) -> None:
    """Keep what is in a year's figures and in no row yet: the figure itself at the start, else a move of the whole."""
    inside = homes([period]).get(period.year)
    if inside is None:
        return
    told = {row["measure"]: (row["num"], row["den"], row["unk"]) for row in FactChange.objects.filter(
        year=period.year).values("measure").annotate(num=Sum("numerator"), den=Sum("denominator"), unk=Sum("unknown"))}
    found = _figures(period, inside)
    if not FactChange.objects.filter(year=period.year, cause=Cause.START).exists():
        # What was kept before the first whole count is a part of the figure, not all of it.
        keep([_row(measure, period.year, [b - a for a, b in zip(told.get(measure, NOTHING), numbers, strict=True)],
                   on=on, cause=Cause.START) for measure, numbers in found.items()])
        return
    rows = []
    for measure, numbers in found.items():
        change = [b - a for a, b in zip(told.get(measure, NOTHING), numbers, strict=True)]
        if any(change) and (only is None or measure in only):
            rows.append(_row(measure, period.year, change, on=on, cause=cause, sources=sources or []))
    keep(rows)


def _figures(period: Period, inside: frozenset[str]) -> dict[str, Numbers]:
    """The commune's figures as the facts have them, declared ones as they are declared."""
    plan = plan_in_use()
    unit = str(plan.unit_id) if plan else ""
    upper = territory_of(ask_live).units[unit].level in UPPER
    sums: dict[str, list[int]] = {d.measure: [0, 0, 0] for d in definitions().values()}
    for measure, place, whole, *numbers in Fact.objects.filter(
            period=period.year, place__in=[uuid.UUID(u) for u in inside], measure__in=sums).values_list(
            "measure", "place", "whole", "numerator", "denominator", "unknown"):
        distinct = definitions()[measure].distinct and upper
        if (whole and str(place) == unit) if distinct else not whole:
            sums[measure] = [a + b for a, b in zip(sums[measure], numbers, strict=True)]
    rows = {row[0]: row[1:] for row in PROJECTION["declared"]._default_manager.filter(
        unit=unit, year=period.year).values_list("measure", "numerator", "denominator")}
    for definition in definitions().values():
        if definition.count == "declared":
            num, den = rows.get(definition.measure, (0, 0))
            sums[definition.measure] = [num, 1 if definition.measure == "1" and den else den,
                                        int(definition.measure not in rows)]
    return {measure: (num, den, unk) for measure, (num, den, unk) in sums.items()}


def sources_of(rows: Iterable[Outbox]) -> Sources:
    """What was written, each row once, in order."""
    found = dict.fromkeys((row.what, row.detail["record"]) for row in rows if row.detail.get("record"))
    return [[what, record] for what, record in found]
