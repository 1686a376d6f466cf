"""Open one file of a register folder, CSV or Parquet, as rows of cells with the line each begins on. Pure."""
from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import parquet

ENDINGS = (".csv", ".parquet")
csv.field_size_limit(sys.maxsize)


class FolderError(Exception):
    """The folder cannot be read at all; the message says what to do."""


@dataclass
class RawRow:
    """A row as the file has it. read: values of columns that were read already, by name."""

    line: int
    cells: list[str]
    read: dict[str, Any] = field(default_factory=dict)


def open_rows(path: Path) -> Iterator[RawRow]:
    """The rows of a file, its header first. Raises FolderError where it cannot be opened."""
    try:
        if path.suffix == ".parquet":
            return iter(_parquet_rows(path))
        return _raw_rows(path.read_bytes().decode("utf-8", errors="surrogateescape").removeprefix("\ufeff"))
    except parquet.BadParquet:
        raise FolderError(f"Tệp {path.name} hỏng hoặc không phải tệp Parquet. Hãy xuất lại tệp này.") from None
    except OSError as error:
        raise FolderError(f"Không mở được tệp {path.name}: {error.strerror}. Hãy kiểm tra quyền đọc tệp.") from None


def unknown_names(folder: Path, known: set[str]) -> list[str]:
    """Files that look like a register's and are none of it: a table nobody knows, a name in other letters."""
    return sorted(
        path.name for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.name not in known
        and not (path.name.lower() in known and _same(path, folder / path.name.lower())))


def _same(one: Path, other: Path) -> bool:
    """Whether a system that knows no capitals in names takes both for one file."""
    return other.exists() and one.samefile(other)


def _parquet_rows(path: Path) -> list[RawRow]:
    """The same rows as a CSV file would have them, one a line, the header on line 1."""
    path.open("rb").close()  # a file that may not be read is told as such, not as a damaged one
    names, rows = parquet.read(path)
    return [RawRow(1, names), *(RawRow(n, cells_) for n, cells_ in enumerate(rows, start=2))]


def _raw_rows(text: str) -> Iterator[RawRow]:
    """Rows with the line each begins on; blank lines are no fault and no row."""
    reader = csv.reader(io.StringIO(text, newline=""))
    begins = 1
    for cells_ in reader:
        if cells_:
            yield RawRow(begins, cells_)
        begins = reader.line_num + 1
