"""Rows with one fault each (and some with two), of every sort that the exchange format names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle import table
from tests.oracle.refusals import BROKEN
from tests.oracle.samples import SAMPLES, Row

FIRST = dt.date(1960, 1, 1)

BAD_DATES = ["2026-02-30", "23/11/2026", "2025-02-29", "2026-13-01", "hôm qua"]
BAD_NUMBERS = ["-1", "nan", "inf", "12,5", "mười"]
SPOILABLE = ["full_name", "name", "mother_name", "class", "title", "head_name", "document"]
ORPHANS = {
    "units.csv": "unit_id",
    "facilities.csv": "facility_id",
    "children.csv": "child_id",
    "activities.csv": "activity_id",
    "households.csv": "household_id",
}


@dataclass
class Group:
    """Rows of one file that keep their order; `faults` has the column of each, None for a good row."""

    file: str
    rows: list[Row]
    faults: list[str | None]
    ragged: str | None = None


def sample(file: str, n: int, **changed: str) -> Row:
    """The n-th good row of a file, with some cells changed."""
    day = FIRST + dt.timedelta(days=3 * n)
    words = {
        "n": str(n),
        "day": day.isoformat(),
        "year": str(1000 + n),
        "next": (day + dt.timedelta(days=1)).isoformat(),
    }
    return {column: text.format(**words) for column, text in SAMPLES[file].items()} | changed


def broken(file: str, column: str) -> list[str]:
    """Texts that are no good in a column, whatever stands beside them."""
    texts = ["" for _ in range(table.must_be_filled(file, column))]
    if column in table.DATES:
        texts += BAD_DATES
    elif column in table.BOOLEANS:
        texts += ["yes", "2"]
    elif column in table.WHOLE | table.DECIMAL:
        texts += BAD_NUMBERS
    elif column == "school_year":
        texts += ["2025-2027", "2026-2025", "2025/2026", "2025"]
    elif table.codes(file, column) is not None:
        texts += ["khác", "25"]
    if table.refers_to(file, column) is not None:
        texts += ["nobody"]
    return texts


def single_faults(number: Iterator[int]) -> Iterator[Group]:
    """One row for each way a cell can be no good."""
    for file in table.COLUMNS:
        for column in table.names(file):
            for text in broken(file, column):
                yield Group(file, [sample(file, next(number), **{column: text})], [column])
            if column in SPOILABLE:
                yield Group(file, [sample(file, next(number), **{column: BROKEN})], [column])


def ends_before_starts(number: Iterator[int]) -> Iterator[Group]:
    """Ends a day before their starts; the same day is none. A birth may be any day of its month."""
    for file in table.COLUMNS:
        for end in [column for column in table.names(file) if column in table.ENDS]:
            n = next(number)
            start = sample(file, n)[table.ENDS[end]]
            before = (dt.date.fromisoformat(start) - dt.timedelta(days=1)).isoformat()
            if end != "died_on":
                yield Group(file, [sample(file, n, **{end: before})], [end])
                n = next(number)
                same_day = sample(file, n)[table.ENDS[end]]
                yield Group(file, [sample(file, n, **{end: same_day})], [None])
    births = [
        ("day", "2020-05-20", "2020-05-19", "2020-05-20"),
        ("month", "2020-05-20", "2020-04-30", "2020-05-01"),
        ("year", "2020-05-20", "2019-12-31", "2020-01-01"),
    ]
    for precision, born, wrong, right in births:
        for died, fault in ((wrong, "died_on"), (right, None)):
            yield Group(
                "children.csv",
                [
                    sample(
                        "children.csv",
                        next(number),
                        born_on=born,
                        born_precision=precision,
                        died_on=died,
                        birth_registered_on="",
                    )
                ],
                [fault],
            )


def duplicates(number: Iterator[int]) -> Iterator[Group]:
    """The second row with a key; but a refused row bears none."""
    for file in table.COLUMNS:
        first_key = table.key(file)[0]
        n = next(number)
        yield Group(file, [sample(file, n), sample(file, n), sample(file, n)], [None, first_key, first_key])
        others = [c for c in table.names(file) if c not in table.key(file) and broken(file, c)]
        if others:
            n = next(number)
            bad = {others[-1]: broken(file, others[-1])[0]}
            yield Group(file, [sample(file, n, **bad), sample(file, n)], [others[-1], None])
            n = next(number)
            yield Group(file, [sample(file, n), sample(file, n, **bad)], [None, first_key])


def double_faults(number: Iterator[int]) -> Iterator[Group]:
    """Two faults in a row: the first column of the table is named."""
    for file in table.COLUMNS:
        columns = [column for column in table.names(file) if broken(file, column)]
        for earlier, later in zip(columns, columns[1:], strict=False):
            bad = {earlier: broken(file, earlier)[-1], later: broken(file, later)[0]}
            yield Group(file, [sample(file, next(number), **bad)], [earlier])


def orphans(number: Iterator[int]) -> Iterator[Group]:
    """A refused row of each kind that others refer to, and a good row of every file that refers to it."""
    spoilt = {
        "units.csv": ("level", "xóm"),
        "facilities.csv": ("kind", "chợ"),
        "children.csv": ("sex", "nam"),
        "activities.csv": ("held_on", "sắp tới"),
        "households.csv": ("unit_id", "nobody"),
    }
    for home, (column, text) in spoilt.items():
        lost = sample(home, next(number), **{column: text})
        yield Group(home, [lost], [column])
        for file in table.COLUMNS:
            for reference in [c for c in table.names(file) if table.refers_to(file, c) == home]:
                row = sample(file, next(number), **{reference: lost[ORPHANS[home]]})
                yield Group(file, [row], [reference])
                if file in ORPHANS:
                    yield from grandchildren(number, file, row)


def grandchildren(number: Iterator[int], home: str, lost: Row) -> Iterator[Group]:
    """What refers to a row that is refused only because of what it refers to."""
    for file in table.COLUMNS:
        for reference in [c for c in table.names(file) if table.refers_to(file, c) == home]:
            yield Group(file, [sample(file, next(number), **{reference: lost[ORPHANS[home]]})], [reference])


def circles(number: Iterator[int]) -> Iterator[Group]:
    """Units above themselves, a unit below such a circle, and a unit that succeeds itself."""
    n = next(number)
    yield Group("units.csv", [sample("units.csv", n, parent_id=f"zu{n}")], ["parent_id"])
    one, two, below = next(number), next(number), next(number)
    yield Group(
        "units.csv",
        [
            sample("units.csv", one, parent_id=f"zu{two}"),
            sample("units.csv", below, parent_id=f"zu{one}"),
            sample("units.csv", two, parent_id=f"zu{one}"),
        ],
        ["parent_id"] * 3,
    )
    yield Group(
        "unit_successions.csv",
        [{"predecessor_id": "X", "successor_id": "X", "on": "2027-01-01"}],
        ["successor_id"],
    )


def out_of_range(number: Iterator[int]) -> Iterator[Group]:
    """Counts on either side of what the code beside them allows."""
    for instrument, most in (("ecdi2030", 20), ("kindergarten", 1)):
        for score, fault in ((0, None), (most, None), (most + 1, "score")):
            row = sample("assessments.csv", next(number), instrument=instrument, score=str(score))
            yield Group("assessments.csv", [row], [fault])
    for top, bottom, fault in ((0, 1, None), (1, 1, None), (5, 1, "numerator"), (5, 5, "numerator"),
                               (1, 2, "denominator"), (0, 0, "denominator")):
        row = sample("declared.csv", next(number), measure="1", numerator=str(top), denominator=str(bottom))
        yield Group("declared.csv", [row], [fault])


def ragged(number: Iterator[int]) -> Iterator[Group]:
    """Rows with a cell too few and a cell too many."""
    for file in table.COLUMNS:
        yield Group(file, [sample(file, next(number))], ["short"], "short")
        yield Group(file, [sample(file, next(number))], ["long"], "long")


def good(number: Iterator[int]) -> Iterator[Group]:
    """Rows that look odd and are good: forward references, decomposed text, an enrolment without a school."""
    for file in table.COLUMNS:
        yield Group(file, [sample(file, next(number))], [None])
    later, sooner = next(number), next(number)
    yield Group(
        "units.csv",
        [sample("units.csv", sooner, parent_id=f"zu{later}"), sample("units.csv", later)],
        [None, None],
    )
    composed, decomposed = "z-tre\u0301", "z-tr\u00e9"
    yield Group("children.csv", [sample("children.csv", next(number), child_id=composed)], [None])
    yield Group("doses.csv", [sample("doses.csv", next(number), child_id=decomposed)], [None])
    yield Group("enrolments.csv", [sample("enrolments.csv", next(number), facility_id="")], [None])
