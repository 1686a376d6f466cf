"""How many children, and parents of how many children, were given packages in a year: by thôn and by package."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.core.periods import year_end
from mangnon.places.models import Unit, below
from mangnon.places.naming import told_apart
from mangnon.registry.models import Residence

from .catalogue import catalogue, package_name
from .package_models import PackageGiven, Receiver

MEASURE = "2"
"""The line whose rule for small cells holds here."""


@dataclass(frozen=True)
class Part:
    """One way to part the year. rows: (label, children helped, children whose carers were helped), in words."""

    title: str
    rows: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Count:
    """A year. children, carers: how many children were helped, and had a carer who was, in words."""

    children: str
    carers: str
    parts: list[Part]


def counted(year: int, today: dt.date, units: list[Unit], user: Any) -> Count:
    """Each child counts once in a thôn, where she lived on the year's last day (of the running year, today)."""
    rows = list(PackageGiven.objects.given().filter(given_on__year=year, given_on__lte=today).values_list(
        "child", "package", "receiver"))
    exact = user.can(Permission.EXACT_FIGURES)
    sides = [[row for row in rows if (row[2] == Receiver.CHILD) == to_child] for to_child in (True, False)]
    homes = _homes({child for child, _package, _receiver in rows}, min(year_end(year), today), units)
    names = told_apart(units)
    thon = [(unit.pk, names[unit.pk]) for unit in units] + ([(None, _("không còn ở thôn nào của xã"))] if any(
        homes.get(child) is None for child, _package, _receiver in rows) else [])
    used = {package for _child, package, _receiver in rows}
    known = [code for code in catalogue().packages if code in used]
    packages = [(code, package_name(code)) for code in [*known, *sorted(used - set(known))]]
    parts = [Part(_("Theo thôn"), _table(thon, [{key: {child for child, _p, _r in side if homes.get(child) == key}
                                                 for key, _label in thon} for side in sides], exact)),
             Part(_("Theo gói hỗ trợ"), _table(packages, [{key: {child for child, package, _r in side
                                                                 if package == key} for key, _label in packages}
                                                          for side in sides], exact))]
    totals = [_said({"": len({child for child, _p, _r in side})}, exact)[""] for side in sides]
    return Count(totals[0], totals[1], parts)


def _homes(children: Iterable[uuid.UUID], day: dt.date, units: list[Unit]) -> dict[uuid.UUID, uuid.UUID | None]:
    """The thôn of today in which each child lived on a day; of two homes the one that begins later."""
    inside = {pk: unit.pk for unit in units for pk in below([unit], dt.date.max)}
    rows = Residence.objects.on(day).filter(child__in=set(children)).order_by("from_on")
    return {child: inside.get(unit) for child, unit in rows.values_list("child", "unit")}


def _table(labels: list[tuple[Any, str]], sides: list[Mapping[Any, set[uuid.UUID]]],
           exact: bool) -> list[tuple[str, str, str]]:
    said = [_said({f"{n:04}": len(side[key]) for n, (key, _label) in enumerate(labels)}, exact) for side in sides]
    return [(label, said[0][f"{n:04}"], said[1][f"{n:04}"]) for n, (_key, label) in enumerate(labels)]


def _said(cells: Mapping[str, int], exact: bool) -> dict[str, str]:
    """Counts in words; with a small cell go as many others as keep it from being summed up."""
    gone = set() if exact else disclosure.hide_cells(cells, MEASURE)
    few = _("số dưới %(n)s") % {"n": disclosure.limit(MEASURE)}
    return {key: (few if disclosure.hidden(n, MEASURE) else _("không nêu")) if key in gone else str(n)
            for key, n in cells.items()}
