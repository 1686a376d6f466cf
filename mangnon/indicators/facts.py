"""Facts kept current: counted from scratch, and followed cell by cell when a row is edited."""
from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F

from mangnon.core import sequence
from mangnon.core.models import Owner

from . import changes
from .answers import territory_of
from .compiler import Compiler, Scope
from .live import ask_live, settings_in_use
from .models import Cause, Counted, Fact
from .period import Period
from .shares import UPPER
from .territory import Territory
from .vocabulary import FOLDER, Definition, definitions

FIRST_YEAR = 2021
Cell = tuple[str, int, str, str, bool]
"""measure, year, place, sex, whole"""


@lru_cache(maxsize=1)
def _definitions_digest() -> bytes:
    """Of the definitions as text: read once, as the definitions themselves are."""
    found = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.toml")):
        found.update(path.read_bytes())
    return found.digest()


def fingerprint() -> str:
    """Definitions and settings as one digest: another one means counting anew."""
    settings = json.dumps(settings_in_use(), sort_keys=True, default=str)
    return hashlib.sha256(_definitions_digest() + settings.encode()).hexdigest()


def years(today: dt.date) -> list[int]:
    return list(range(FIRST_YEAR, today.year + 1))


def ensure(today: dt.date) -> None:
    """Count the years that are not counted up to today with the definitions and settings in use."""
    wanted = fingerprint()
    for year in _stale(today, wanted):
        count_year(year, today, wanted)


def _stale(today: dt.date, wanted: str) -> list[int]:
    standing = dict(Counted.objects.filter(fingerprint=wanted).values_list("period", "ends_on"))
    return [year for year in years(today) if standing.get(year) != Period.of(year, today).end]


def hold() -> None:
    """Whoever moves facts waits here for the one before, to the end of the transaction: a count made from rows that
    an edit is just changing would lose that edit for good."""
    sequence.last("facts", hold=True)


def count_year(year: int, today: dt.date, print_: str) -> None:
    """Count every cell of a year from scratch, unless someone else has just done it."""
    period = Period.of(year, today)
    owner, mark = Owner.current().id, print_[:16]
    with transaction.atomic():
        hold()
        if Counted.objects.filter(period=year, ends_on=period.end, fingerprint=print_).exists():
            return
        before = Counted.objects.filter(period=year, ends_on__lt=period.end, fingerprint=print_).first()
        old = changes.snapshot(before)
        cells = contributions(period, None, territory_of(ask_live))
        Fact.objects.filter(period=year).delete()
        Fact.objects.bulk_create([
            Fact(commune_id=owner, measure=measure, definition_hash=mark, place=uuid.UUID(place), sex=sex,
                 period=year, ends_on=period.end, borders_on=period.end, whole=whole, numerator=num,
                 denominator=den, unknown=unk)
            for (measure, _, place, sex, whole), (num, den, unk) in cells.items()], batch_size=500)
        Counted.objects.update_or_create(period=year, defaults={"ends_on": period.end, "fingerprint": print_})
        # Nothing was written since the old count, so what differs from it is the passing of days.
        changes.compare(old, period, on=today, cause=Cause.DAY)
        changes.balance(period, today, Cause.DAY if before and old is None else Cause.RECOUNT)


def contributions(period: Period, subjects: frozenset[str] | None, territory: Territory,
                  only: Iterable[Definition] | None = None, settings: dict[str, Any] | None = None,
                  ) -> dict[Cell, tuple[int, int, int]]:
    """What everyone (or these subjects) adds to each cell of the year. Cells of nothing are left out."""
    settings = settings or settings_in_use()
    cells: dict[Cell, tuple[int, int, int]] = {}
    for definition in only if only is not None else definitions().values():
        if definition.count == "declared":
            continue
        compiler = Compiler(definition, period, settings)
        for unit, sex, *numbers in ask_live(compiler.facts(Scope(subjects=subjects))):
            cells[definition.measure, period.year, unit, sex or "", False] = _ints(numbers)
        if definition.distinct:
            cells.update(_whole(compiler, period, subjects, territory))
    return cells


def _ints(numbers: Iterable[Any]) -> tuple[int, int, int]:
    num, den, unk = (int(n or 0) for n in numbers)
    return num, den, unk


def _whole(compiler: Compiler, period: Period, subjects: frozenset[str] | None, territory: Territory,
           ) -> dict[Cell, tuple[int, int, int]]:
    """Persons distinct over a period are counted anew at each level above the village.

    Asked once for all levels: a province has hundreds of communes, and one question each would be for as many times
    the register.
    """
    upper: dict[str, list[str]] = {}
    sums: dict[tuple[str, str], list[int]] = {}
    spread: dict[tuple[str, Any], list[tuple[Any, ...]]] = {}

    def above(unit: str) -> list[str]:
        if unit not in upper:
            upper[unit] = [pk for pk in territory.above(unit, period.end)
                           if (row := territory.units.get(pk)) and row.level in UPPER]
        return upper[unit]

    def add(pk: str, sex: str, numbers: tuple[int, int, int]) -> None:
        own = sums.setdefault((pk, sex or ""), [0, 0, 0])
        for n, number in enumerate(numbers):
            own[n] += number

    for kind, subject, unit, sex, *numbers, hit in ask_live(compiler.together(Scope(subjects=subjects))):
        if subject:
            spread.setdefault((kind, subject), []).append((unit, sex, *_ints(numbers), hit))
        else:
            for pk in above(unit):
                add(pk, sex, _ints(numbers))
    pick = min if compiler.pick == "MIN" else max
    for rows in spread.values():
        for pk in {pk for unit, *_ in rows for pk in above(unit)}:
            inside = [row for row in rows if pk in above(row[0])]
            unknown = 0 if any(row[5] for row in inside) else max(row[4] for row in inside)
            add(pk, max(row[1] or "" for row in inside),
                (pick(row[2] for row in inside), max(row[3] for row in inside), unknown))
    return {(compiler.definition.measure, period.year, pk, sex, True): _ints(numbers)
            for (pk, sex), numbers in sums.items()}


def move(before: dict[Cell, tuple[int, int, int]], after: dict[Cell, tuple[int, int, int]], today: dt.date) -> int:
    """Add to each cell the difference that an edit made. Returns how many cells moved."""
    moved = Counter[str]()
    for cell in before.keys() | after.keys():
        change = [b - a for a, b in zip(before.get(cell, (0, 0, 0)), after.get(cell, (0, 0, 0)), strict=True)]
        if any(change):
            _add(cell, change, today)
            moved["cells"] += 1
    return moved["cells"]


def _add(cell: Cell, change: list[int], today: dt.date) -> None:
    measure, year, place, sex, whole = cell
    key = {"measure": measure, "period": year, "place": uuid.UUID(place), "sex": sex, "whole": whole}
    num, den, unk = change
    if Fact.objects.filter(**key).update(numerator=F("numerator") + num, denominator=F("denominator") + den,
                                         unknown=F("unknown") + unk):
        return
    period = Period.of(year, today)
    Fact.objects.create(**key, commune_id=Owner.current().id, definition_hash=fingerprint()[:16],
                        ends_on=period.end, borders_on=period.end, numerator=num, denominator=den, unknown=unk)
