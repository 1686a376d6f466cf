"""A list from the file to the register and back: receive, decide, apply, undo, drop."""
from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mangnon.core import audit, clock, outbox, sequence
from mangnon.core.models import Owner
from mangnon.registry.exchange import BY_NAME

from . import undoing
from .folder import FolderError
from .known import known_children
from .list_reading import ListKind, ReadList, ReadRow, read_list
from .list_writing import prepare, write
from .lists import kinds
from .models import ListFile, ListImport, ListRow, State
from .proposing import Item, Proposer, misfit, own_id
from .received import forget
from .standing import Standing, Villages
from .told import Occasion, Told
from .understanding import learnt
from .workbook import Sheet, as_text, open_workbook
from .writing import Ids

CHUNK = 2000
"""Rows of a list that are written in one transaction."""
TRIES = 5
EXAMPLES = 3
WRITABLE = ("matched", "new")
ALL = "all"
"""State of a row whose items are all written: then they are not marked one by one."""


@dataclass
class Applied:
    """What applying did. made, altered: rows of the register.  left: rows of the list that were not written."""

    rows: int = 0
    made: int = 0
    altered: int = 0
    left: list[int] = field(default_factory=list)


def receive(content: bytes, name: str, kind: str, *, by: Any, source: str = "", on: dt.date | None = None,
            school_year: str = "") -> ListImport:
    """Understand a file and keep it with its preview; nothing of the register changes. Raises FileRefused.

    name: as the sender called it; only its ending and last part count.  source: exchange id of who sent it.
    """
    found = understand(content, name, kinds()[kind], source=source, on=on, school_year=school_year)
    with transaction.atomic():
        batch = ListImport.objects.create(
            commune_id=Owner.current().id, seq=sequence.take(), kind=kind, file_name=Path(name).name, source=source,
            digest=hashlib.sha256(content).hexdigest(), on=on, school_year=school_year, by=audit.actor_of(by)[0])
        ListFile.objects.create(batch=batch, content=content)
        _stage(batch, found)
        audit.record(by, "receive", "intake.ListImport", batch.pk, digest=batch.digest, fields=[f"kind={kind}"])
    return batch


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
                         school_year=school_year, learnt=learnt(kind.name, source))


def read_again(batch: ListImport) -> None:
    """Understand the kept file anew, after the columns, the day or the place were corrected; decisions go."""
    found = understand(bytes(batch.file.content), batch.file_name, kinds()[batch.kind], source=batch.source,
                       on=batch.on, school_year=batch.school_year)
    with transaction.atomic():
        batch.rows.all().delete()
        _stage(batch, found)


def _stage(batch: ListImport, found: ReadList) -> None:
    """Keep what was understood, row by row, with what each would change."""
    batch.sheets = [_sheet(sheet) for sheet in found.sheets]
    batch.skipped = [list(pair) for pair in found.skipped]
    batch.save()
    for sheet in found.sheets:
        clusters = _Clusters(batch.pk, sheet.name)
        rows = [_row(batch, sheet.name, row, clusters) for row in sheet.rows]
        propose(batch, rows, occasion_of(batch, sheet.name))
        ListRow.objects.bulk_create(rows, batch_size=2000)


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
        text = sheet.raw.text(row.line.number - 1, at)
        if text and text not in found:
            found.append(text[:40])
        if len(found) == EXAMPLES:
            break
    return "; ".join(found)


def occasion_of(batch: ListImport, sheet: str) -> Occasion:
    said = next(found for found in batch.sheets if found["name"] == sheet)
    return Occasion(dt.date.fromisoformat(said["on"]), clock.today(), batch.source, said["school_year"], sheet)


class _Clusters:
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


def _row(batch: ListImport, sheet: str, row: ReadRow, clusters: _Clusters) -> ListRow:
    child = row.child_id or (clusters.id_of(row) if row.result == "new" else "")
    shown = row.answer.candidates if row.answer and row.result == "review" else []
    return ListRow(batch=batch, sheet=sheet, number=row.line.number, result=row.result, child=child,
                   told=row.told.as_json() if row.told else {"name": row.name},
                   problems=[list(problem) for problem in row.problems],
                   candidates=[[c.child.id, round(c.score, 4)] for c in shown],
                   why=row.answer.why if row.answer else "")


