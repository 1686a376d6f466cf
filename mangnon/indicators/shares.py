"""What single subjects add to figures: the rows of ``Compiler.by_subject`` as cells, and as states in a territory.

Pure: the same sums that ``Compiler.facts`` and ``Compiler.subjects`` let the database make, over a few children.
"""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from .territory import Territory
from .vocabulary import Definition

UPPER = ("commune", "province", "nation")
Numbers = tuple[int, int, int]
"""numerator, denominator, unknown"""
NOTHING: Numbers = (0, 0, 0)
Subject = tuple[str, str]
"""(kind, id): the first letter of what it is, as the rows carry it"""
CHILD = "c"
Rows = list[tuple[Any, ...]]
"""(kind, subject, unit, sex, den, num, hit, unk)"""


def cells_of(definition: Definition, rows: Rows, territory: Territory,
             end: dt.date) -> dict[tuple[str, str, bool], Numbers]:
    """(unit, sex, whole) to what these rows add there; persons distinct over a period also at each level above."""
    found: dict[tuple[str, str, bool], Numbers] = defaultdict(lambda: NOTHING)
    for _kind, _subject, unit, sex, *own in rows:
        _add(found, (unit, sex or "", False), _together(definition, [own]))
    if definition.distinct and rows:
        for upper, inside in _levels(frozenset(row[2] for row in rows), territory, end).items():
            for sex, numbers in _by_sex(definition, rows, inside):
                _add(found, (upper, sex, True), numbers)
    return dict(found)


def _levels(named: frozenset[str], territory: Territory, end: dt.date) -> dict[str, set[str]]:
    """Each unit above the village to those of these units within it.

    From the few units upward: a province has hundreds of communes, an edit names one or two.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for unit in named:
        for above in territory.above(unit, end):
            if (row := territory.units.get(above)) and row.level in UPPER:
                found[above].add(unit)
    return found


def states_of(definition: Definition, rows: Rows, inside: Collection[str]) -> dict[Subject, Numbers]:
    """Each subject's numbers within a territory; who adds nothing is not there."""
    found = {subject: numbers for subject, _sex, numbers in _gathered(definition, rows, inside)}
    return {subject: numbers for subject, numbers in found.items() if any(numbers)}


def list_of(numbers: Numbers) -> str:
    """Which list a subject stands on: counted, unknown, missing, or none."""
    num, den, unk = numbers
    return "counted" if num else "unknown" if unk else "missing" if den else ""


def _by_sex(definition: Definition, rows: Rows, inside: Collection[str]) -> Iterable[tuple[str, Numbers]]:
    return ((sex, numbers) for _subject, sex, numbers in _gathered(definition, rows, inside))


def _gathered(definition: Definition, rows: Rows, inside: Collection[str]) -> Iterable[tuple[Subject, str, Numbers]]:
    own: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for kind, subject, unit, *rest in rows:
        if unit in inside:
            own[kind, subject].append(tuple(rest))
    for subject, found in own.items():
        yield subject, max(sex or "" for sex, *_numbers in found), _together(definition, [n for _sex, *n in found])


def _together(definition: Definition, found: list[list[Any]]) -> Numbers:
    """One subject's rows (den, num, hit, unk) as one."""
    den, hit, unk = (max(int(row[i] or 0) for row in found) for i in (0, 2, 3))
    num = (min if definition.every else max)(int(row[1] or 0) for row in found)
    return num, den, 0 if hit else unk


def _add(cells: dict[tuple[str, str, bool], Numbers], key: tuple[str, str, bool], numbers: Numbers) -> None:
    standing = cells[key]
    cells[key] = (standing[0] + numbers[0], standing[1] + numbers[1], standing[2] + numbers[2])
