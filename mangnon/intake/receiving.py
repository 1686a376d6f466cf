"""A list comes in: the file is kept, understood and laid out row by row with what each would change."""
from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from mangnon.core import audit, bulk, clock, sequence
from mangnon.core.models import Owner

from . import guessing
from .blank import INSTRUCTIONS
from .clusters import Clusters
from .gateway.asking import child_of, note_answer
from .known import known_children
from .laid import COLUMNS, LaidRow, values_of
from .list_kind import ListKind
from .list_reading import read_list
from .lists import kinds
from .models import ListFile, ListImport, ListRow, State
from .place_lists import known_places, place_of
from .previewing import Seen, occasion_of, propose
from .read_list import ReadList, ReadRow, ReadSheet
from .received import forget
from .told import Told
from .understanding import learnt
from .workbook import Sheet, as_text, open_workbook, shown

CHUNK = 4000
"""Rows of a list that are laid out in one transaction."""
EXAMPLES = 3
UNSURE = "school_roll"
"""The kind that is shown where nothing speaks for one; the preview asks for it first."""
Progress = Callable[[int, int], None]
Listen = Callable[[ReadSheet, ReadRow, Told | None], None]


def unasked(name: str) -> tuple[str, str]:
    """A list of children asks for no place."""
    return "", ""


def quiet(done: int, of: int) -> None:
    """Progress that nobody is told."""


def unheard(sheet: ReadSheet, row: ReadRow, told: Told | None) -> None:
    """A row that nobody listens for."""


def receive(content: bytes, name: str, kind: str, *, by: Any, source: str = "", on: dt.date | None = None,
            school_year: str = "", progress: Progress = quiet) -> ListImport:
    """Understand a file and keep it with its preview; nothing of the register changes. Raises FileRefused.

    name: as the sender called it; only its ending and last part count.  source: exchange id of who sent it.
    """
    mark = sequence.last()
    found = understand(content, name, kinds()[kind], source=source, on=on, school_year=school_year)
    return lay_out(found, content, name, kind, progress=progress, by=by, source=source, on=on,
                   school_year=school_year, mark=mark)


def lay_out(found: ReadList, content: bytes, name: str, kind: str, *, progress: Progress = quiet,
            listen: Listen = unheard, **kept: Any) -> ListImport:
    """Keep a file with what was understood of it; the rows of ``found`` leave the memory.  kept: as ``keep``.

    listen: hears each row with what it says, before it goes.
    """
    with transaction.atomic():
        batch = keep(content, name, kind, **kept)
        fill = Filling(batch, found, listen)
        fill.next()
    fill.rest(progress)
    return batch


def keep(content: bytes, name: str, kind: str, *, by: Any, source: str = "", on: dt.date | None = None,
         school_year: str = "", mark: int = 0) -> ListImport:
    """Keep a file as it was sent, still to be read; call inside a transaction.

    mark: the last number of the server sequence when the register was looked at, if that was.
    """
    untouched = bool(mark) and sequence.last(hold=True) == mark
    batch = ListImport.objects.create(
        commune_id=Owner.current().id, seq=sequence.take(), kind=kind, file_name=Path(name).name, source=source,
        digest=hashlib.sha256(content).hexdigest(), on=on, school_year=school_year, by=audit.actor_of(by)[0],
        state=State.READING)
    batch.mark = batch.seq if untouched else 0
    ListFile.objects.create(batch=batch, content=content)
    audit.record(by, "receive", "intake.ListImport", batch.pk, digest=batch.digest, fields=[f"kind={kind}"])
    return batch


def guessed(content: bytes, name: str, kind: str, source: str, sources: Mapping[str, str]) -> tuple[str, str]:
    """Kind and sender of a file, read from it where they are ""; what cannot be told stays "". Raises FileRefused."""
    if kind and source:
        return kind, source
    sheets, stem = look(content, name), name.rpartition(".")[0]
    return (kind or guessing.kind_of(sheets, stem, kinds()), source or guessing.source_of(sheets, stem, sources))


def no_kind() -> str:
    """What a person is told where nothing speaks for one kind."""
    return gettext("Chưa đoán được đây là loại danh sách nào. Hãy chọn loại rồi bấm “Đọc lại”.")


def look(content: bytes, name: str) -> list[Sheet]:
    """The sheets of a file's bytes. Raises FileRefused."""
    with _laid_out(content, name) as file:
        return open_workbook(file)


@contextmanager
def _laid_out(content: bytes, name: str) -> Iterator[Path]:
    """The bytes as a file of a private folder that goes again."""
    settings.UPLOADS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=settings.UPLOADS_DIR))
    try:
        # The ending must be the sender's, for it is held against the content, and a .csv file names its only sheet.
        stem = re.sub(r"[^\w .-]", "_", Path(name).stem)[:60] or "tep"
        file = room / f"{stem}{Path(name).suffix.lower()}"
        file.write_bytes(content)
        yield file
    finally:
        forget(room)


