"""A register folder in an in-memory database, without the framework: where the engine is tried by itself."""
from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mangnon.indicators.projection import project_children, project_places, with_activities, with_households
from mangnon.indicators.tables import TABLES, ddl
from mangnon.intake.folder import Register, read_folder
from mangnon.registry.exchange import TABLES as FILES


def typed_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The folder's good rows, every column of the format present."""
    reading = read_folder(folder, Register())
    return {table.name: [{c.name: row.values.get(c.name) for c in table.columns}
                         for row in reading.rows.get(table.name, ())] for table in FILES}


def load(folder: Path) -> sqlite3.Connection:
    rows: dict[str, Any] = typed_rows(folder)
    rows["attendance"] = with_activities(rows["attendance"], rows["activities"])
    rows["poverty"] = with_households(rows["household_members"], rows["household_status"])
    connection = sqlite3.connect(":memory:")
    for name, made in {**project_places(rows), **project_children(rows)}.items():
        for statement in ddl(name):
            connection.execute(statement)
        marks = ", ".join("?" * len(TABLES[name].columns))
        connection.executemany(f"INSERT INTO {TABLES[name].name} VALUES ({marks})", made)
    return connection


def ask(connection: sqlite3.Connection) -> Any:
    def run(sql: str) -> Iterable[tuple[Any, ...]]:
        return connection.execute(sql)
    return run
