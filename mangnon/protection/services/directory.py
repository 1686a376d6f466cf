"""The directory as it is searched and shown: rows with what they offer, those to call first on top."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mangnon.core.names import fold

from .catalogue import Catalogue
from .models import Provider, ProviderKind, Reach

ORDER = {kind: n for n, kind in enumerate(ProviderKind.values)}
NEAR = {reach: n for n, reach in enumerate(Reach.values)}


@dataclass(frozen=True)
class Entry:
    """A provider on a page. phones: (as typed, as dialled).  packages: what it offers, in words.  to: for whom.

    stale: nobody has confirmed it for long.  gone: it does not work any more, or not yet.
    """

    row: Provider
    packages: tuple[str, ...]
    to: frozenset[str]
    codes: frozenset[str]
    stale: bool
    gone: bool

    @property
    def phones(self) -> list[tuple[str, str]]:
        parts = [part.strip() for part in re.split(r"[,;/]", self.row.phone) if part.strip()]
        return [(part, re.sub(r"[^\d+]", "", part)) for part in parts]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. to: child or carer.  old: only what nobody has confirmed for long."""

    words: str = ""
    kind: str = ""
    package: str = ""
    to: str = ""
    reach: str = ""
    always: bool = False
    old: bool = False
    gone: bool = False


def asked_of(said: Mapping[str, str], found: Catalogue) -> Asked:
    """Read an address; what nobody understands is not asked for."""
    def one_of(name: str, known: Iterable[str]) -> str:
        value = said.get(name, "")
        return value if value in set(known) else ""
    return Asked(said.get("q", "").strip()[:100], one_of("loai", ProviderKind.values), one_of("goi", found.packages),
                 one_of("cho", ("child", "carer")), one_of("noi", Reach.values), bool(said.get("ngay-dem")),
                 bool(said.get("cu")), bool(said.get("nghi")))


def entries(day: dt.date, found: Catalogue) -> list[Entry]:
    """Every provider, those to call first on top, then by kind, the nearer before the farther."""
    rows = Provider.objects.prefetch_related("offers")
    active = set(Provider.objects.active_on(day).values_list("pk", flat=True))
    made = [_entry(row, day, found, row.pk not in active) for row in rows]
    return sorted(made, key=lambda one: (not one.row.call_first, ORDER.get(one.row.kind, 99),
                                         NEAR.get(one.row.reach, 9), fold(one.row.name)))


def _entry(row: Provider, day: dt.date, found: Catalogue, gone: bool) -> Entry:
    codes = [offer.package for offer in row.offers.all()]
    order = list(found.packages)
    codes.sort(key=lambda code: (order.index(code) if code in order else 999, code))
    known = [found.packages[code] for code in codes if code in found.packages]
    return Entry(row, tuple(found.packages[code].title if code in found.packages else code for code in codes),
                 frozenset(to for package in known for to in package.to), frozenset(codes),
                 row.stale(day, found.confirm_within_days), gone)


def matching(every: Iterable[Entry], asked: Asked) -> list[Entry]:
    """The entries that are looked for."""
    return [entry for entry in every if _fits(entry, asked)]


def _fits(entry: Entry, asked: Asked) -> bool:
    row = entry.row
    if entry.gone != asked.gone or (asked.kind and row.kind != asked.kind) or (
            asked.reach and row.reach != asked.reach):
        return False
    if (asked.package and asked.package not in entry.codes) or (asked.to and asked.to not in entry.to):
        return False
    if (asked.always and not row.round_the_clock) or (asked.old and not entry.stale):
        return False
    return not asked.words or _says(entry, asked.words)


def _says(entry: Entry, words: str) -> bool:
    """Every word in what the entry says, marks or none; digits also in the number as it is dialled."""
    row: Any = entry.row
    text = fold(" ".join([row.name, row.contact, row.area, row.address, row.note, row.hours, row.phone,
                          row.get_kind_display(), *entry.packages, *(dialled for _typed, dialled in entry.phones)]))
    return all(word in text for word in fold(words).split())
