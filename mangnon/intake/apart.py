"""Read an old .xls workbook in a process of its own: its parser may fall over a damaged file and take us with it.

``python -m mangnon.intake.apart FILE`` prints the sheets as JSON; days are {"d": "2026-11-23"}.
"""
from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .extent import MOST_CELLS, TooFar

SECONDS = 20


MOST_MEMORY = 1 << 30
"""Bytes of address space: a damaged file that asks for more has ended the process, not the server."""
TOO_FAR = 3
"""The code with which the process ends over sheets too large to be laid out."""


class Fell(Exception):
    """The parser fell over the file, or took too long."""


def sheets(path: Path) -> list[dict[str, Any]]:
    """The sheets of a workbook: {"name", "rows", "merged"}. Raises Fell, or TooFar."""
    try:
        done = subprocess.run([sys.executable, "-m", __name__, str(path)], capture_output=True,  # noqa: S603 - ourselves
                              timeout=SECONDS, check=False)
        if done.returncode == TOO_FAR:
            raise TooFar
        done.check_returncode()
        return json.loads(done.stdout, object_hook=_day)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Fell from error


def _day(found: dict[str, Any]) -> Any:
    return dt.date.fromisoformat(found["d"]) if set(found) == {"d"} else found


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"d": value.date().isoformat()}
    return {"d": value.isoformat()} if isinstance(value, dt.date) else str(value)


def main() -> None:
    """Print the workbook named on the command line."""
    from python_calamine import CalamineWorkbook

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    book = CalamineWorkbook.from_path(sys.argv[1])
    found: list[dict[str, Any]] = []
    cells = 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            sys.exit(TOO_FAR)
        found.append({"name": name, "rows": sheet.to_python(skip_empty_area=False),
                      "merged": sheet.merged_cell_ranges or []})
    json.dump(found, sys.stdout, default=_plain)


if __name__ == "__main__":
    main()
