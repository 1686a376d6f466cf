"""Read a Parquet file of a register folder as the same cells that a CSV file would hold. Pure.

Source: the exchange format ("or the same names as Parquet files"). A typed value is written as the format writes it,
and is then checked like any other cell.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

BATCH = 10_000


class BadParquet(Exception):
    """The file is no Parquet file, or is damaged."""


def read(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """Return the column names and the rows as texts, unknown as "". Raises BadParquet."""
    import duckdb

    try:
        # Nothing is fetched: the reader of Parquet is inside the library.
        connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [str(column[0]) for column in found.description or ()]
    except duckdb.Error as error:
        raise BadParquet from error
    return names, _rows(connection, found)


def _rows(connection: Any, found: Any) -> Iterator[list[str]]:
    import duckdb

    try:
        while batch := found.fetchmany(BATCH):
            for row in batch:
                yield [text(value) for value in row]
    except duckdb.Error as error:
        raise BadParquet from error
    finally:
        connection.close()


def text(value: Any) -> str:
    """Return a value as the exchange format writes it.

    A moment at midnight is a day: programs that know no plain date write it so. Other moments stay as they are and
    are refused as dates.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return format(number, "f") if number.is_finite() else str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="surrogateescape")
    return str(value)
