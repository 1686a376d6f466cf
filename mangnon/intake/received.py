"""Files that a person sends by the page: laid into a private folder as the exchange format names them. Pure."""
from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from mangnon.registry.exchange import TABLES

MOST = 300 * 1024 * 1024
"""Bytes of all files together, unpacked: four times a commune of 2,000 children."""
STEMS = {Path(table.file).stem for table in TABLES}
ENDINGS = (".csv", ".parquet")


class TooMuch(Exception):
    """More than a register can be; nothing is kept of it."""


def lay_out(sent: Iterable[Any], room: Path) -> tuple[list[str], list[str]]:
    """Copy known files into ``room``. Returns names (taken, left out); a .zip is opened, folders in it do not matter.

    sent: open files with a name. Only the last part of a name counts, and only names of the exchange format, so a name
    reaches nowhere else. Raises TooMuch, zipfile.BadZipFile.
    """
    taken: list[str] = []
    strange: list[str] = []
    left = MOST
    for file in sent:
        if _ending(file.name) == ".zip":
            with zipfile.ZipFile(file) as pack:
                for entry in pack.infolist():
                    if not entry.is_dir():
                        with pack.open(entry) as inner:
                            left = _lay(inner, entry.filename, room, left, taken, strange)
        else:
            left = _lay(file, file.name, room, left, taken, strange)
    return taken, strange


def _ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def _lay(source: Any, name: str, room: Path, left: int, taken: list[str], strange: list[str]) -> int:
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, ending = last[:last.rfind(".")].lower(), _ending(name)
    if stem not in STEMS or ending not in ENDINGS:
        strange.append(last)
        return left
    with (room / f"{stem}{ending}").open("wb") as target:
        while block := source.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise TooMuch
            target.write(block)
    taken.append(f"{stem}{ending}")
    return left


def forget(room: Path) -> None:
    """Nothing of what was sent stays."""
    shutil.rmtree(room, ignore_errors=True)
