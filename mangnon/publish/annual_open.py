"""What is still open in a report before its figures are frozen. Pure; nothing here forbids freezing.

The officer sees it once more, in the order of the paper, and decides.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .annual_text import CLOSING
from .annual_words import NO_DATA, NOT_MET


@dataclass(frozen=True)
class Open:
    """One kind of thing that is open. runs_to: last day counted of a year that is not over.  rows: key and title."""

    kind: str
    rows: Sequence[tuple[str, str]] = ()
    runs_to: dt.date | None = None


def still_open(content: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> list[Open]:
    """Lines without figures, missed ones nobody has explained, strange numbers, empty parts, a year not over."""
    lines, parts = content["lines"], {part["key"]: part for part in said}
    found = []
    if content["head"].get("running"):
        found.append(Open("running", runs_to=dt.date.fromisoformat(content["head"]["as_of"])))
    found += [Open("no_data", [(line["code"], line["label"]) for line in lines if line["state"] == NO_DATA]),
              Open("unexplained", [(line["code"], line["label"]) for line in lines if _unexplained(line, parts)]),
              Open("strange", [(part["key"], part["title"]) for part in said if part["strange"]]),
              Open("empty", [(part["key"], part["title"]) for part in said
                             if part["key"] in ("mo-dau", *CLOSING) and not part["text"].strip()])]
    if not content["head"]["signer"]:
        found.append(Open("unsigned", [("", "")]))
    return [point for point in found if point.rows or point.runs_to]


def _unexplained(line: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> bool:
    """A missed line with no reason in the register, whose words nobody has touched, here or among the shortfalls."""
    if line["state"] != NOT_MET or line.get("reason"):
        return False
    if parts[line["code"]]["edited"]:
        return False
    mark, shortfalls = f"(dòng {line['code']})", parts["han-che"]
    drafted = set(shortfalls["drafted"].splitlines())
    return not any(mark in text and text not in drafted for text in shortfalls["text"].splitlines())