def understand(content: bytes, name: str, kind: ListKind, *, source: str = "", on: dt.date | None = None,
               school_year: str = "") -> ReadList:
    """Read a file's bytes as a list of a kind, with what was learnt of this source. Raises FileRefused."""
    today = clock.today()
    with _laid_out(content, name) as file:
        return read_list(file, kind, known_children(today), today=today, on=on, facility=source,
                         school_year=school_year, learnt=learnt(kind.name, source),
                         place_of=partial(place_of, places=known_places()) if kind.subject == "place" else unasked,
                         refer=child_of)


def read_again(batch: ListImport, progress: Progress = quiet) -> None:
    """Understand the kept file anew, after the columns, the day or the place were corrected; decisions go.

    Raises FileRefused.
    """
    mark = sequence.last()
    found = understand(bytes(batch.file.content), batch.file_name, kinds()[batch.kind], source=batch.source,
                       on=batch.on, school_year=batch.school_year)
    with transaction.atomic():
        batch.mark = mark if sequence.last(hold=True) == mark else 0
        batch.rows.all().delete()
        batch.state = State.READING
        fill = Filling(batch, found)
        fill.next()
    fill.rest(progress)


class Filling:
    """Lays a list out, a portion at a time: rows that are kept leave the memory. A short list is one portion."""

    def __init__(self, batch: ListImport, found: ReadList, listen: Listen = unheard) -> None:
        self.batch, self.found, self._listen, self._seen = batch, found, listen, Seen()
        batch.sheets = [_sheet(sheet) for sheet in found.sheets]
        batch.skipped = [list(pair) for pair in (*found.skipped, *found.notes) if pair[0] != INSTRUCTIONS]
        for sheet in found.sheets:
            sheet.raw.rows = []
        self.total, self.done = sum(len(sheet.rows) for sheet in found.sheets), 0
        self._portions = self._cut()

    def _cut(self) -> Iterator[tuple[ReadSheet, list[ReadRow], Clusters]]:
        for sheet in self.found.sheets:
            clusters = Clusters(self.batch.pk, sheet.name)
            while sheet.rows:
                rows = sheet.rows[:CHUNK]
                del sheet.rows[:CHUNK]
                yield sheet, rows, clusters

    def next(self) -> bool:
        """Keep one portion; after the last one the preview is whole. Call inside a transaction."""
        portion = next(self._portions, None)
        if portion:
            sheet, rows, clusters = portion
            laid = [self._row(sheet, row, clusters) for row in rows]
            propose(self.batch, laid, occasion_of(self.batch, sheet.name), self._seen, fresh=True)
            _insert(laid)
            self.done += len(rows)
        if self.done == self.total:
            self.batch.state = State.PREVIEWED
            if kinds()[self.batch.kind].subject == "answer":
                note_answer(told.get("reference", "") for told in self.batch.rows.values_list("told", flat=True))
        self.batch.save()
        return self.done < self.total

    def _row(self, sheet: ReadSheet, row: ReadRow, clusters: Clusters) -> LaidRow:
        told = sheet.told(row)
        self._listen(sheet, row, told)
        child = row.child_id or (clusters.id_of(row) if row.result == "new" else "")
        shown = row.answer.candidates if row.answer and row.result == "review" else []
        problems = [*row.problems, *(told.troubles if told else [])]
        return LaidRow(self.batch.pk, sheet.name, row.line.number, row.result, child,
                       told.as_json() if told else {"name": row.name},
                       candidates=[[c.child.id, round(c.score, 4)] for c in shown],
                       why=row.answer.why if row.answer else "", problems=[list(problem) for problem in problems])

    def rest(self, progress: Progress) -> None:
        """Keep what is left, each portion in a transaction of its own."""
        while self.done < self.total:
            with transaction.atomic():
                self.next()
            progress(self.done, self.total)


def _insert(rows: list[LaidRow]) -> None:
    bulk.insert(ListRow, COLUMNS, bulk.ready(ListRow, COLUMNS, map(values_of, rows)))


def _sheet(sheet: Any) -> dict[str, Any]:
    heading, on = sheet.heading, sheet.on
    return {"name": sheet.name, "header_row": heading.top + 1, "bottom": heading.bottom + 1,
            "lines": sum(any(as_text(value) for value in row) for row in sheet.raw.rows),
            "headings": [[column.at, column.heading, _examples(sheet, column.at)] for column in heading.columns
                         if column.cells],
            "fields": {name: [column.at for column in columns] for name, columns in heading.fields.items()},
            "on": on.on.isoformat(), "school_year": on.school_year}


def _examples(sheet: Any, at: int) -> str:
    """The first few things that stand in a column, as the spreadsheet shows them."""
    found: list[str] = []
    for row in sheet.rows[:200]:
        cells = sheet.raw.rows[row.line.number - 1]
        text = shown(cells[at]) if at < len(cells) else ""
        if text and text not in found:
            found.append(text[:40])
        if len(found) == EXAMPLES:
            break
    return "; ".join(found)
