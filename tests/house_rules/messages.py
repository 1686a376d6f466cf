"""Every word for the user, collected from templates and code: what the English catalogue must answer."""
from __future__ import annotations

import io
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "mangnon"
KEYWORDS = {"_": None, "_g": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
            "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def messages() -> set[str | tuple[str, ...]]:
    """msgids; a plural form as a tuple (singular, plural)."""
    found: set[str | tuple[str, ...]] = set()
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            found |= _in(path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("templates/**/*.html"):
        found |= _in(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
    return found


def _in(source: str) -> set[str | tuple[str, ...]]:
    made: set[str | tuple[str, ...]] = set()
    for _, _, text, _ in extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}):
        parts = tuple(t for t in text if t) if isinstance(text, tuple) else (text,)
        if parts:
            made.add(parts[0] if len(parts) == 1 else parts)
    return made
