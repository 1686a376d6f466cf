"""Rules of data quality: one file an area, found by being in this folder. Each names children whose rows look wrong."""
from __future__ import annotations

import pkgutil
from importlib import import_module

from mangnon.intake.quality import Rule


def rules() -> list[Rule]:
    """Every rule, in the order of the files and within them."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [rule for name in modules for rule in import_module(f"{__name__}.{name}").RULES]
