"""Work that follows from time alone: one file a group of steps, found by being in this folder."""
from __future__ import annotations

import pkgutil
from importlib import import_module

from .step import Step


def steps() -> list[Step]:
    """Every step, in the order of the files and within them."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name[1:2] == "_")
    return [step for name in modules for step in import_module(f"{__name__}.{name}").STEPS]
