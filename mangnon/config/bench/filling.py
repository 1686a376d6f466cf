"""A province's invented folder put straight into the tables of a data folder on SQLite, for measuring at its size.

A stand-in for years of work, not an import: the rows are known to be good, no list was read, so nothing of them is in
the audit. Keys are numbers in the order of writing, so that thirty million rows go in at the end of each index.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from mangnon.registry.exchange import DATE, TABLES, Column, Table

PORTION = 50_000


def fill(folder: Path) -> int:
    """Put a folder that ``province.write`` wrote into the database in use. Returns the number of rows."""
    import duckdb
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A power cut would cost a benchmark's folder, which is thrown away in the end.
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA foreign_keys = OFF")
    ids = _Ids()
    with duckdb.connect(":memory:", config={"memory_limit": "1GB"}) as reader:
        reader.execute("SET enable_progress_bar = false")  # it would be told among the results
        return sum(_fill_table(reader, table, folder / f"{table.name}.parquet", ids) for table in TABLES
                   if (folder / f"{table.name}.parquet").exists())


class _Ids:
    """Our keys by the folder's: children's by their number, everybody else's by a running one."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], str] = {}
        self._next = count(1)

    def running(self) -> str:
        return f"{next(self._next):032x}"

    def of(self, table: str, key: str | None) -> str | None:
        if key is None:
            return None
        if table == "children":
            return f"{(1 << 100) + int(key[1:]):032x}"
        made = self._made.get((table, key))
        if made is None:
            made = self._made[table, key] = self.running()
        return made


class _Target:
    """Where a table's rows go. columns: of the database, without those by which names are found; blanks: what an empty
    cell of the folder becomes; others: the values of what the folder does not speak of."""

    def __init__(self, table: Table) -> None:
        from django.apps import apps
        from django.db import connection

        from mangnon.core.models import Owner

        self.model = apps.get_model(table.model)
        fields = {field.attname: field for field in self.model._meta.concrete_fields}
        told = [fields.pop(table.attname_of(column)) for column in table.columns]
        self.forms = [name for name in ("name_fold", "name_sort") if fields.pop(name, None)]
        fields.pop("id")
        fixed = {"commune_id": Owner.current().id.hex, "seq": 1}
        self.blanks = [None if field.null else "" for field in told]
        self.others = tuple(fixed.get(name, field.get_db_prep_save(field.get_default(), connection))
                            for name, field in fields.items())
        self.columns = ["id", *(field.column for field in told), *(field.column for field in fields.values())]

    def put(self, rows: list[tuple[Any, ...]]) -> None:
        from django.db import connection, transaction

        columns = [f'"{name}"' for name in [*self.columns, *self.forms]]
        into = f"{self.model._meta.db_table} ({', '.join(columns)})"
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(columns))
                # The driver's own cursor: thirty million rows would go through the framework's wrapper one by one.
                connection.connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)

    def row(self, table: Table, cells: tuple[Any, ...], ids: _Ids) -> tuple[Any, ...]:
        values = [ids.of(column.refers, cell) if column.refers else blank if cell is None else cell
                  for column, cell, blank in zip(table.columns, cells, self.blanks, strict=True)]
        own = ids.of(table.name, cells[0]) if table.own_id else ids.running()
        forms = self.model.name_forms(values[1]) if self.forms else ()
        return own, *values, *self.others, *forms


def _fill_table(reader: Any, table: Table, path: Path, ids: _Ids) -> int:
    target, written = _Target(table), 0
    for portion in _read(reader, table, path):
        target.put([target.row(table, cells, ids) for cells in portion])
        written += len(portion)
    return written


def _read(reader: Any, table: Table, path: Path) -> Iterator[list[tuple[Any, ...]]]:
    """The format's columns of a file, in its order; days as text."""
    source = "'" + str(path).replace("'", "''") + "'"
    there = {name for name, *_ in reader.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}

    def word(column: Column) -> str:
        if column.name not in there:
            return "NULL"
        return f'CAST("{column.name}" AS VARCHAR)' if column.form == DATE else f'"{column.name}"'
    reader.execute(f"SELECT {', '.join(map(word, table.columns))} FROM {source}")
    while portion := reader.fetchmany(PORTION):
        yield portion
