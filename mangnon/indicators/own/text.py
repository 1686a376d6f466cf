"""Where each value of a definition stands in its text: so that a fault is said at its line, and one value can change.

The text stays the person's own, with its remarks: a changed value is put in place of the old one, nothing is rewritten.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

_TOKEN = re.compile(r"""(?P<remark>\#[^\n]*)|(?P<long>\"{3}|'{3})|(?P<text>"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
                    r"""|(?P<mark>[\[\]{},=])|(?P<line>\n)|(?P<space>[ \t\r]+)"""
                    r"""|(?P<word>[^\s\[\]{},="'#]+)|(?P<other>.)""")


@dataclass(frozen=True)
class Leaf:
    """One value. path: keys and places down to it.  line: from 1.  start, end: its characters in the text."""

    path: Path
    value: Any
    line: int
    start: int
    end: int


def leaves(text: str, data: Mapping[str, Any]) -> list[Leaf]:
    """Every value of a parsed text in its order; empty where the text is written in a way we do not follow."""
    spans, values = list(_spans(text)), list(_walk(data, ()))
    if len(spans) != len(values):
        return []
    return [Leaf(path, value, text.count("\n", 0, start) + 1, start, end)
            for (path, value), (start, end) in zip(values, spans, strict=True)]


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _walk(inner, (*path, n))
    else:
        yield path, value


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The characters of each value in the order of the text: a word before an equals sign is a key, not a value."""
    depth, begun, waiting, header = 0, True, None, False
    for found in _TOKEN.finditer(text):
        kind, sign = found.lastgroup, found.group()
        if kind in ("remark", "space"):
            continue
        if kind == "line":
            header, begun = False, depth == 0
            continue
        if header:
            continue
        if sign == "[" and begun and depth == 0:
            header = True
            continue
        begun = False
        if sign == "=":
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if kind in ("text", "word"):
            waiting = found.span()
        elif kind in ("long", "other"):
            return
        else:
            depth += (sign in "[{") - (sign in "]}")
    if waiting is not None:
        yield waiting


def line_of(found: list[Leaf], path: Path) -> int:
    """The line of what stands at a path: its first value, else the value before; 1 where nothing is known."""
    for leaf in found:
        if leaf.path[:len(path)] == path:
            return leaf.line
    return line_of(found, path[:-1]) if len(path) > 1 else 1


def replaced(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    """The text with other words in place of these characters."""
    for (start, end), words in sorted(changes.items(), reverse=True):
        text = text[:start] + words + text[end:]
    return text


def written(value: Any) -> str:
    """A value as the text has it: a whole number, or words between quotes. Raises ValueError for what has none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)
    if isinstance(value, int):
        return str(value)
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
