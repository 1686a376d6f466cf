"""What the rows of a list would change, kept row by row for a person to look at before anything is written."""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mangnon.core import clock
from mangnon.registry.exchange import BY_NAME
from mangnon.registry.lineage import survivors

from .items import Item, misfit
from .laid import LaidRow
from .lists import kinds
from .models import ListImport, ListRow
from .place_lists import PlaceProposer
from .proposing import Proposer
from .standing import Standing, Villages
from .tabs import settle
from .told import Occasion, Told

WRITABLE = ("matched", "new")


def occasion_of(batch: ListImport, sheet: str) -> Occasion:
    said = next(found for found in batch.sheets if found["name"] == sheet)
    return Occasion(dt.date.fromisoformat(said["on"]), clock.today(), batch.source, said["school_year"], sheet)


class Seen:
    """What the rows of a list said so far. Kept as hashes: a list may have a hundred thousand rows."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[int, int]] = {}
        self._rows: dict[int, int] = {}
        self._cells: dict[int, int] = {}
        self._bearers: dict[int, int] = {}

    def before(self, key: tuple[Any, ...], one: Item) -> tuple[bool, bool, bool]:
        """Whether an earlier row spoke of the matter, with the same values, with the same rows beside it."""
        mine = (_hash(one["values"]), hash(tuple([(name, _hash(values), add) for name, values, add in one["also"]])))
        first = self._first.setdefault(hash(key), mine)
        return first is not mine, first[0] == mine[0], first[1] == mine[1]

    def row_of(self, child: str, sheet: str, number: int) -> int:
        """The first row of this child on a sheet; a workbook may have a sheet that lists everyone again."""
        return self._rows.setdefault(hash((child, sheet)), number) if child else number

    def said(self, one: Item, child: str) -> tuple[bool, bool, bool]:
        """As ``before``; of cells to be changed each is a matter of its own, whatever else a row changes."""
        before, same_values, same_rows = self.before(_key_of(one, child), one)
        if one["add"]:
            return before, same_values, same_rows
        key = [one["values"].get(name, "") for name in BY_NAME[one["table"]].key]
        told = [self._cell(hash((one["table"], *key, name)), hash(value)) for name, value in one["values"].items()
                if name not in BY_NAME[one["table"]].key]
        same = False not in told
        return before or not same, same, same_rows

    def _cell(self, place: int, value: int) -> bool:
        return self._cells.setdefault(place, value) == value

    def bears(self, number: str, child: str) -> bool:
        """Whether no row has given this personal number to another child."""
        return self._bearers.setdefault(hash(number), hash(child)) == hash(child)

    def has(self, key: tuple[Any, ...]) -> bool:
        return hash(key) in self._first

    def rows_with(self, one: Item, child: str) -> None:
        """What a new child's item says beside her: another row may say it again, or something else of the matter."""
        for table, values, add in one["also"]:
            row = {"table": table, "values": values, "add": add, "also": []}
            self.before(_key_of(row, child), row)


def said_by_others(row: ListRow) -> Seen:
    """What the other rows of the list say of a row's child: two rows never write the same matter."""
    seen = Seen()
    if row.child:
        for other in ListRow.objects.filter(batch=row.batch_id, child=row.child).exclude(pk=row.pk).order_by("pk"):
            seen.row_of(row.child, other.sheet, other.number)
            for one in other.items:
                seen.said(one, row.child)
                seen.rows_with(one, row.child)
                if one["table"] == "children" and one["values"].get("personal_id"):
                    seen.bears(one["values"]["personal_id"], row.child)
    return seen


def _hash(values: dict[str, str]) -> int:
    return hash(frozenset(values.items()))


