"""What can stand on the bench: the register, and of every sender the lists of each kind up to a day.

A list replaces the one before it that speaks of the same children. One that does not, of another thôn or of a few
pupils who were left out, stands beside it: the two are one source.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from mangnon.core.names import fold
from mangnon.core.periods import school_year_on
from mangnon.places.models import Facility, FacilityKind

from ..describing import place
from ..list_forms import titles
from ..lists import kinds
from ..models import ListImport, State
from .scopes import REGISTER, Scope, rules

USABLE = (State.PREVIEWED, State.APPLIED, State.UNDONE)
"""A list counts as its sender wrote it, whether or not anything of it was written into the register."""


@dataclass(frozen=True)
class Source:
    """One side of the bench. key: word for addresses.  office: whose word it is.  batch: None for the register.

    facility: exchange id of the school or station that sent it, or "".  on: the day the list speaks of.
    older: lists that the newest does not replace, the newest of them first.
    """

    key: str
    office: str
    label: str
    owner: str
    on: dt.date
    scope: Scope | None = None
    batch: ListImport | None = None
    facility: str = ""
    school_year: str = ""
    older: tuple[ListImport, ...] = ()

    @property
    def quiet(self) -> bool:
        return bool(self.scope and self.scope.quiet)

    @property
    def whole(self) -> bool:
        return self.scope is None or self.scope.whole


def offices() -> dict[str, str]:
    """Who keeps a list, as a letter addresses them."""
    return {"register": _("người giữ sổ trẻ em của xã"), "justice": _("công chức tư pháp - hộ tịch"),
            "police": _("Công an xã"), "school": _("nhà trường"), "station": _("Trạm Y tế"),
            "welfare": _("công chức văn hóa - xã hội")}


def available(day: dt.date) -> list[Source]:
    """The register and the lists of each kind and sender that speak of the day or of one before it."""
    named, places, kept = titles(), _places(), offices()
    register = Source(REGISTER, REGISTER, _("Sổ trẻ em của xã"), kept[REGISTER], day)
    every: dict[str, list[Source]] = {}
    rows = ListImport.objects.filter(state__in=USABLE, kind__in=rules().scopes).order_by("kind", "source", "at")
    for batch in rows:
        if batch.sheets and all(kinds()[batch.kind].lacks(sheet["fields"]) for sheet in batch.sheets):
            # Sent as a kind that it is not: nobody is missing from it.
            continue
        source = _source(batch, named[batch.kind], places, kept)
        if source.on <= day:
            every.setdefault(source.key, []).append(source)
    return [register, *(_together(sorted(of_one, key=lambda source: source.on)) for of_one in every.values())]


def _together(of_one: list[Source]) -> Source:
    """One sender's lists of one kind, the newest last: the newest with those before it that it does not replace.

    What was taken back counts only while nothing else of its sender has come.
    """
    standing = [source for source in of_one if source.batch and source.batch.state != State.UNDONE]
    newest, *before = reversed(standing or of_one[-1:])
    if not before or newest.batch is None:
        return newest
    named, homes = _named(newest.batch)
    kept, size = [], len(named)
    for source in before:
        if (newest.on - source.on).days > rules().unite_within_days or source.school_year != newest.school_year:
            break
        if source.batch is None:
            continue
        theirs, there = _named(source.batch)
        # A few rows that a later whole list of the same thôn does not have were corrected away.
        outgrown = newest.whole and there <= homes and 2 * len(theirs) < size
        if 2 * len(theirs & named) < len(theirs) and not outgrown:
            kept.append(source.batch)
            named |= theirs
    return replace(newest, older=tuple(kept))


def _named(batch: ListImport) -> tuple[set[tuple[str, str]], set[str]]:
    """Of whom a list speaks, by names and years of birth, and which homes it names."""
    people, homes = set(), set()
    rows = batch.rows.values_list("told__person__full_name", "told__person__born_on", "told__village")
    for name, born, home in rows.iterator(chunk_size=5000):
        if name:
            people.add((fold(name), (born or "")[:4]))
            homes.add(place(home or ""))
    return people, homes


def _places() -> dict[str, tuple[str, str]]:
    """Schools and stations by exchange id: name and kind."""
    return {key: (name, kind) for key, name, kind in Facility.objects.values_list("exchange_id", "name", "kind")}


def _source(batch: ListImport, title: str, places: dict[str, tuple[str, str]], kept: dict[str, str]) -> Source:
    scope = rules().scopes[batch.kind]
    name, kind = places.get(batch.source, ("", ""))
    office = scope.office if not kind else "station" if kind == FacilityKind.HEALTH_STATION else "school"
    on = batch.on or max((dt.date.fromisoformat(sheet["on"]) for sheet in batch.sheets), default=batch.at.date())
    said = batch.school_year or next((s["school_year"] for s in batch.sheets if s["school_year"]), "")
    # A roll that names no year is of the year in which it was drawn up.
    year = said or (school_year_on(on) if scope.who == "enrolled" else "")
    return Source(f"{batch.kind}~{batch.source}", office, f"{title} – {name}" if name else title, name or kept[office],
                  on, scope, batch, batch.source if name else "", year)


def waits(source: Source) -> ListImport | None:
    """The list of a source with rows that wait for a person in its review queue, if there is one."""
    batches = [batch for batch in (source.batch, *source.older) if batch is not None]
    return next((batch for batch in batches if batch.state in (State.PREVIEWED, State.APPLIED)
                 and batch.rows.filter(tab="can-xem").exists()), None)


def chosen(keys: Iterable[str], day: dt.date) -> list[Source]:
    """The sources of these keys that there are on the day, in the order of ``available``."""
    wanted = set(keys)
    return [source for source in available(day) if source.key in wanted]
