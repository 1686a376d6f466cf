"""As much of the old Excel container as tells whether a workbook is locked, linked or holds macros. Pure.

Source: [MS-CFB] for the container, [MS-XLS] for the records FILEPASS, SUPBOOK and BOUNDSHEET8.
"""
from __future__ import annotations

import struct

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
FILEPASS, SUPBOOK, BOUNDSHEET, EOF = 0x002F, 0x01AE, 0x0085, 0x000A
MACRO_SHEETS = (0x01, 0x06)


class BadOle(Exception):
    """The container is damaged."""


class Ole:
    """An OLE container. names: of all its streams and storages."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._read_header()
            entries = self._chain_bytes(self._first_directory)
            self.streams = dict(self._entries(entries))
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise BadOle from error

    @property
    def names(self) -> list[str]:
        return list(self.streams)

    def _read_header(self) -> None:
        if len(self.data) < 512:
            raise BadOle
        self.size = 1 << struct.unpack_from("<H", self.data, 30)[0]
        if self.size not in (512, 4096):
            raise BadOle
        self._first_directory = struct.unpack_from("<I", self.data, 48)[0]
        self._small = struct.unpack_from("<I", self.data, 56)[0]
        self._first_mini = struct.unpack_from("<I", self.data, 60)[0]
        sectors = [s for s in struct.unpack_from("<109I", self.data, 76) if s < END]
        following, count = struct.unpack_from("<II", self.data, 68)
        while following < END and count:
            block = self._sector(following)
            numbers = struct.unpack(f"<{self.size // 4}I", block)
            sectors += [s for s in numbers[:-1] if s < END]
            following, count = numbers[-1], count - 1
        table = b"".join(self._sector(s) for s in sectors)
        self._fat = struct.unpack(f"<{len(table) // 4}I", table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        found = self.data[start:start + self.size]
        if not found:
            raise BadOle
        return found.ljust(self.size, b"\0")

    def _chain_bytes(self, first: int) -> bytes:
        found, seen, here = [], 0, first
        while here < END:
            found.append(self._sector(here))
            here = self._fat[here]
            seen += 1
            if seen > len(self._fat):
                raise BadOle
        return b"".join(found)

    def _entries(self, directory: bytes) -> list[tuple[str, tuple[int, int]]]:
        found = []
        self._root = (END, 0)
        for at in range(0, len(directory), 128):
            entry = directory[at:at + 128]
            length, kind = struct.unpack_from("<H", entry, 64)[0], entry[66]
            if kind == 0 or length < 2:
                continue
            place = struct.unpack_from("<II", entry, 116)
            if kind == 5:
                self._root = place
            found.append((entry[:length - 2].decode("utf-16-le"), place))
        return found

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises BadOle."""
        first, length = self.streams[name]
        try:
            if length >= self._small:
                return self._chain_bytes(first)[:length]
            return self._small_stream(first)[:length]
        except (struct.error, IndexError) as error:
            raise BadOle from error

    def _small_stream(self, first: int) -> bytes:
        room, table = self._chain_bytes(self._root[0]), self._chain_bytes(self._first_mini)
        following = struct.unpack(f"<{len(table) // 4}I", table)
        found, here, seen = [], first, 0
        while here < END:
            found.append(room[here * 64:here * 64 + 64])
            here, seen = following[here], seen + 1
            if seen > len(following):
                raise BadOle
        return b"".join(found)

    def workbook_facts(self, name: str) -> set[str]:
        """What the globals of a workbook say: "encrypted", "linked", "macro". Raises BadOle where they are cut off."""
        data, at, facts = self.stream(name), 0, set[str]()
        while at + 4 <= len(data):
            kind, length = struct.unpack_from("<HH", data, at)
            body = data[at + 4:at + 4 + length]
            if len(body) < length:
                raise BadOle
            if kind == FILEPASS:
                return {"encrypted"}
            if kind == SUPBOOK and length > 4 and body[2:4] not in (b"\x01\x04", b"\x01\x3a"):
                facts.add("linked")
            if kind == BOUNDSHEET and length > 5 and body[5] in MACRO_SHEETS:
                facts.add("macro")
            at += 4 + length
            if kind == EOF:
                return facts
        raise BadOle
