"""The figures of every unit as the live database's facts have them, in the rows that ``analyze`` writes.

A second way to the same numbers: counted by another engine, rolled up from kept cells instead of a folder's rows.
"""
from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

Row = tuple[str, str, str, str, str]


def of_facts(year: int, day: dt.date) -> set[Row]:
    """unit, measure, numerator, denominator, unknown of a year counted up to a day, as text."""
    from mangnon.indicators.answers import territory_of
    from mangnon.indicators.live import ask_live
    from mangnon.indicators.models import Fact
    from mangnon.indicators.period import Period
    from mangnon.indicators.shares import UPPER
    from mangnon.indicators.vocabulary import definitions

    borders, territory = Period.of(year, day).end, territory_of(ask_live)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for measure, place, whole, *numbers in Fact.objects.filter(period=year).values_list(
            "measure", "place", "whole", "numerator", "denominator", "unknown").iterator():
        distinct = definitions()[measure].distinct
        for unit in [str(place)] if whole else territory.above(str(place), borders):
            if whole or not distinct or territory.units[unit].level not in UPPER:
                sums[measure, unit] = [a + b for a, b in zip(sums[measure, unit], numbers, strict=True)]
    declared = {(measure, unit): (num, 1 if measure == "1" else den, 0) for measure, unit, num, den in ask_live(
        f"SELECT measure, unit, numerator, denominator FROM indicators_p_declared WHERE year = {int(year)}")}
    found = set()
    for unit, word in territory.asked_as(borders).items():
        for measure, definition in definitions().items():
            if definition.count == "declared":
                num, den, unk = declared.get((measure, unit), (0, 0, 1))
            else:
                num, den, unk = sums[measure, unit]
            shown = den if definition.denominator or definition.count == "declared" else ""
            found.add((word, measure, str(num), str(shown), str(unk)))
    return found


def of_file(path: Path) -> set[Row]:
    """The same of a file that ``analyze`` wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        _head, *rows = csv.reader(file)
    return {(unit, measure, num, den, unk) for unit, measure, num, den, unk in rows}
