"""The shape a plan file must have before it can be read: tables where tables stand, lists where lists. Pure."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .lines import LineIndex

TABLES = ("plan", "setting", "funding", "implementation")
LISTS_OF_TABLES = ("objective", "target", "measure", "task_group")
LISTS = {"objective": (), "target": (), "measure": ("undefined_words",), "task_group": ("items",),
         "plan": ("village_names", "basis", "purposes", "requirements", "general_objectives", "scope")}


def first_fault(data: Mapping[str, Any], index: LineIndex) -> str:
    """The sentence, with its line, on the first thing that is of another shape; "" where all is in shape."""
    return next((f"Dòng {line}: {text}" for line, text in _faults(data, index)), "")


def _faults(data: Mapping[str, Any], index: LineIndex) -> Iterator[tuple[int, str]]:
    for name in TABLES:
        if not isinstance(data.get(name, {}), dict):
            yield index.key(0, name), f"“{name}” phải là một mục. Hãy viết [{name}] trên một dòng riêng."
    for name in LISTS_OF_TABLES:
        rows = data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            line = index.of(name, 0) or index.key(0, name)
            yield line, f"“{name}” phải là các mục. Hãy viết [[{name}]] trước mỗi mục."
            return
        for n, row in enumerate(rows):
            yield from _lists(row, LISTS[name], index.of(name, n), index)
    for n, measure in enumerate(data.get("measure", [])):
        values = measure.get("value", [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            yield index.of("measure.value", n, 0) or index.key(index.of("measure", n), "value"), (
                "“value” phải là các mục. Hãy viết [[measure.value]] trước mỗi mức.")
    head = data.get("plan", {})
    if isinstance(head, dict):
        yield from _lists(head, LISTS["plan"], index.of("plan", 0), index)
        if "period" in head and not _is_period(head["period"]):
            yield index.key(index.of("plan", 0), "period"), (
                "kỳ kế hoạch (period) phải là hai năm. Hãy viết như period = [2021, 2030].")


def _lists(row: Mapping[str, Any], names: tuple[str, ...], header: int, index: LineIndex) -> Iterator[tuple[int, str]]:
    for name in names:
        if not isinstance(row.get(name, []), list):
            yield index.key(header, name), f"“{name}” phải là một danh sách. Hãy viết như {name} = [\"…\", \"…\"]."


def _is_period(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(year) is int for year in value)
