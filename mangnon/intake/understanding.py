"""What a person once said of a source's columns, kept for the next time the same heading comes."""
from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from mangnon.core import audit, sequence
from mangnon.core.models import Owner

from .headings import Column, Heading
from .models import Understanding


def digest_of(headings: list[str]) -> str:
    """What makes two headings the same: their words, in their order."""
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def learnt(kind: str, source: str) -> Callable[[Heading], dict[str, list[Column]] | None]:
    """How to understand a heading that was corrected before; None for one that was not."""
    said = {row.headings: row.fields for row in Understanding.objects.filter(kind=kind, source=source)}

    def fields_of(heading: Heading) -> dict[str, list[Column]] | None:
        columns = [column for column in heading.columns if column.cells]
        fields = said.get(digest_of([column.heading for column in columns]))
        if fields is None:
            return None
        by_at = {column.at: column for column in columns}
        return {name: [by_at[at] for at in places] for name, places in fields.items()}

    return fields_of


def remember(kind: str, source: str, headings: list[str], fields: dict[str, list[int]], *, by: Any) -> None:
    """Keep a correction. fields: field to the positions of its columns."""
    row, made = Understanding.objects.get_or_create(
        commune_id=Owner.current().id, kind=kind, source=source, headings=digest_of(headings),
        defaults={"fields": fields, "seq": sequence.take()})
    if not made:
        row.fields, row.seq = fields, sequence.take()
        row.save(update_fields=["fields", "seq"])
    audit.record(by, "correct", "intake.Understanding", row.pk, fields=sorted(fields))
