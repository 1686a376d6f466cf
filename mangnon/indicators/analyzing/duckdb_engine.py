"""Counting a folder with DuckDB: one file in a temporary folder, a fixed amount of memory, nothing fetched."""
from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mangnon.registry.exchange import Table

from ..tables import TABLES
from ..zscores import scored
from .dialects import DUCKDB
from .engine import EngineError
from .typed import Typed

MEMORY = "1100MB"
"""What the engine may hold; the process needs some 400 MB beside it. What does not fit goes to the temporary folder."""
HASHES = 20_000_000
"""Keys whose hashes are sorted at once: 160 MB."""
PORTION = 400_000
"""Measurements whose z-scores are computed at once."""

FULL = ("Máy không còn đủ bộ nhớ hoặc chỗ trống trên đĩa để đếm. Hãy giải phóng chỗ trống ở thư mục tạm (biến TMPDIR) "
        "rồi chạy lại.")
_OURS = ("BinderException", "ParserException", "CatalogException", "InterruptException", "OutOfMemoryException")
"""Errors that are no fault of a file."""


class DuckDb:
    """Raises EngineError: a damaged file, a disk that is full."""

    dialect = DUCKDB
    child_number = "CAST(row_number() OVER () AS INTEGER)"

    def __init__(self, beside: Path | None = None) -> None:
        import duckdb

        self._errors = duckdb.Error
        self._reading: Path | None = None
        self._unknown: list[str] = []
        # The rows of a register lie here while they are counted: for this user only, and gone afterwards.
        self.folder = Path(tempfile.mkdtemp(prefix="mangnon-", dir=beside))
        self._connection = duckdb.connect(config={
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            "memory_limit": MEMORY, "temp_directory": str(self.folder / "spill"),
            "preserve_insertion_order": "true"})

    def close(self) -> None:
        self._connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._run(sql).fetchall())

    def _run(self, sql: str, *given: Any) -> Any:
        try:
            return self._connection.execute(sql, *given)
        except self._errors as error:
            if "No space left" in str(error) or type(error).__name__ == "OutOfMemoryException":
                raise EngineError(FULL) from None
            if self._reading and type(error).__name__ not in _OURS:
                raise EngineError(damaged(self._reading.name)) from None
            raise

    def make(self, name: str, sql: str) -> None:
        self._run(f'CREATE OR REPLACE TABLE "{name}" AS {sql}')

    def drop(self, name: str) -> None:
        self._run(f'DROP TABLE IF EXISTS "{name}"')

    # -- files

    def open(self, table: Table, path: Path | None) -> tuple[dict[str, str], list[str]]:
        self._reading, self._unknown = path, []
        if path is None:
            columns = ", ".join(f'CAST(NULL AS VARCHAR) AS "{c.name}"' for c in table.columns)
            source = f"SELECT {columns}, 0 AS line WHERE 1 = 0"
        elif path.suffix == ".parquet":
            source = self._parquet(table, path)
        else:
            source = self._csv(table, path)
        try:
            self._connection.execute(f'CREATE OR REPLACE VIEW "raw_{table.name}" AS {source}')
            described = self._connection.execute(f'DESCRIBE "raw_{table.name}"').fetchall()
        except self._errors:
            raise EngineError(damaged(path.name if path else table.file)) from None
        return {name: type_ for name, type_, *_ in described if name in table.by_name}, self._unknown

    def save(self, table: Table, path: Path, target: Path) -> tuple[list[str], list[str]]:
        """A file as Parquet for another engine, in the file's order: the known columns, their cells as plain as in CSV.

        Returns the names of the known columns and of the others; without a known column nothing is written.
        """
        types, unknown = self.open(table, path)
        cells = Typed(table, types, f"raw_{table.name}", self.dialect)
        columns = ", ".join(f"{cells.plain(name)} AS {self.dialect.name(name)}" for name in types)
        if columns:
            rows = f"SELECT {columns} FROM raw_{table.name} r ORDER BY line"
            self._run(f"COPY ({rows}) TO {_text(target)} (FORMAT parquet)")
        self.close_file(table)
        return list(types), unknown

    def _parquet(self, table: Table, path: Path) -> str:
        try:
            described = self._connection.execute(f"DESCRIBE SELECT * FROM read_parquet({_text(path)})").fetchall()
        except self._errors:
            raise EngineError(damaged(path.name)) from None
        known = [f'"{name}"' for name, *_ in described if name in table.by_name]
        self._unknown = [name for name, *_ in described if name not in table.by_name]
        return (f"SELECT {', '.join([*known, 'file_row_number AS line'])} "
                f"FROM read_parquet({_text(path)}, file_row_number = true)")

    def _csv(self, table: Table, path: Path) -> str:
        """The rows of a CSV file, read by the engine where it reads them as we do, else by Python's reader."""
        told = header(path)
        if not any(told):
            return "SELECT 0 AS line WHERE 1 = 0"
        twice = next((name for name in table.by_name if told.count(name) > 1), None)
        if twice:
            raise EngineError(f"Tệp {path.name} có hai cột “{twice}” nên không biết theo cột nào. Hãy bỏ bớt một cột.")
        self._unknown = [name for name in told if name not in table.by_name]
        names = [name if name in table.by_name else f"column{n}" for n, name in enumerate(told)]
        if plain(path) and not begins_blank(path):
            try:
                self._connection.execute(f'CREATE OR REPLACE TABLE "csv_{table.name}" AS '
                                         f"SELECT *, row_number() OVER () AS line FROM {_read_csv(path, names)}")
                return f'SELECT * FROM "csv_{table.name}"'
            except self._errors:
                pass
        straight = self.folder / f"{table.name}.csv"
        rewrite(path, [name in table.by_name for name in names], straight)
        self._run(f'CREATE OR REPLACE TABLE "csv_{table.name}" AS '
                  f"SELECT *, row_number() OVER () AS line FROM {_read_csv(straight, names)}")
        straight.unlink()
        return f'SELECT * FROM "csv_{table.name}"'

    def close_file(self, table: Table) -> None:
        self._reading = None
        self._run(f'DROP VIEW IF EXISTS "raw_{table.name}"')
        self.drop(f"csv_{table.name}")

    # -- numbers and scores

    def units(self, ids: Iterable[str]) -> dict[Any, str]:
        listed = dict(enumerate(ids))
        self._run("CREATE OR REPLACE TABLE known_units (id VARCHAR, unit INTEGER)")
        if listed:
            self._connection.executemany("INSERT INTO known_units VALUES (?, ?)", [[i, n] for n, i in listed.items()])
        return listed

    def twice(self, name: str, key: tuple[str, ...]) -> bool:
        """By sorting the keys' hashes, which costs a fifth of grouping; equal ones are looked at by the keys."""
        rows = self.ask(f'SELECT count(*) FROM "{name}"')[0][0]
        portions = 1 + rows // HASHES
        hashed = f"hash({', '.join(key)})"
        for n in range(portions):
            part = f" WHERE {hashed} % {portions} = {n}" if portions > 1 else ""
            hashes = self._run(f'SELECT {hashed} AS h FROM "{name}"{part}').fetchnumpy()["h"]
            hashes.sort()
            if np.any(hashes[1:] == hashes[:-1]):
                every = ", ".join(key)
                return bool(self.ask(f'SELECT 1 FROM "{name}" GROUP BY {every} HAVING count(*) > 1 LIMIT 1'))
        return False

    def score(self) -> None:
        name = TABLES["measurement"].name
        self._run(f"CREATE OR REPLACE TABLE {name} (child INTEGER, day INTEGER, waz INTEGER, haz INTEGER, "
                  "whz INTEGER, oedema INTEGER)")
        for rows in self._portions("measured"):
            z = scored(rows["sex"], rows["age"], _floats(rows["weight"]), _floats(rows["height"]), rows["position"],
                       rows["oedema"] == 1)
            portion = {"child": rows["child"], "day": rows["day"], "oedema": rows["oedema"],
                       **{f"z{n}": hundredths for n, hundredths in enumerate(z)}}
            self._connection.register("portion", portion)
            self._run(f"INSERT INTO {name} SELECT child, day, CAST(z0 AS INTEGER), CAST(z1 AS INTEGER), "
                      "CAST(z2 AS INTEGER), oedema FROM portion")
            self._connection.unregister("portion")

    def _portions(self, name: str) -> Iterator[dict[str, Any]]:
        rows = self.ask(f"SELECT count(*) FROM {name}")[0][0]
        for start in range(0, rows, PORTION):
            yield self._run(f"SELECT * FROM {name} WHERE rowid >= {start} AND rowid < {start + PORTION}").fetchnumpy()


