"""How far the cells of a workbook reach, told from its parts before anything opens them. Pure.

Whoever opens a sheet lays out its whole rectangle, up to the farthest cell that says something: one stray cell in the
last corner takes more memory than there is. Cells that are only coloured say nothing and do not count.
"""
from __future__ import annotations

import re
import struct
from functools import lru_cache
from typing import IO

MOST_COLUMNS, MOST_ROWS = 256, 100_000
AROUND = 500
"""Rows that may stand around the data: letterhead, headings, sums, signatures."""
MOST_CELLS = 4_000_000
"""All rectangles of a workbook together; opened, as many cells take 420 MB."""
CHUNK = 1 << 20
KEPT = 1 << 16
"""Bytes of a piece that are looked at again with the next one, so that no border hides a cell."""
_LETTERS = 3
"""Of the last column that a spreadsheet has, XFD."""
_PLAIN = re.compile(rb'r="([A-Za-z]+)(\d+)"')
_WRITTEN_OTHERWISE = [re.compile(pattern) for pattern in (
    rb"r(?:\s+=|=\s|=')", rb"<c(?:[>/\t\r\n]| (?!r=\")[\s\S]{3})", rb":c[\s>/]")]
"""Anything but <c r="A1": searched one by one, which is ten times faster."""
_ATTRIBUTE = rb"""\s+(?:t="n"|(?!t=)[\w:]+="[^"<>]*")"""
_CELL = re.compile(
    rb"""\sr\s*=\s*["']\s*([A-Za-z]+)(\d+)\s*["'](?!(?:\s+[\w:]+="[^"<>]*")*\s*(?:/>|>\s*</c>)|"""
    rb"(?:" + _ATTRIBUTE + rb")*\s*><v(?:\s*/>|></v>)</c>)")
"""The place of a cell, unless nothing stands in it."""
_ROW_OR_CELL = re.compile(rb"""<(?:\w+:)?(?:(row)\b(?:[^<>]*?\sr\s*=\s*["']\s*(\d+))?|c(?=[\s/>])(?![^<>]*\sr\s*=))""")
"""A row, or a cell that does not tell its place and stands behind the one before."""


_OLD_START = 0x0809
_OLD_CELLS = frozenset((0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
"""Records of the old format: the begin of a sheet, and cells with something in them."""


class TooFar(Exception):
    """A cell stands farther away than is read."""


def plain_extent(part: IO[bytes]) -> int | None:
    """The cells of the rectangle that holds everything, coloured cells too; None where a closer look is needed."""
    rest, width, height = b"", 0, 0
    while piece := part.read(CHUNK):
        data = rest + piece.replace(b"\0", b"")
        if any(pattern.search(data) for pattern in _WRITTEN_OTHERWISE):
            return None
        found = set(_PLAIN.findall(data))
        width = max([width, *map(_column, {letters for letters, _ in found})])
        height = max([height, *map(int, {digits for _, digits in found})])
        if width > MOST_COLUMNS or height > MOST_ROWS + AROUND:
            return None
        rest = data[-64:]
    return width * height


def extent(part: IO[bytes]) -> int:
    """The cells of the rectangle that holds all cells with something in them. Raises TooFar."""
    rest, width, height, unplaced = b"", 0, 0, _Unplaced()
    while True:
        piece = part.read(CHUNK).replace(b"\0", b"")
        data = rest + piece
        border = max(0, len(data) - KEPT) if piece else len(data)
        for cell in _CELL.finditer(data):
            if cell.start() < border:
                width, height = max(width, _column(cell[1])), max(height, int(cell[2]))
        for tag in _ROW_OR_CELL.finditer(data):
            if tag.start() < border:
                unplaced.add(tag)
        if not piece:
            break
        rest = data[border:]
    if unplaced.most:
        width, height = width + unplaced.most, max(height, unplaced.row)
    if width > MOST_COLUMNS or height > MOST_ROWS + AROUND:
        raise TooFar
    return width * height


def old_extent(stream: bytes) -> int:
    """The cells of all rectangles of an old workbook, by the records of its sheets; a stream cut off ends there."""
    at, total, width, height = 0, 0, 0, 0
    while at + 8 <= len(stream):
        kind, length, row, column = struct.unpack_from("<HHHH", stream, at)
        if kind in _OLD_CELLS:
            width, height = max(width, column + 1), max(height, row + 1)
        elif kind == _OLD_START:
            total, width, height = total + width * height, 0, 0
        at += 4 + length
    return total + width * height


class _Unplaced:
    """Cells that do not tell their place. row: the last row.  most: how many stand in one row at most."""

    def __init__(self) -> None:
        self.row = self.most = self._here = 0

    def add(self, tag: re.Match[bytes]) -> None:
        if tag[1]:
            self.row, self._here = max(self.row + 1, int(tag[2] or 0)), 0
        else:
            self._here += 1
            self.most = max(self.most, self._here)


@lru_cache(maxsize=4096)
def _column(letters: bytes) -> int:
    """A is 1, AA is 27; more letters than a column has are one far away."""
    if len(letters) > _LETTERS:
        return MOST_COLUMNS + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
