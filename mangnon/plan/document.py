"""A plan file (TOML) as frozen values: what was promised, quoted, with our readings. Pure.

Year semantics (measures.md, *From figure to verdict*): 2025's value binds up to 2025; from 2026 to 2030 the 2030 value
is the goal and the path runs straight to it; a value of "every" year binds both; after the last year there is none.
"""
from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import shape
from .lines import LineIndex

BUILTIN = Path(__file__).parent / "data" / "hoang-trung-2021-2030.toml"
OPERATORS = ("<", "<=", "=", ">=", ">")
UNITS = ("%", "per 1000", "per 10000", "per 100000", "count", "yes/no")
MIDTERM = 2025


class PlanError(Exception):
    """A plan file that cannot be read; the message is a sentence with the line."""


@dataclass(frozen=True)
class Target:
    """What the plan asks of a year, as read."""

    operator: str
    value: Decimal


@dataclass(frozen=True)
class Value:
    """One value of a measure. year: None stands for every year. area: "" or rural, urban."""

    year: int | None
    operator: str
    value: Decimal
    text: str
    area: str
    read: Target
    line: int


@dataclass(frozen=True)
class Measure:
    """One measurable line of the plan.

    whole: what the denominator counts, where that is not the noun.  task_group, task: which group of the plan's tasks a
    report points to while the line is not met, and what it proposes.
    """

    code: str
    target_number: str
    label: str
    label_en: str
    counts: str
    unit: str
    noun: str
    better: str
    text: str
    values: tuple[Value, ...]
    line: int
    counted_from: str = "child"
    counted_over: str = ""
    part_of: str = ""
    unknown_words: str = ""
    whole: str = ""
    task_group: str = ""
    task: str = ""
    fills_up: bool = False
    age_named: bool = True
    undefined_words: tuple[str, ...] = ()
    reading: str = ""
    counts_en: str = ""
    reading_en: str = ""
    decided_by: str = ""
    baseline: str = ""
    owner: str = ""
    data_source: str = ""
    last_year: int = 2030

    def _value(self, year: int, area: str) -> Value | None:
        fitting = [v for v in self.values if v.year in (year, None)]
        urban = [v for v in fitting if v.area and v.area == (area or "rural")]
        chosen = urban or [v for v in fitting if not v.area]
        return chosen[0] if chosen else None

    def target(self, year: int, area: str = "") -> Target | None:
        """What binds in a year on a unit of this area; None where the plan names nothing for it."""
        if year > self.last_year:
            return None
        value = self._value(MIDTERM if year <= MIDTERM else self.last_year, area)
        return value.read if value else None

    def path(self, year: int, area: str = "") -> Decimal | None:
        """The straight line from the 2025 value to the last year's, for the years between; None outside."""
        start, end = self._value(MIDTERM, area), self._value(self.last_year, area)
        if not start or not end or not MIDTERM <= year <= self.last_year:
            return None
        share = Decimal(year - MIDTERM) / Decimal(self.last_year - MIDTERM)
        return start.read.value + (end.read.value - start.read.value) * share

    @property
    def every_year(self) -> bool:
        return any(v.year is None for v in self.values)


@dataclass(frozen=True)
class Part:
    """An objective, a target or a group of tasks: number, text and what hangs on it."""

    number: str
    text: str
    label: str = ""
    label_en: str = ""
    objective: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan."""

    head: Mapping[str, Any]
    setting: Mapping[str, Any]
    objectives: tuple[Part, ...]
    targets: tuple[Part, ...]
    measures: tuple[Measure, ...]
    task_groups: tuple[Part, ...]
    funding: Mapping[str, Any]
    implementation: Mapping[str, Any]
    lines: LineIndex = field(repr=False)

    @property
    def title(self) -> str:
        return str(self.head.get("title", ""))

    @property
    def period(self) -> tuple[int, int]:
        first, last = self.head.get("period", (2021, 2030))
        return first, last

    def line_of(self, table: str, key: str) -> int:
        """The line of a key in a table that stands once; the table's own, or the first, where there is none."""
        return self.lines.key(self.lines.of(table, 0), key) or 1

    def measure(self, code: str) -> Measure:
        """Raises KeyError for a line the plan does not have."""
        return {m.code: m for m in self.measures}[code]

    def measures_of(self, objective: str) -> list[Measure]:
        """The measurable lines of an objective, in the plan's order."""
        numbers = {t.number for t in self.targets if t.objective == objective}
        return [m for m in self.measures if m.target_number in numbers]


