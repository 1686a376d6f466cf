"""Where a preview shows a row, and what of it waits to be written. Pure."""
from __future__ import annotations

from typing import Any

TABS = ("thay-doi", "can-xem", "moi", "khop", "tu-choi", "bo-qua")
"""The tabs of a preview, in the order in which a person works through them."""


def is_due(one: dict[str, Any]) -> bool:
    """Whether an item is to be written: taken, and not written yet."""
    return bool(one["tick"] and not one.get("done"))


def settle(row: Any) -> None:
    """Note where a preview shows a row and what of it waits; call when its items, decision or state changed."""
    row.tab = tab_of(row)
    due = [one for one in row.items if is_due(one)] if row.state != "all" else []
    new = any(one["table"] == "children" and one["add"] for one in due)
    row.due = "new" if new else "changed" if due else ""


def tab_of(row: Any) -> str:
    """Which tab a row stands under."""
    if row.result == "review" and not row.decision:
        return "can-xem"
    if row.result == "refused":
        return "tu-choi"
    if row.result == "skipped" or row.decision == "skip":
        return "bo-qua"
    if row.decision == "new" or (row.result == "new" and row.decision != "same"):
        return "moi"
    return "thay-doi" if row.items else "khop"
