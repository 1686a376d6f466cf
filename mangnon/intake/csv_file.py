"""Read a CSV file as offices save them: any of three separators, old single bytes, a quotation mark left open. Pure."""
from __future__ import annotations

import csv
import io
import re
from collections import Counter

from mangnon.core import old_text
from mangnon.core.names import fold

MARKS = ";\t,"
LOOKED_AT = 200
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_HEADING = re.compile(r"\b(?:ho va ten|ho ten|ho va chu dem|ho va dem|ten|ngay sinh)\b")


def rows(data: bytes) -> list[list[str]]:
    """The records of a file in its order, cells as typed; old encodings stand as single bytes. Raises csv.Error."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = (not wide and old_text.from_windows_1258(data)) or old_text.read(data)[0]
    mark = separator(text)
    csv.field_size_limit(1 << 20)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    width = max((len(row) for row in found[:LOOKED_AT]), default=0)
    least = 0 if text.count('"') % 2 else max(2, width - 1)
    return _line_by_line(text, mark) if any(_swallows(row, mark, least) for row in found) else found


def separator(text: str) -> str:
    """What parts the cells: as a line "sep=;" says, else what parts the heading most, else most lines alike."""
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]
    if lines and (said := _SAID.fullmatch(lines[0])):
        return said[1]
    heading = next((line for line in lines if _HEADING.search(fold(line)) and max(map(line.count, MARKS)) > 1), "")
    if heading:
        return max(MARKS, key=lambda mark: len(_parted(heading, mark)))
    return max(MARKS, key=lambda mark: _evenly(lines, mark))


def _parted(line: str, mark: str) -> list[str]:
    return next(csv.reader([line], delimiter=mark), [])


def _evenly(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines part alike, and into how many cells: commas within addresses part each line otherwise."""
    counts = Counter(len(_parted(line, mark)) for line in lines)
    del counts[1]
    return max(((times, width) for width, times in counts.items()), default=(0, 0))


def _swallows(row: list[str], mark: str, least: int) -> bool:
    """Whether a cell holds whole lines of the table: a quotation mark before it was never closed.

    least: separators of a whole line where all marks are in pairs; an address of two lines has some too. 0: a mark
    stands alone.
    """
    least = least or max(2, (len(row) - 1) // 2)
    return any(line.count(mark) >= least for cell in row if "\n" in cell or "\r" in cell
               for line in cell.splitlines()[1:])


def _line_by_line(text: str, mark: str) -> list[list[str]]:
    """Each line is a record of its own; in a line with a quotation mark too many, the marks are letters."""
    return [[cell.strip().strip('"') for cell in line.split(mark)] if line.count('"') % 2 else _parted(line, mark)
            for line in text.splitlines()]
