"""The cells of a register folder's file as typed values, and which rows an import would accept: as SQL. Pure.

The rules are those of the exchange format, as ``intake`` applies them row by row; a test holds the two together. Only
the verdict is made here, not the reason: who wants to know why a row is refused imports the folder.
"""
from __future__ import annotations

from collections.abc import Mapping

from mangnon.registry import exchange
from mangnon.registry.exchange import Column, Table

from .dialects import Dialect

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
             "UBIGINT", "UHUGEINT")
_TYPES = {exchange.DATE: "DATE", exchange.NUMBER: "DOUBLE", exchange.COUNT: "BIGINT", exchange.BOOL: "INTEGER",
          exchange.YEAR: "INTEGER", exchange.SCHOOL_YEAR: "INTEGER"}
_DATES = "{0} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
_LARGEST = "1000000000000000"
"""Numbers from here on are refused: fifteen digits before the point, as in intake."""


def kind_of(type_: str) -> str:
    """What a file's column holds: date, moment, bool, int, real or text (everything else, read as it is written)."""
    word = type_.upper().split("(")[0]
    if word in _INTEGERS:
        return "int"
    for start, kind in (("TIMESTAMP", "moment"), ("DATE", "date"), ("BOOL", "bool"), ("DOUBLE", "real"),
                        ("FLOAT", "real"), ("REAL", "real"), ("DECIMAL", "real")):
        if word.startswith(start):
            return kind
    return "text"


