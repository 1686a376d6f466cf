"""The demonstration commune: an invented register in the exchange format. Nobody in it exists."""
from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from .commune import Commune
from .health import add_health
from .people import add_people
from .programme import add_programme
from .protection import add_protection
from .school import add_school
from .units import add_units

Tables = dict[str, list[dict[str, str]]]


def generate(today: dt.date, seed: int = 2030, size: float = 1.0) -> Tables:
    """Return the rows of every file as text cells, up to a day. size: 1 is about 1,900 children today."""
    commune = Commune(today, seed, size)
    add_units(commune)
    add_people(commune)
    add_health(commune)
    add_school(commune)
    add_protection(commune)
    add_programme(commune)
    return commune.tables


def write(folder: Path, today: dt.date, seed: int = 2030, size: float = 1.0) -> Path:
    """Write the register as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in generate(today, seed, size).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder
