"""On which line of a TOML file a table or a key stands: tomllib does not tell. Pure."""
from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")


class LineIndex:
    """Lines of headers and keys, in order.

    An inner array table ("measure.value") is counted anew within each table of its parent.
    """

    def __init__(self, text: str) -> None:
        self._at: dict[tuple[str, tuple[int, ...]], int] = {}
        self._keys: dict[tuple[int, str], int] = {}
        self.entries: list[tuple[int, str, str]] = []
        """(line, table name, key) of every key."""
        counts: dict[str, int] = {}
        name, header, quoted = "", 0, False
        for number, line in enumerate(text.splitlines(), start=1):
            # A line inside a text of several lines is no key, whatever it looks like.
            was_quoted, quoted = quoted, quoted ^ ((line.count('"""') + line.count("'''")) % 2 == 1)
            if was_quoted:
                continue
            found = _HEADER.match(line)
            if found:
                name, header = found[2], number
                self._open(name, counts, number)
            elif key := _KEY.match(line):
                self._keys.setdefault((header, key[1]), number)
                self.entries.append((number, name, key[1]))

    def _open(self, name: str, counts: dict[str, int], number: int) -> None:
        counts[name] = counts.get(name, -1) + 1
        for inner in [k for k in counts if k.startswith(name + ".")]:
            counts[inner] = -1
        path = name.split(".")
        place = tuple(max(counts.get(".".join(path[: n + 1]), 0), 0) for n in range(len(path)))
        self._at.setdefault((name, place), number)

    def of(self, name: str, *place: int) -> int:
        """The line of a table's header, 0 where there is none."""
        return self._at.get((name, place), 0)

    def key(self, header: int, key: str) -> int:
        """The line of a key below a header; the header's own line where the key is not there."""
        return self._keys.get((header, key), header)