def builtin_text() -> str:
    return BUILTIN.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def builtin() -> PlanDocument:
    """The plan of xã Hoằng Trung, 2021-2030."""
    return parse(builtin_text())


def load(path: Path) -> PlanDocument:
    """Read a plan file. Raises PlanError with a sentence and a line number."""
    return parse(read_text(path))


def read_text(path: Path) -> str:
    """A plan file's text. Raises PlanError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PlanError(f"Không thấy tệp kế hoạch {path}. Hãy kiểm tra lại đường dẫn.") from None
    except UnicodeDecodeError:
        raise PlanError(f"Tệp {path.name} không phải UTF-8. Hãy lưu lại với mã UTF-8.") from None
    except OSError as error:
        raise PlanError(f"Không mở được tệp {path}: {error.strerror}.") from None


def parse(text: str) -> PlanDocument:
    """Parse a plan file's text. Raises PlanError with a sentence and a line number."""
    index = LineIndex(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"Tệp kế hoạch sai cú pháp (dòng {_place(str(error), text)}). Hãy sửa dòng đó.") from None
    if fault := shape.first_fault(data, index):
        raise PlanError(fault)
    if not data.get("measure"):
        raise PlanError("Tệp kế hoạch không có dòng chỉ tiêu nào ([[measure]]), nên chưa dùng được. Dòng 1.")
    last = data.get("plan", {}).get("period", (2021, 2030))[1]
    measures = tuple(_measure(m, n, index, last) for n, m in enumerate(data["measure"]))
    return PlanDocument(
        data.get("plan", {}), data.get("setting", {}), _parts(data, "objective"), _parts(data, "target"), measures,
        _parts(data, "task_group"), data.get("funding", {}), data.get("implementation", {}), index)


def _place(message: str, text: str) -> int:
    """The line that the parser names; the last one where the file ends too early."""
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else max(len(text.splitlines()), 1)


def _parts(data: Mapping[str, Any], name: str) -> tuple[Part, ...]:
    return tuple(Part(str(p.get("number", "")), str(p.get("text", p.get("title", ""))), str(p.get("label", "")),
                      str(p.get("label_en", "")), str(p.get("objective", "")), tuple(p.get("items", ())))
                 for p in data.get(name, ()))


_TEXTS = ("code", "label", "label_en", "counts", "unit", "noun", "better", "text", "counted_from", "counted_over",
          "part_of", "unknown_words", "whole", "task_group", "task", "reading", "counts_en", "reading_en",
          "decided_by", "baseline", "owner", "data_source")


def _measure(data: Mapping[str, Any], n: int, index: LineIndex, last: int) -> Measure:
    line = index.of("measure", n)
    if not data.get("code") or data.get("unit") not in UNITS:
        what = "thiếu mã (code)" if not data.get("code") else f"có đơn vị “{data.get('unit')}” không dùng được"
        raise PlanError(f"Dòng {line}: chỉ tiêu {what}. Đơn vị dùng được: {', '.join(UNITS)}.")
    values = tuple(_value(v, index.of("measure.value", n, k) or line)
                   for k, v in enumerate(data.get("value", ())))
    texts = {name: str(data[name]) for name in _TEXTS if name in data}
    texts.setdefault("label", texts.get("text", texts["code"]))
    for name in ("label_en", "counts", "noun", "better", "text"):
        texts.setdefault(name, "")
    return Measure(target_number=str(data.get("target", "")), values=values, line=line, last_year=last,
                   fills_up=bool(data.get("fills_up", False)), age_named=bool(data.get("age_named", True)),
                   undefined_words=tuple(data.get("undefined_words", ())), **texts)


def _value(data: Mapping[str, Any], line: int) -> Value:
    operator, year = data.get("operator"), data.get("year")
    if operator not in OPERATORS:
        raise PlanError(f"Dòng {line}: toán tử “{operator}” không dùng được. Hãy dùng một trong < <= = >= >.")
    if year != "every" and not isinstance(year, int):
        raise PlanError(f"Dòng {line}: năm “{year}” không đọc được. Hãy viết số năm hoặc \"every\" (mỗi năm).")
    value = _decimal(data.get("value"), line)
    read = Target(str(data.get("read_operator", operator)), _decimal(data.get("read_value", data.get("value")), line))
    return Value(None if year == "every" else year, str(operator), value, str(data.get("text", "")),
                 str(data.get("area", "")), read, line)


def _decimal(value: Any, line: int) -> Decimal:
    try:
        return Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        raise PlanError(f"Dòng {line}: mức “{value}” không phải số.") from None
