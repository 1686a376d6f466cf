"""Kinds of lists: one file each, found by being in this folder."""
from __future__ import annotations

import pkgutil
from importlib import import_module

from mangnon.intake.list_kind import ListKind


def kinds() -> dict[str, ListKind]:
    """Every kind by its name."""
    found = [import_module(f"{__name__}.{module.name}").LIST for module in pkgutil.iter_modules(__path__)]
    return {kind.name: kind for kind in found}
