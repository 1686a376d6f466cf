"""Small register folders full of edges, made from a seed, and the questions to ask of them."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from tests.oracle import table
from tests.oracle.maker import ENDS, Maker, Tables
from tests.oracle.maker_health import make_health
from tests.oracle.maker_people import make_people
from tests.oracle.maker_places import make_places
from tests.oracle.maker_protection import make_protection
from tests.oracle.maker_school import make_school

CODES = [
    "16001",
    "16001",
    "16001",
    "16002",
    "16002",
    "16003",
    "38",
    "38",
    "38",
    "A-1",
    "A-2",
    "B-1",
    "B-3",
    "C-2",
    "N-2",
    "X-1",
    "16001@2024-12-31",
    "16001@2024-12-31",
    "16002@2025-06-30",
    "A-1@2020-01-01",
    "16001@2025-07-01",
    "16002@2026-03-01",
]
Asked = tuple[str, int, dt.date, dt.date | None]


def nasty(seed: int) -> Tables:
    """The cells of a good folder (every row is acceptable), by file."""
    maker = Maker(seed)
    make_places(maker)
    make_people(maker)
    make_health(maker)
    make_protection(maker)
    make_school(maker)
    return maker.tables


def write(tables: Tables, folder: Path) -> Path:
    """The cells as a folder of CSV files; a table without rows is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, rows in tables.items():
        if rows:
            with (folder / file).open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, table.names(file), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
    return folder


def questions(seed: int, number: int) -> list[Asked]:
    """So many questions: code, year, day and borders day (None: the default)."""
    rng = random.Random(seed * 7919 + 1)
    asked: list[Asked] = []
    while len(asked) < number:
        end = rng.choice(ENDS)
        as_of = end if rng.random() < 0.6 else dt.date(2028, 1, 15)
        borders = rng.choice(
            [
                None,
                None,
                None,
                dt.date(2025, 6, 30),
                dt.date(2025, 7, 1),
                dt.date(2026, 11, 23),
                dt.date(2022, 12, 31),
            ]
        )
        asked.append((rng.choice(CODES), end.year, as_of, borders))
    return asked