class Typed:
    """The SELECT of one file. types: the file's columns and their types; raw: the relation that holds its rows."""

    def __init__(self, table: Table, types: Mapping[str, str], raw: str, dialect: Dialect) -> None:
        self.table, self.types, self.raw, self.dialect = table, types, raw, dialect

    def select(self, names: list[str], *, lined: bool = False) -> str:
        """The columns asked for, their values typed (None where the cell is empty), and ``fine``: whether the row is
        good by itself. What it refers to and whether its key is there twice is for the caller to ask."""
        d = self.dialect
        columns = [f"{self.value(self.table.by_name[name])} AS {d.name(name)}" for name in names]
        return (f"SELECT {', '.join([*columns, *(['r.line AS line'] if lined else [])])}, "
                f"({self.fine()}) AS fine FROM {self.raw} r")

    def fine(self) -> str:
        return " AND ".join(check for column in self.table.columns for check in self._checks(column)) or "1 = 1"

    def value(self, column: Column) -> str:
        """A cell's value, NULL where it is empty or cannot be read."""
        if column.name not in self.types:
            return f"CAST(NULL AS {_TYPES.get(column.form, self.dialect.text)})"
        cell = f"r.{self.dialect.name(column.name)}"
        if _is_told_by_a_join(column):
            return self.dialect.nfc(f"CAST({cell} AS {self.dialect.text})")
        return getattr(self, f"_{column.form}")(cell, kind_of(self.types[column.name]))

    def plain(self, name: str) -> str:
        """A cell as a CSV file would hold it, texts composed; fractions of a number stay what they are."""
        column, kind = self.table.by_name[name], kind_of(self.types[name])
        cell = f"r.{self.dialect.name(name)}"
        if kind == "real" and column.form in (exchange.NUMBER, exchange.COUNT):
            return cell
        if kind == "text":
            return self.dialect.nfc(f"CAST({cell} AS {self.dialect.text})")
        return self._filled(cell, kind)

    # -- forms

    def _filled(self, cell: str, kind: str) -> str:
        """The cell as text, NULL where it is empty or holds spaces only."""
        if kind == "moment":
            midnight = f"{cell} = date_trunc('day', {cell})"
            return (f"(CASE WHEN {midnight} THEN CAST(CAST({cell} AS DATE) AS {self.dialect.text}) "
                    f"ELSE CAST({cell} AS {self.dialect.text}) END)")
        if kind != "text":
            return f"CAST({cell} AS {self.dialect.text})"
        text = f"CAST({cell} AS {self.dialect.text})"
        return f"(CASE WHEN {self.dialect.blank(text)} THEN NULL ELSE {text} END)"

    def _text(self, cell: str, kind: str) -> str:
        return self.dialect.nfc(self._filled(cell, kind))

    def _date(self, cell: str, kind: str) -> str:
        if kind == "date":
            return f"(CASE WHEN {_DATES.format(cell)} THEN {cell} END)"
        if kind == "moment":
            day = f"CAST({cell} AS DATE)"
            return f"(CASE WHEN {cell} = date_trunc('day', {cell}) AND {_DATES.format(day)} THEN {day} END)"
        text = self._filled(cell, kind)
        read = f"TRY_CAST({text} AS DATE)"
        # Written out again it must be the same: both engines read other forms of a day as well. Spark has a year 0.
        return (f"(CASE WHEN length({text}) = 10 AND CAST({read} AS {self.dialect.text}) = {text} AND {text} >= '0001' "
                f"THEN {read} END)")

    def _bool(self, cell: str, kind: str) -> str:
        if kind == "bool":
            return f"CAST({cell} AS INTEGER)"
        return f"(CASE {self._filled(cell, kind)} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)"

    def _number(self, cell: str, kind: str) -> str:
        if kind in ("int", "real"):
            return f"(CASE WHEN {cell} >= 0 AND {cell} < {_LARGEST} THEN CAST({cell} AS DOUBLE) END)"
        text = self._filled(cell, kind)
        return (f"(CASE WHEN {self.dialect.fits(text, '0*[0-9]{1,15}([.][0-9]+)?')} AND length({text}) <= 24 "
                f"THEN TRY_CAST({text} AS DOUBLE) END)")

    def _count(self, cell: str, kind: str) -> str:
        if kind in ("int", "real"):
            whole = f" AND {cell} = floor({cell})" if kind == "real" else ""
            return f"(CASE WHEN {cell} >= 0 AND {cell} < {_LARGEST}{whole} THEN CAST({cell} AS BIGINT) END)"
        text = self._filled(cell, kind)
        return (f"(CASE WHEN {self.dialect.fits(text, '0*[0-9]{1,15}([.]0+)?')} "
                f"THEN TRY_CAST(split_part({text}, '.', 1) AS BIGINT) END)")

    def _year(self, cell: str, kind: str) -> str:
        if kind == "int":
            return f"(CASE WHEN {cell} BETWEEN 1000 AND 9999 THEN CAST({cell} AS INTEGER) END)"
        text = self._filled(cell, kind)
        return f"(CASE WHEN {self.dialect.fits(text, '[1-9][0-9]{3}')} THEN TRY_CAST({text} AS INTEGER) END)"

    def _school_year(self, cell: str, kind: str) -> str:
        """The calendar year in which it begins."""
        text = self._filled(cell, kind)
        first, second = (f"TRY_CAST(substr({text}, {at}, 4) AS INTEGER)" for at in (1, 6))
        return (f"(CASE WHEN {self.dialect.fits(text, '[1-9][0-9]{3}-[1-9][0-9]{3}')} AND {second} = {first} + 1 "
                f"THEN {first} END)")

    # -- verdict

    def _checks(self, column: Column) -> list[str]:
        """What must hold of a cell: filled where it must be, readable, a known code, not before its start."""
        value = self.value(column)
        if column.name not in self.types:
            return ["1 = 0"] if column.filled else []
        if _is_told_by_a_join(column):
            return []
        cell, kind = f"r.{self.dialect.name(column.name)}", kind_of(self.types[column.name])
        made = [f"{value} IS NOT NULL"] if column.filled else []
        if column.form == exchange.TEXT:
            if kind == "text":
                made.append(f"({cell} IS NULL OR NOT contains(CAST({cell} AS {self.dialect.text}), chr(0)))")
        elif not column.filled:
            made.append(f"({self._filled(cell, kind)} IS NULL OR {value} IS NOT NULL)")
        if column.codes:
            listed = ", ".join(f"'{code}'" for code in column.codes)
            made.append(f"({value} IS NULL OR {value} IN ({listed}))")
        return [*made, *self._within(column, value), *self._end(column, value)]

    def _within(self, column: Column, value: str) -> list[str]:
        other, ranges = column.within
        if not other:
            return []
        code_of = self.value(self.table.by_name[other])
        return [f"({value} IS NULL OR {code_of} IS NULL OR {code_of} <> '{code}' OR {value} BETWEEN {least} AND {most})"
                for code, least, most in ranges]

    def _end(self, column: Column, value: str) -> list[str]:
        if not column.starts or column.starts not in self.types:
            return []
        start = self.value(self.table.by_name[column.starts])
        if column.starts == "born_on":
            start = earliest(start, self.value(self.table.by_name["born_precision"]))
        return [f"({value} IS NULL OR {start} IS NULL OR {value} >= {start})"]


def _is_told_by_a_join(column: Column) -> bool:
    """Whether an id that is no good surely meets none that stands: there, blanks need not be looked for."""
    return bool(column.refers) and column.filled


def earliest(born: str, precision: str) -> str:
    """The first day that a birth date known to the day, month or year may mean."""
    return (f"(CASE {precision} WHEN 'year' THEN make_date(year({born}), 1, 1) WHEN 'month' THEN "
            f"make_date(year({born}), month({born}), 1) ELSE {born} END)")