def _floats(column: Any) -> Any:
    """NaN where there is no number."""
    return np.ma.filled(column.astype(float), np.nan) if isinstance(column, np.ma.MaskedArray) else column


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def damaged(name: str) -> str:
    return f"Tệp {name} hỏng hoặc không đọc được. Hãy xuất lại tệp này."


# -- CSV files


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return [name.strip() for name in next((cells for cells in csv.reader(file) if cells), [])]


def begins_blank(path: Path) -> bool:
    """Whether blank lines stand before the header; an import passes over them, the engine takes them for it."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return next(csv.reader(file), None) == []


def plain(path: Path) -> bool:
    """Whether the file's first part ends its lines with LF or CR LF, as the engine's reader wants it."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    return b"\r" not in start.replace(b"\r\n", b"")


def _read_csv(path: Path, names: list[str]) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return (f"read_csv({_text(path)}, columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', "
            """quote = '"', escape = '"', null_padding = false, strict_mode = true, max_line_size = 20000000)""")


def rewrite(path: Path, known: list[bool], target: Path) -> None:
    """The same rows for the engine's reader: every cell quoted, every row as wide as the header.

    known: for each column of the header whether the format knows it. A row with a cell too many, without one of a
    known column, or with one that is not UTF-8 is none an import would take: all its cells are left empty, so that
    those it must have refuse it.
    """
    least = max((n + 1 for n, is_known in enumerate(known) if is_known), default=0)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file, \
            target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for cells in csv.reader(file):
            if cells:
                kept = [cell if is_known else "" for cell, is_known in zip(cells, known, strict=False)]
                good = least <= len(cells) <= len(known) and not any(map(_strange, kept))
                writer.writerow(kept + [""] * (len(known) - len(kept)) if good else [""] * len(known))


def _strange(cell: str) -> bool:
    return not cell.isascii() and any("\ud800" <= char <= "\udfff" for char in cell) or "\0" in cell