def propose(batch: ListImport, rows: list[ListRow], occasion: Occasion) -> None:
    """Put what each row would change into its items; two rows that say the same say it once."""
    proposer = _proposer(batch, rows, occasion)
    seen: dict[Any, Item] = {}
    for row in rows:
        row.items = []
        if row.result in WRITABLE or row.decision in ("same", "new"):
            found, left = items_of(proposer, row)
            row.items, more = _once(found, row.child, seen)
            row.problems = [*row.problems, *(pair for pair in map(list, [*left, *more]) if pair not in row.problems)]


def _once(found: list[Item], child: str, seen: dict[Any, Item]) -> tuple[list[Item], list[tuple[str, str]]]:
    """A row's items that no earlier row of the list said, and what contradicts one that did: that is not taken."""
    kept, wrong = [], []
    for one in found:
        if fault := misfit(one):
            wrong.append((one["shown"][0][0], fault))
            continue
        key = _key_of(one, child)
        first = seen.setdefault(key, one)
        if first is one:
            kept.append(one)
        elif first["values"] != one["values"] and not (one["table"] == "children" and one["add"]):
            kept.append({**one, "tick": False})
            wrong.append(("", "Trong tệp có dòng khác nói khác về cùng việc này của em. Hãy chọn một."))
        elif first["also"] != one["also"] and one["table"] != "children":
            kept.append(one)
    return kept, wrong


def _key_of(one: Item, child: str) -> tuple[Any, ...]:
    """What makes two items of a list the same matter: a row of the register, and which of its cells."""
    table = BY_NAME[one["table"]]
    if table.name == "children" and one["add"]:
        return table.name, child, "new"
    rest = () if one["add"] else tuple(sorted(set(one["values"]) - set(table.key)))
    return table.name, *(one["values"].get(name, "") for name in table.key), rest


def _proposer(batch: ListImport, rows: Iterable[ListRow], occasion: Occasion) -> Proposer:
    standing = Standing({row.child for row in rows if row.child}, occasion.on)
    return Proposer(batch.pk, occasion, standing, Villages(occasion.on))


def items_of(proposer: Proposer, row: ListRow) -> tuple[list[Item], list[tuple[str, str]]]:
    """A row's items against the register of this moment."""
    told = Told.from_json(row.told)
    if row.child in proposer.standing.keys:
        return proposer.known(row.child, told)
    return proposer.new(row.child, told) if row.result == "new" or row.decision == "new" else ([], [])


def apply(batch: ListImport, *, by: Any, progress: Callable[[int, int], None] = lambda done, of: None) -> Applied:
    """Write every ticked item of the rows that are sure or decided, in portions; safe to repeat after a break.

    A row whose items are no longer what the preview showed is left, with what they are now, for another look.
    Raises FolderError where others keep writing in between, ValueError for a list that was undone or dropped.
    """
    if batch.state not in (State.PREVIEWED, State.APPLIED):
        raise ValueError(batch.state)
    done = Applied()
    unwritten = batch.rows.exclude(items=[]).exclude(state=ALL).order_by("pk")
    waiting = [row for row in unwritten if any(map(_due, row.items))]
    ids = Ids({})
    for n, rows in enumerate(_portions(waiting)):
        _apply(batch, rows, ids, by, done)
        progress(min((n + 1) * CHUNK, len(waiting)), len(waiting))
    with transaction.atomic():
        batch.state, batch.applied_at = State.APPLIED, batch.applied_at or timezone.now()
        batch.seq = sequence.take()
        batch.save(update_fields=["state", "applied_at", "seq"])
        audit.record(by, "apply", "intake.ListImport", batch.pk, digest=batch.digest, fields=[
            f"rows={done.rows}", f"made={done.made}", f"altered={done.altered}", f"left={len(done.left)}"])
    outbox.process_quietly()
    return done


