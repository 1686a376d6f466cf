"""What the register holds of the children that a list speaks of, in the words of the exchange format."""
from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps

from mangnon.core.names import fold
from mangnon.places.models import Level, Succession, Unit, below
from mangnon.plan.in_use import plan_in_use
from mangnon.registry.exchange import BY_NAME, Table
from mangnon.registry.models import Child

from . import cells
from .describing import parted, place

CHUNK = 5000
_COMMUNE = re.compile(r"\b(?:xã|phường|thị trấn|x\.|tt\.) *([^,;-]+)", re.IGNORECASE)
_VILLAGE_ONLY = re.compile(r"(?:thon|to dan pho|tdp|khu pho|xom|ban)\.? [^,;-]+")


@dataclass(frozen=True)
class Home:
    """Where a child lives or lived last. unit: exchange id."""

    unit: str
    name: str
    level: str
    from_on: dt.date
    to_on: dt.date | None


class Standing:
    """The register's rows of some children. day: the list's day, on which it is asked who lives where."""

    def __init__(self, children: Iterable[str], day: dt.date) -> None:
        self.day = day
        self.keys: dict[str, uuid.UUID] = {}
        wanted = list(children)
        for start in range(0, len(wanted), CHUNK):
            self.keys |= dict(Child.objects.filter(exchange_id__in=wanted[start:start + CHUNK]).values_list(
                "exchange_id", "pk"))
        self._ids = {pk: exchange_id for exchange_id, pk in self.keys.items()}
        self._rows: dict[str, dict[str, list[dict[str, str]]]] = {}

    @cached_property
    def persons(self) -> dict[str, dict[str, str]]:
        """The cells of ``children`` by exchange id."""
        table = BY_NAME["children"]
        names = [table.field_of(column) for column in table.columns]
        found = {}
        for values in self._of(Child, "pk", names):
            row = {column.name: cells.write(value) for column, value in zip(table.columns, values, strict=True)}
            found[row["child_id"]] = row
        return found

    def rows(self, name: str, child: str) -> list[dict[str, str]]:
        """A child's rows of a table, as cells."""
        if name not in self._rows:
            self._rows[name] = self._load(BY_NAME[name])
        return self._rows[name].get(child, [])

    def _load(self, table: Table) -> dict[str, list[dict[str, str]]]:
        columns = [column for column in table.columns if column.name != "child_id"]
        paths = [f"{column.field}__exchange_id" if column.refers else table.field_of(column) for column in columns]
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for child, *values in self._of(apps.get_model(table.model), "child", ["child_id", *paths]):
            found[self._ids[child]].append(
                {column.name: cells.write(value) for column, value in zip(columns, values, strict=True)})
        return found

    def _of(self, model: Any, field: str, names: list[str]) -> Iterable[tuple[Any, ...]]:
        keys = list(self._ids)
        for start in range(0, len(keys), CHUNK):
            part = model.objects.filter(**{f"{field}__in": keys[start:start + CHUNK]})
            yield from part.order_by("pk").values_list(*names)

    @cached_property
    def homes(self) -> dict[str, Home]:
        """The home of the list's day, else the last one."""
        found: dict[str, Home] = {}
        names = {str(unit.exchange_id): (unit.name, unit.level) for unit in Unit.objects.all()}
        for child in self.keys:
            best: tuple[bool, str] | None = None
            for row in self.rows("residences", child):
                begins, ends = dt.date.fromisoformat(row["from_on"]), row["to_on"]
                here = begins <= self.day and (not ends or dt.date.fromisoformat(ends) > self.day)
                rank = (here, row["from_on"])
                if best is None or rank > best:
                    best = rank
                    name, level = names[row["unit_id"]]
                    found[child] = Home(row["unit_id"], name, level, begins,
                                        dt.date.fromisoformat(ends) if ends else None)
        return found


class Villages:
    """The thôn that a list's words for a home can mean: those of the plan's commune that stand on a day."""

    def __init__(self, day: dt.date) -> None:
        plan = plan_in_use()
        self.owner = owner = plan.unit if plan else None
        units = Unit.objects.standing_on(day)
        self.commune = units.filter(pk=owner.pk).first() if owner else None
        inside = units.filter(level=Level.VILLAGE)
        if owner:
            inside = inside.filter(pk__in=below([owner], day))
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self.names = {unit.exchange_id: unit.name for unit in inside}
        for unit in inside:
            self._by_name[place(unit.name)].append(unit)

    def find(self, typed: str) -> Unit | None:
        """The thôn of these words: its name, with or without what kind it is, alone or first in an address of ours."""
        if self._is_elsewhere(typed):
            return None
        for words in (typed, *parted(typed).replace(";", ",").split(",")):
            units = self._by_name.get(place(words.strip()), []) if words.strip() else []
            if len(units) == 1:
                return units[0]
        return None

    def _is_elsewhere(self, typed: str) -> bool:
        """Whether an address names another commune: every commune has a Thôn 3."""
        said = _COMMUNE.search(parted(typed))
        return bool(said and self._communes and place(said[1]) not in self._communes)

    @cached_property
    def _communes(self) -> set[str]:
        """The commune's name, and those of the communes that it was made of or became a part of."""
        if self.owner is None:
            return set()
        after = Succession.objects.filter(predecessor=self.owner).values_list("successor__name", flat=True)
        before = Succession.objects.filter(successor=self.owner).values_list("predecessor__name", flat=True)
        return {place(name) for name in [self.owner.name, *after, *before]}

    def lacks(self, typed: str) -> bool:
        """Whether these words name a thôn, by its kind and without another commune, that is none of ours."""
        return bool(self.names and _VILLAGE_ONLY.fullmatch(fold(typed)) and self.find(typed) is None)
