"""A good folder with faults of every sort planted in it, as bytes, and the rows an import has to refuse."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from tests.oracle import faults, table
from tests.oracle.faults import Group
from tests.oracle.folders import nasty
from tests.oracle.maker import Tables
from tests.oracle.refusals import ANY_COLUMN, BROKEN, Line, Refusal, refused
from tests.oracle.samples import Row

SOURCES = [
    faults.single_faults,
    faults.ends_before_starts,
    faults.duplicates,
    faults.double_faults,
    faults.orphans,
    faults.out_of_range,
    faults.circles,
    faults.ragged,
    faults.good,
]
UNKNOWN = "ghi_chú"


@dataclass
class Dirty:
    """A folder to import: its files, what must be refused and warned of, and the cells of the accepted rows.

    A refused row whose column is `*` may be listed at any column (a row with a cell too many).
    """

    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    accepted: Tables = field(default_factory=dict)
    planted: list[Refusal] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """The folder on disk."""
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in self.files.items():
            (folder / file).write_bytes(content)
        return folder


@dataclass
class Placed:
    """A row with its place in the file, and the fault that was planted in it."""

    place: float
    row: Row
    fault: str | None = None
    ragged: str | None = None


def plants(rng: random.Random) -> list[Group]:
    """All groups of rows to plant, in any order, and the rows they need to stand beside."""
    number = itertools.count(1)
    groups = [group for source in SOURCES for group in source(number)]
    # Attendances and successions have no day in their key: each of theirs gets a child or a unit of its own.
    last = next(number)
    assert last < 1000, "the years of planted checks and declared figures must lie before the real ones"
    for n in range(1, last):
        for file, column in (("children.csv", "child_id"), ("units.csv", "unit_id")):
            needed = {"children.csv": "attendance.csv", "units.csv": "unit_successions.csv"}[file]
            if any(
                f"zl{n}" in row.values() for group in groups if group.file == needed for row in group.rows
            ):
                groups.append(Group(file, [faults.sample(file, last + n, **{column: f"zl{n}"})], [None]))
    rng.shuffle(groups)
    return groups


def placed(rng: random.Random, base: Tables, groups: list[Group]) -> dict[str, list[Placed]]:
    """Good and planted rows of every file, mixed; rows of one group keep their order."""
    mixed = {file: [Placed(n / len(rows), row) for n, row in enumerate(rows)] for file, rows in base.items()}
    for group in groups:
        places = sorted(rng.random() for _ in group.rows)
        mixed[group.file] += [
            Placed(place, row, fault, group.ragged)
            for place, row, fault in zip(places, group.rows, group.faults, strict=True)
        ]
    return {file: sorted(rows, key=lambda one: one.place) for file, rows in mixed.items()}


def cell(text: str) -> bytes:
    """A cell as it stands in the file."""
    if text == BROKEN:
        return b"Tr\xe9 B\xfaa"
    quoted = '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text
    return quoted.encode("utf-8")


def columns_of(rng: random.Random, file: str, rows: list[Placed]) -> list[str]:
    """The header: columns in any order, perhaps one unknown, perhaps without one that holds nothing."""
    columns = table.names(file)
    for column in list(columns):
        if not any(one.row.get(column) for one in rows) and not table.must_be_filled(file, column):
            columns.remove(column)
    rng.shuffle(columns)
    if rng.random() < 0.5:
        columns.insert(0, UNKNOWN)
    return columns


def lines_of(
    rng: random.Random, file: str, rows: list[Placed], columns: list[str], end: bytes
) -> Iterator[tuple[bytes, Line, Placed]]:
    """Each row's bytes, how it is to be judged, and where it came from; some stand after a blank line."""
    number = 2
    for one in rows:
        texts = [one.row.get(column, "Ghi\nchú" if rng.random() < 0.2 else "") for column in columns]
        cells = dict(zip(columns, texts, strict=True))
        spot = None
        if one.ragged == "short":
            spot = columns[-1]
            texts = texts[:-1]
        elif one.ragged == "long":
            spot = ANY_COLUMN
            texts.append("thừa")
        blank = rng.random() < 0.05
        content = (end if blank else b"") + b",".join(cell(text) for text in texts) + end
        good = {column: normalize("NFC", text) for column, text in cells.items()}
        yield content, Line(number + blank, good, spot), one
        number += blank + 1 + sum(text.count("\n") for text in texts)


def dirty(seed: int) -> Dirty:
    """The seeded nasty folder with all plants in it."""
    rng = random.Random(seed)
    made = Dirty()
    judged: dict[str, list[Line]] = {}
    for file, rows in placed(rng, nasty(seed), plants(rng)).items():
        columns = columns_of(rng, file, rows)
        end = rng.choice([b"\n", b"\r\n"])
        content = rng.choice([b"", b"\xef\xbb\xbf"]) + ",".join(columns).encode("utf-8") + end
        judged[file] = []
        for piece, line, one in lines_of(rng, file, rows, columns, end):
            content += piece
            judged[file].append(line)
            if one.fault is not None:
                fault = line.ragged or one.fault
                made.planted.append({"file": file, "line": line.number, "column": fault})
        made.files[file] = content
        if UNKNOWN in columns:
            made.warnings.append({"file": file, "column": UNKNOWN})
    made.refused = refused(judged)
    gone = {(one["file"], one["line"]) for one in made.refused}
    made.accepted = {
        file: [
            {c: line.cells.get(c, "") for c in table.names(file)}
            for line in lines
            if (file, line.number) not in gone
        ]
        for file, lines in judged.items()
    }
    return made


def differences(found: list[Refusal], expected: list[Refusal]) -> list[str]:
    """What an import refused and should not have, or should have and did not, in words."""
    left = {(one["file"], one["line"]): one["column"] for one in expected}
    told = []
    for one in found:
        column = left.pop((one["file"], one["line"]), None)
        if column is None:
            told.append(
                f"{one['file']}:{one['line']} refused at {one['column']}, but it is good (or listed twice)"
            )
        elif column not in {ANY_COLUMN, one["column"]}:
            told.append(f"{one['file']}:{one['line']} refused at {one['column']}, not at {column}")
    return told + [
        f"{file}:{line} not refused, at fault in {column}" for (file, line), column in left.items()
    ]
