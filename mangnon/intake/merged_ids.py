"""A folder that names a child by the id of a record that went into another: its rows reach the record that lives on."""
from __future__ import annotations

from mangnon.registry.exchange import TABLES, Table
from mangnon.registry.lineage import survivors

from .folder import Reading, Row, Warning_


def lead_on(reading: Reading) -> None:
    """Put the ids of today into a reading; where both records bring the same row, the one that lives on is heard.

    What the folder says of the person herself under the old id is left out with a warning: two descriptions of one
    child were looked at by somebody who decided.
    """
    named = {row.values[column] for table in TABLES for column in _children(table)
             for row in reading.rows.get(table.name, ())}
    today = survivors(str(one) for one in named if one)
    if not today:
        return
    for table in TABLES:
        rows = reading.rows.get(table.name)
        if rows and table.name == "children":
            gone = [row for row in rows if row.values["child_id"] in today]
            reading.rows[table.name] = [row for row in rows if row.values["child_id"] not in today]
            if gone:
                reading.warnings.append(Warning_(table.file, "child_id", (
                    f"{len(gone)} dòng mang mã của hồ sơ đã gộp vào hồ sơ khác nên không ghi đè lên hồ sơ ấy; "
                    "các dòng khác của em vẫn được ghi.")))
        elif rows:
            reading.rows[table.name] = _led(table, rows, today)


def _children(table: Table) -> list[str]:
    own = ["child_id"] if table.name == "children" else []
    return own + [column.name for column in table.columns if column.refers == "children"]


def _led(table: Table, rows: list[Row], today: dict[str, str]) -> list[Row]:
    """Rows under today's ids. Two that have one key now are one: the record that lives on comes first."""
    columns, led = _children(table), set()
    for row in rows:
        for column in columns:
            old = row.values[column]
            if old in today:
                row.values[column] = today[old]
                led.add(id(row))
    if not led:
        return rows
    heard = {tuple(row.values[name] for name in table.key) for row in rows if id(row) not in led}
    kept = []
    for row in rows:
        key = tuple(row.values[name] for name in table.key)
        if id(row) in led:
            if key in heard:
                continue
            heard.add(key)
        kept.append(row)
    return kept
