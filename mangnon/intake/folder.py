"""Read and check a register folder: which rows are good, which are refused and why. Pure; writes nothing.

Source: the exchange format. Columns are checked in the order of its table, each for empty, form, code, reference,
duplicate, end; a row is listed with its first fault. A refused row is as if it were not there: what refers to it
is refused too.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mangnon.registry.exchange import TABLES, Column, Table

from . import cells
from .cells import BadCell
from .files import ENDINGS, FolderError, RawRow, open_rows, unknown_names
from .hierarchy import refuse_unit_cycles, succession_closes_a_ring


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken. line: where it begins, the header being line 1."""

    file: str
    line: int
    column: str
    text: str


@dataclass(frozen=True)
class Warning_:
    """Something left out that is no fault of a row."""

    file: str
    column: str
    text: str


@dataclass
class Row:
    """A row as read. values: column name to value, only for the columns the file has."""

    line: int
    values: dict[str, Any]


@dataclass
class Reading:
    """What a folder holds: good rows by table name, refusals, warnings, rows read by file name."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    """The file each name of ``read`` was read from: the Parquet file where the folder holds that."""


@dataclass(frozen=True)
class Register:
    """What already stands in the register, as far as checking needs it.

    known: table name to ids.  parents: unit id to parent id.  successions: (predecessor, successor) pairs.
    """

    known: dict[str, set[str]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    successions: set[tuple[str, str]] = field(default_factory=set)


def read_folder(folder: Path, register: Register, progress: Callable[[str], None] = lambda text: None, *,
                only: Container[str] | None = None) -> Reading:
    """Read every file of the folder, or only these tables. Raises FolderError when there is nothing to read."""
    present = files_of(folder)
    reading = Reading()
    _warn_unknown_files(folder, reading)
    known = {name: set(ids) for name, ids in register.known.items()}
    for table, path in present.items():
        if only is None or table.name in only:
            progress(f"Đọc {path.name}")
            _read_table(path, table, reading, known, register)
    return reading


def files_of(folder: Path) -> dict[Table, Path]:
    """The files of the format that a folder holds. Raises FolderError where there is none."""
    if not folder.is_dir():
        raise FolderError(f"Không thấy thư mục {folder}. Hãy kiểm tra lại đường dẫn.")
    present = {table: path for table in TABLES if (path := _path(folder, table))}
    if not present:
        raise FolderError(f"Thư mục {folder} không có tệp nào của sổ trẻ em (children.csv, units.csv… "
                          "hay children.parquet, units.parquet…).")
    return present


def _path(folder: Path, table: Table) -> Path | None:
    """The file that holds a table. Raises FolderError where there are two: nobody could say which one holds."""
    csv_file = folder / table.file
    found = [path for path in (csv_file, csv_file.with_suffix(".parquet")) if path.is_file()]
    if len(found) > 1:
        raise FolderError(f"Thư mục có cả {found[0].name} và {found[1].name}. Hãy bỏ bớt một tệp rồi nhập lại.")
    return found[0] if found else None


def _warn_unknown_files(folder: Path, reading: Reading) -> None:
    names = {f"{table.name}{ending}" for table in TABLES for ending in ENDINGS}
    for name in unknown_names(folder, names):
        hint = f" Nếu là {name.lower()}, hãy đổi tên tệp." if name.lower() in names else ""
        shown = name.encode("utf-8", "replace").decode()
        reading.warnings.append(Warning_(
            shown, "", f"Tệp {shown} không có trong định dạng trao đổi nên không được đọc.{hint}"))


def _read_table(path: Path, table: Table, reading: Reading, known: dict[str, set[str]], register: Register) -> None:
    raw = open_rows(path)
    header = next(raw, RawRow(1, []))
    names = [name.strip() for name in header.cells]
    reading.read[table.file] = 0
    reading.paths[table.file] = path
    missing = [name for name in table.key if name not in names]
    if missing:
        reading.refused.append(Refusal(table.file, 1, missing[0], (
            f"Tệp {table.file} thiếu cột khóa “{missing[0]}” nên không đọc được dòng nào. Hãy thêm cột này.")))
        return
    twice = [name for name in table.by_name if names.count(name) > 1]
    if twice:
        reading.refused.append(Refusal(table.file, 1, twice[0], (
            f"Tệp {table.file} có hai cột “{twice[0]}” nên không biết theo cột nào. Hãy bỏ bớt một cột.")))
        return
    _warn_unknown(table, names, reading)
    present = [c for c in table.columns if c.name in names]
    reading.columns[table.name] = [c.name for c in present]
    place = {name: names.index(name) for name in {c.name for c in present}}
    lines = list(raw)
    reading.read[table.file] = len(lines)
    checker = _Checker(table, names, place, known, register)
    if table.name == "units":
        rows, refused = _settle_units(checker, lines, known.setdefault("units", set()), register)
    else:
        rows, refused = checker.check_all(lines)
    reading.rows[table.name], reading.refused = rows, reading.refused + refused
    if table.own_id:
        known.setdefault(table.name, set()).update(row.values[table.own_id] for row in rows)


def _warn_unknown(table: Table, names: list[str], reading: Reading) -> None:
    for name in names:
        if name not in table.by_name:
            shown = name.encode("utf-8", "replace").decode()
            reading.warnings.append(Warning_(
                table.file, shown, f"Cột “{shown}” không có trong định dạng trao đổi nên được bỏ qua."))


class _Checker:
    """Checks the rows of one file, in order."""

    def __init__(self, table: Table, names: list[str], place: dict[str, int], known: dict[str, set[str]],
                 register: Register) -> None:
        self.table, self.names, self.place, self.known, self.register = table, names, place, known, register

    def check_all(self, lines: list[RawRow]) -> tuple[list[Row], list[Refusal]]:
        rows, refused, keys = [], [], set[tuple[Any, ...]]()
        pairs = set(self.register.successions)
        for raw in lines:
            try:
                row = self._check(raw, keys)
                if self.table.name == "unit_successions":
                    self._check_ring(row, pairs)
            except _Fault as fault:
                refused.append(Refusal(self.table.file, raw.line, fault.column, fault.text))
                continue
            keys.add(self._key(row.values))
            rows.append(row)
        return rows, refused

    def _key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(values.get(name) for name in self.table.key)

    def _check(self, raw: RawRow, keys: set[tuple[Any, ...]]) -> Row:
        values: dict[str, Any] = {}
        first = self.table.key[0] if self.table.key else ""
        if len(raw.cells) > len(self.names):
            self._fault_of_ragged(raw)
        for column in self.table.columns:
            try:
                values[column.name] = self._value(column, raw)
                if column.refers:
                    self._check_reference(column, values)
                if column.name == first:
                    self._check_duplicate(raw, keys)
                self._check_within(column, values)
                if column.starts:
                    self._check_end(column, values)
            except BadCell as bad:
                raise _Fault(column.name, str(bad)) from None
        return Row(raw.line, {name: values[name] for name in self.place})

    def _fault_of_ragged(self, raw: RawRow) -> None:
        raise _Fault(self.names[-1], (
            f"Dòng này có {len(raw.cells)} ô, tiêu đề chỉ có {len(self.names)} cột. "
            "Có thể thừa dấu phẩy; hãy đặt chữ có dấu phẩy trong ngoặc kép."))

    def _value(self, column: Column, raw: RawRow) -> Any:
        if column.name in raw.read:
            return raw.read[column.name]
        at = self.place.get(column.name)
        if at is not None and at >= len(raw.cells):
            raise BadCell(f"Dòng này chỉ có {len(raw.cells)} ô, thiếu ô “{column.name}”.")
        value = raw.read[column.name] = cells.read(column, cells.clean(raw.cells[at]) if at is not None else "")
        return value

    def _check_within(self, column: Column, values: dict[str, Any]) -> None:
        other, ranges = column.within
        value = values[column.name]
        for code, least, most in ranges:
            if value is not None and values.get(other) == code and not least <= value <= most:
                allowed = f"{least}" if least == most else f"từ {least} đến {most}"
                raise BadCell(f"“{value}” không dùng được: “{column.name}” của {other} “{code}” là {allowed}. "
                              "Hãy kiểm tra lại.")

    def _check_reference(self, column: Column, values: dict[str, Any]) -> None:
        value = values[column.name]
        if value is not None and value not in self.known.get(column.refers, ()):
            raise BadCell(f"Không có “{value}” trong {column.refers}.csv hay trong sổ. "
                          "Hãy sửa mã này, hoặc thêm dòng nó nhắc đến.")

    def _check_duplicate(self, raw: RawRow, keys: set[tuple[Any, ...]]) -> None:
        """A repeated key stands at the key's first column; a key that cannot be read is another column's fault."""
        try:
            key = tuple(self._value(self.table.by_name[name], raw) for name in self.table.key)
        except BadCell:
            return
        if key in keys:
            raise BadCell("Dòng này trùng khóa với một dòng phía trên trong cùng tệp. Hãy giữ lại một dòng.")

    def _check_end(self, column: Column, values: dict[str, Any]) -> None:
        end, start = values[column.name], values.get(column.starts)
        if end is None or start is None:
            return
        if column.starts == "born_on":
            start = earliest_birth(start, values.get("born_precision"))
        if end < start:
            raise BadCell(f"Ngày {end.isoformat()} ở “{column.name}” lại trước ngày {start.isoformat()} "
                          f"ở “{column.starts}”. Hãy kiểm tra lại hai ngày.")

    def _check_ring(self, row: Row, pairs: set[tuple[str, str]]) -> None:
        pair = (row.values["predecessor_id"], row.values["successor_id"])
        if succession_closes_a_ring(pair, pairs):
            raise _Fault("successor_id", "Việc sáp nhập này tạo thành vòng tròn. Hãy kiểm tra đơn vị cũ và mới.")
        pairs.add(pair)


class _Fault(Exception):
    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column, self.text = column, text


def _settle_units(checker: _Checker, lines: list[RawRow], known: set[str], register: Register,
                  ) -> tuple[list[Row], list[Refusal]]:
    """Units refer to each other in any order: repeat until the good rows no longer change, then look for rings."""
    standing = set(known)
    good = standing | {raw.cells[checker.place["unit_id"]] for raw in lines
                       if len(raw.cells) > checker.place["unit_id"]}
    barred: dict[int, Refusal] = {}
    for _ in range(2 * len(lines) + 2):
        rows, refused = _units_pass(checker, lines, good, barred)
        found = standing | {row.values["unit_id"] for row in rows}
        if found == good:
            rings = refuse_unit_cycles(rows, register.parents)
            if not rings:
                return rows, refused
            for line in rings:
                barred[line] = Refusal(checker.table.file, line, "parent_id", (
                    "Đơn vị này nằm trong một vòng “thuộc về” khép kín. Hãy sửa cột parent_id."))
        good = found
    raise AssertionError("units.csv does not settle")


def _units_pass(checker: _Checker, lines: list[RawRow], good: set[str], barred: dict[int, Refusal],
                ) -> tuple[list[Row], list[Refusal]]:
    checker.known["units"] = good
    rows, refused = checker.check_all([raw for raw in lines if raw.line not in barred])
    return rows, sorted([*refused, *barred.values()], key=lambda refusal: refusal.line)


def earliest_birth(born_on: dt.date, precision: str | None) -> dt.date:
    """Return the first day that a birth date known to the day, month or year may mean."""
    if precision == "year":
        return born_on.replace(month=1, day=1)
    return born_on.replace(day=1) if precision == "month" else born_on
