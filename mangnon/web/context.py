"""What every page's header needs; rooms answer through hooks, so that this room knows none of them."""
from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mangnon.core import hooks


def house(request: HttpRequest) -> dict[str, Any]:
    """Return {"house": header facts, "nav": entries in order}."""
    if getattr(request, "user", None) is None:
        return {"house": {}, "nav": []}
    facts: dict[str, Any] = {}
    for part in hooks.header:
        facts.update(part(request))
    entries = [entry for source in hooks.nav for entry in source(request)]
    current = max((e for e in entries if _is_current(request.path, e)), key=lambda e: len(e["url"]), default=None)
    for entry in entries:
        # A page may lie below two entries' addresses; the longer one is where it belongs.
        entry["current"] = entry is current
    return {"house": facts, "nav": sorted(entries, key=lambda entry: entry["order"])}


def _is_current(path: str, entry: dict[str, Any]) -> bool:
    """under: where the pages of an entry lie whose own address is one of several beside each other."""
    return path == entry["url"] if entry.get("exact") else path.startswith(entry.get("under") or entry["url"])