def propose(batch: ListImport, rows: Sequence[ListRow | LaidRow], occasion: Occasion, seen: Seen | None = None, *,
            fresh: bool = False) -> None:
    """Put what each row would change into its items; rows that say the same say it once. seen: by rows before these.

    fresh: nothing of the list was written yet, so the register knows none of the children whom it makes.
    """
    asked = {row.child for row in rows if row.child and not (fresh and row.result == "new")}
    today = survivors(asked)
    for row in rows:
        row.child = today.get(row.child, row.child)
    proposer: Proposer | PlaceProposer = _proposer(batch, {today.get(child, child) for child in asked}, occasion)
    seen, once = seen or Seen(), kinds()[batch.kind].once
    for row in rows:
        row.items = []
        if row.result in WRITABLE or row.decision in ("same", "new"):
            found, left = items_of(proposer, row, seen)
            row.items, more = _once(found, row.child, seen)
            if once and (first := seen.row_of(row.child, row.sheet, row.number)) != row.number:
                more.append(("full_name", f"Em này đã có ở dòng {first}. Hãy xem có ghi hai lần không."))
            row.problems = [*row.problems, *(pair for pair in map(list, [*left, *more]) if pair not in row.problems)]
        settle(row)


def _once(found: list[Item], child: str, seen: Seen) -> tuple[list[Item], list[tuple[str, str]]]:
    """A row's items that no earlier row of the list said, and what contradicts one that did: that is not taken."""
    kept, wrong = [], []
    for found_one in found:
        if fault := misfit(found_one):
            wrong.append((found_one["shown"][0][0], fault))
            continue
        one, fault = _own_number(found_one, child, seen)
        if fault:
            wrong.append(("personal_id", fault))
        before, same_values, same_rows = seen.said(one, child)
        if not before:
            kept.append(one)
            if one["table"] == "children" and one["add"]:
                seen.rows_with(one, child)
        elif not same_values and not (one["table"] == "children" and one["add"]):
            kept.append({**one, "tick": False})
            wrong.append(("", "Trong tệp có dòng khác nói khác về cùng việc này của em. Hãy chọn một."))
        elif not same_rows and one["table"] != "children":
            kept.append(one)
    return kept, wrong


def _own_number(one: Item, child: str, seen: Seen) -> tuple[Item, str]:
    """The item without a personal number that an earlier row has given to another child, and what is told of it."""
    number = one["values"].get("personal_id", "") if one["table"] == "children" else ""
    if not number or seen.bears(number, child):
        return one, ""
    fault = f"Dòng khác của tệp ghi số định danh {number} cho em khác. Hãy hỏi lại nơi gửi."
    if one["add"]:
        return {**one, "values": {name: value for name, value in one["values"].items() if name != "personal_id"}}, fault
    return {**one, "tick": False}, fault


def _key_of(one: Item, child: str) -> tuple[Any, ...]:
    """What makes two items of a list the same matter: a row of the register, and which of its cells."""
    table = BY_NAME[one["table"]]
    if table.name == "children" and one["add"]:
        return table.name, child, "new"
    rest = () if one["add"] else tuple(sorted(set(one["values"]) - set(table.key)))
    return table.name, *(one["values"].get(name, "") for name in table.key), rest


def _proposer(batch: ListImport, asked: set[str], occasion: Occasion) -> Proposer | PlaceProposer:
    if kinds()[batch.kind].subject == "place":
        return PlaceProposer(asked)
    standing = Standing(asked, occasion.on)
    return Proposer(batch.pk, occasion, standing, Villages(occasion.on))


def items_of(proposer: Proposer | PlaceProposer, row: ListRow | LaidRow, seen: Seen,
             ) -> tuple[list[Item], list[tuple[str, str]]]:
    """A row's items against the register of this moment; a new child's later rows add to her."""
    told = Told.from_json(row.told)
    if proposer.knows(row.child):
        return proposer.known(row.child, told)
    if row.result != "new" and row.decision != "new":
        return [], []
    found, left = proposer.new(row.child, told)
    key = ("children", row.child, "new")
    if not isinstance(proposer, Proposer) or not found or not seen.has(key):
        return found, left
    _before, same, _rows = seen.before(key, found[0])
    return proposer.more(row.child, told), left if same else [
        *left, ("full_name", "Dòng khác trong tệp cũng nói về em này mà ghi về em hơi khác. Hãy so hai dòng.")]
