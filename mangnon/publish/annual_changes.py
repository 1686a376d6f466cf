"""What differs between two versions of a report: the lines whose figures changed, old beside new. Pure."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIGURES = ("numerator", "denominator", "unknown", "target")


@dataclass(frozen=True)
class Change:
    """A line that says something else now. old, new: count and value as shown."""

    code: str
    label: str
    old: str
    new: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The lines whose count, unknown or goal differs, in the plan's order; lines only one of them has count too."""
    old, new = ({line["code"]: line for line in content["lines"]} for content in (before, after))
    found = []
    for code in dict.fromkeys([*old, *new]):
        a, b = old.get(code), new.get(code)
        if a is None or b is None or any(a[name] != b[name] for name in FIGURES):
            found.append(Change(code, (b or a or {})["label"], _shown(a), _shown(b)))
    return found


def _shown(line: Mapping[str, Any] | None) -> str:
    if line is None:
        return "–"
    parts = [line["value"]]
    if "/" in line["count"]:
        parts.insert(0, line["count"])
    if line["unknown"]:
        parts.append(f"{line['unknown']} chưa rõ")
    return ", ".join(parts)