def _portions(rows: list[ListRow]) -> Iterator[list[ListRow]]:
    """Rows of one sheet together, so many at a time."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and end - start < CHUNK and rows[end].sheet == rows[start].sheet:
            end += 1
        yield rows[start:end]
        start = end


def _apply(batch: ListImport, rows: list[ListRow], ids: Ids, by: Any, done: Applied) -> None:
    """Write one portion: compared without keeping anybody from saving, written where nobody saved in between."""
    occasion = occasion_of(batch, rows[0].sheet)
    for _ in range(TRIES):
        mark = sequence.last()
        fresh = [ListRow(pk=row.pk, number=row.number, child=row.child, result=row.result, decision=row.decision,
                         told=row.told, problems=[]) for row in rows]
        propose(batch, fresh, occasion)
        keep = [row for row, now in zip(rows, fresh, strict=True) if _same(row.items, now.items)]
        left = [(row, now) for row, now in zip(rows, fresh, strict=True) if not _same(row.items, now.items)]
        items = [one for row in keep for one in row.items if _due(one)]
        portion = prepare(items, ids, mark)
        with transaction.atomic():
            if sequence.last(hold=True) != mark:
                ids.forget()
                continue
            write(portion, batch, by)
            _mark(keep, left)
        done.rows += len(keep)
        done.made += portion.new
        done.altered += portion.altered
        done.left += [row.number for row, _ in left]
        return
    raise FolderError("Đang có nhiều người ghi vào sổ nên chưa ghi xong danh sách. Phần đã ghi vẫn còn; hãy bấm lại.")


def _due(one: Item) -> bool:
    """Whether an item is to be written: taken, and not written yet."""
    return bool(one["tick"] and not one.get("done"))


def _mark(keep: list[ListRow], left: list[tuple[ListRow, ListRow]]) -> None:
    """Note what was written, so that nothing is written twice and a break is taken up where it was."""
    whole = [row.pk for row in keep if all(map(_due, row.items))]
    ListRow.objects.filter(pk__in=whole).update(state=ALL)
    parts = [row for row in keep if not all(map(_due, row.items))]
    for row in parts:
        row.items = [{**one, "done": True} if _due(one) else one for one in row.items]
        row.state = "some"
    for row, now in left:
        row.items = [*(one for one in row.items if one.get("done")), *now.items]
        row.state = "left"
    ListRow.objects.bulk_update([*parts, *(row for row, _ in left)], ["items", "state"], batch_size=500)


def _same(shown: list[Item], now: list[Item]) -> bool:
    """Whether a preview still says what writing would do; a person's ticks are no difference."""
    return [{**one, "tick": None} for one in shown if not one.get("done")] == [{**one, "tick": None} for one in now]


def decide(row: ListRow, decision: str, child: str, *, by: Any) -> None:
    """A person says whose a row is: "same" with a child of the register, "new", or "skip"; until it is written.

    "" takes a decision back. Raises ValueError for anything else, and for a row that was written.
    """
    if decision not in ("same", "new", "skip", "") or row.state in (ALL, "some"):
        raise ValueError(decision)
    batch = row.batch
    row.decision, row.decided_by, row.decided_at = decision, audit.actor_of(by)[0], timezone.now()
    row.child = child if decision == "same" else own_id(batch.pk, "row", row.sheet, str(row.number)) \
        if decision == "new" else ""
    with transaction.atomic():
        propose(batch, [row], occasion_of(batch, row.sheet))
        row.save()
        audit.record(by, "decide", "intake.ListRow", row.pk, fields=[decision or "later"])


def homes_of(row: ListRow) -> dict[str, str]:
    """Where the children whom a row may be live, by exchange id."""
    standing = Standing([exchange_id for exchange_id, _score in row.candidates], occasion_of(row.batch, row.sheet).on)
    return {child: home.name for child, home in standing.homes.items()}


def drop(batch: ListImport, *, by: Any) -> None:
    """Put a list away that was never applied; its file and rows go. Raises ValueError for one that was."""
    if batch.state != State.PREVIEWED:
        raise ValueError(batch.state)
    with transaction.atomic():
        ListFile.objects.filter(batch=batch).delete()
        batch.rows.all().delete()
        batch.state, batch.seq = State.DROPPED, sequence.take()
        batch.save(update_fields=["state", "seq"])
        audit.record(by, "drop", "intake.ListImport", batch.pk)


def undo(batch: ListImport, *, by: Any) -> undoing.Undone:
    """Take a whole import back; what was edited since is kept and named."""
    with transaction.atomic():
        found = undoing.undo(batch, by=by)
        batch.state, batch.undone_at, batch.seq = State.UNDONE, timezone.now(), sequence.take()
        batch.save(update_fields=["state", "undone_at", "seq"])
        audit.record(by, "undo", "intake.ListImport", batch.pk, fields=[
            f"removed={found.removed}", f"restored={found.restored}", f"kept={len(found.kept)}"])
    return found
