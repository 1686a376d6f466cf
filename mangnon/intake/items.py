"""What a list's row would change: pieces that a person takes or leaves each by itself, and their shape. Pure."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mangnon.registry.exchange import BY_NAME, TEXT

from . import cells

SPACE = uuid.UUID("6f3e0c52-6d7b-5a60-9c2e-3f1b5d0a7e11")
"""Where ids of children and households that a list makes are drawn from: the same row makes the same id again."""
Item = dict[str, Any]
"""table, values (cells by column), shown ([what, old, new]), tick (taken unless a person says no), add (a new row).

also: [table, values, add] of rows that are written with it or not at all: a home cannot stand without its child.
needs: the child whom another row of the list makes, where that row has to be written first.
"""


def own_id(batch: uuid.UUID, *parts: str) -> str:
    """An exchange id that this import gives; the same parts always get the same."""
    return str(uuid.uuid5(SPACE, "\x1f".join((str(batch), *parts))))


def item(table: str, values: dict[str, str], shown: Iterable[tuple[str, str, str]], *, tick: bool, add: bool,
         also: Iterable[tuple[str, dict[str, str], bool]] = ()) -> Item:
    return {"table": table, "values": values, "shown": [list(line) for line in shown], "tick": tick, "add": add,
            "also": [list(row) for row in also]}


def together(items: list[Item]) -> list[Item]:
    """Several items as one, which is taken or left whole; none where there is none."""
    if not items:
        return []
    first, *rest = items
    return [{**first, "shown": [line for one in items for line in one["shown"]], "also": [
        *first["also"], *(row for one in rest for row in ([one["table"], one["values"], one["add"]], *one["also"]))]}]


def misfit(one: Item) -> str:
    """Why an item's cells do not fit the register, in a sentence; "" where they do."""
    for table, values in [(one["table"], one["values"]), *((row[0], row[1]) for row in one["also"])]:
        for column, cell in values.items():
            if fault := _fault(table, column, cell):
                return fault
    return ""


def _fault(table: str, name: str, cell: str) -> str:
    column = BY_NAME[table].by_name[name]
    # Most cells of a long list are names: whatever can be printed is a text.
    if column.form == TEXT and not column.codes and not column.filled and cell.isprintable():
        return ""
    return _misread(table, name, cell)


@lru_cache(maxsize=4096)
def _misread(table: str, name: str, cell: str) -> str:
    try:
        cells.read(BY_NAME[table].by_name[name], cells.clean(cell))
    except cells.BadCell as bad:
        return str(bad)
    return ""
