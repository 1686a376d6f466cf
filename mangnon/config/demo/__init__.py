"""The demonstration commune: an invented register in the exchange format. Nobody in it exists."""
from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from .commune import Commune
from .development import add_development
from .doses import add_doses
from .families import add_families
from .growth import add_growth
from .households import add_households
from .incidents import add_incidents
from .programme import add_programme
from .protection import add_protection
from .school import add_school
from .units import add_units

Tables = dict[str, list[dict[str, str]]]
SEED = 2030
CHILDREN = 1910
"""Children under 16 who live in a commune of size 1."""


def generate(today: dt.date, seed: int = SEED, size: float = 1.0) -> Tables:
    """Return the rows of every file as text cells, up to a day. size: 1 is about 1,900 children today."""
    commune = Commune(today, seed, size)
    # Who lives here, then what befell them: school and carers follow from the circumstances.
    for add in (add_families, add_units, add_protection, add_households, add_growth, add_doses, add_development,
                add_school, add_incidents, add_programme):
        add(commune)
    return commune.tables


def generate_large(children: int, today: dt.date = dt.date(2025, 9, 30), seed: int = SEED) -> Tables:
    """Return a commune with about so many children under 16 and some thirty rows a child (more with a later day)."""
    return generate(today, seed, children / CHILDREN)


def write(folder: Path, today: dt.date, seed: int = SEED, size: float = 1.0) -> Path:
    """Write the register as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in generate(today, seed, size).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
