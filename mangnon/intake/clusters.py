"""Rows of one list that describe the same child whom the register lacks."""
from __future__ import annotations

import uuid
from typing import Any

from .items import own_id
from .read_list import ReadRow


class Clusters:
    """Rows of one list that describe the same new child share her id: a child who stands twice is made once."""

    def __init__(self, batch: uuid.UUID, sheet: str) -> None:
        self.batch, self.sheet = batch, sheet
        self._seen: dict[tuple[str, str], list[Any]] = {}

    def id_of(self, row: ReadRow) -> str:
        described = row.answer.described if row.answer else None
        if described is None or not described.birth.full or not described.name.words:
            return own_id(self.batch, "row", self.sheet, str(row.line.number))
        birth = described.birth
        key = (described.name.key, f"{birth.year}-{birth.month}-{birth.day}")
        alike = self._seen.setdefault(key, [])
        for n, other in enumerate(alike):
            if not _parted(described, other):
                return own_id(self.batch, "child", *key, str(n))
        alike.append(described)
        return own_id(self.batch, "child", *key, str(len(alike) - 1))


def _parted(a: Any, b: Any) -> bool:
    """Whether two of one name and birthday are plainly two: other mothers, other numbers."""
    return bool((a.mother.words and b.mother.words and a.mother.plain != b.mother.plain)
                or (a.number and b.number and a.number != b.number))
