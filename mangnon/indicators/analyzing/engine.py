"""What counting a folder asks of an engine, whichever it is."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from mangnon.registry.exchange import Table

from .dialects import Dialect


class EngineError(Exception):
    """The engine cannot do its work; the message says what to do."""


class Engine(Protocol):
    """One connection with tables of its own, gone when it is closed."""

    dialect: Dialect
    child_number: str
    """The expression by which a child is called: a number where the engine has cheap ones, else the id."""

    def open(self, table: Table, path: Path | None) -> tuple[dict[str, str], list[str]]:
        """Make a file's rows readable as ``raw_<table>`` with a column ``line``; return its columns' types, and the
        names of those the format does not know.

        None: an absent file, which has no rows. Raises EngineError for a damaged one.
        """

    def close_file(self, table: Table) -> None:
        """The file is not read any more."""

    def units(self, ids: Iterable[str]) -> Mapping[Any, str]:
        """Make ``known_units`` (id, unit). Returns the ids by what the projection calls them."""

    def make(self, name: str, sql: str) -> None:
        """Keep the rows of a SELECT as a table."""

    def drop(self, name: str) -> None: ...

    def ask(self, sql: str) -> list[tuple[Any, ...]]: ...

    def twice(self, name: str, key: tuple[str, ...]) -> bool:
        """Whether two rows of a table share a key."""

    def score(self) -> None:
        """Make the projection's measurements from ``measured``."""

    def close(self) -> None: ...
