"""Write a list into the register in portions: a break loses nothing, and what is written is never written again."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from mangnon.core import audit, jobs, outbox, sequence

from .folder import FolderError
from .items import Item
from .laid import LaidRow
from .list_writing import prepare, write
from .models import ListImport, ListRow, State
from .previewing import occasion_of, propose
from .receiving import Progress, quiet
from .tabs import is_due, settle
from .writing import Ids

CHUNK = 4000
"""Rows of a list that are written in one transaction, of about half a second."""
TRIES = 5
ALL = "all"
"""State of a row whose items are all written: then they are not marked one by one."""
MARKED = ("child", "items", "state", "tab", "due")
WORKED_ON = ("pk", "sheet", "number", "result", "child", "items", "decision", "state", "tab", "due")


GROUPS = ("", "new", "changed")
"""What of a list is written at once: everything, or the rows with this ``due``."""


@dataclass
class Applied:
    """What applying did. made, altered: rows of the register.  left: rows of the list that were not written."""

    rows: int = 0
    made: int = 0
    altered: int = 0
    left: list[int] = field(default_factory=list)


def apply(batch: ListImport, *, by: Any, only: str = "", progress: Progress = quiet) -> Applied:
    """Write every ticked item of the rows that are sure or decided, in portions; safe to repeat after a break.

    only: "new" writes the children whom the register lacks, "changed" what is said of those it has; "" both.
    A row whose items are no longer what the preview showed is left, with what they are now, for another look.
    Raises FolderError where others keep writing in between, ValueError for a list that was undone or dropped.
    """
    if batch.state not in (State.PREVIEWED, State.APPLIED) or only not in GROUPS:
        raise ValueError(f"{batch.state} {only}")
    writing = _Writing(batch, by, only)
    total = writing.waiting().count()
    try:
        for rows in writing.portions():
            writing.write(rows)
            progress(min(writing.seen, total), total)
    except (jobs.Cancelled, FolderError):
        writing.end()
        raise
    return writing.end()


class _Writing:
    """One run over the rows of a list that wait. mark: see ``ListImport``; while it holds, the preview holds."""

    def __init__(self, batch: ListImport, by: Any, only: str) -> None:
        self.batch, self.by, self.only, self.mark = batch, by, only, batch.mark
        self.done, self.ids, self.seen = Applied(), Ids({}), 0

    def waiting(self) -> Any:
        return self.batch.rows.filter(due=self.only) if self.only else self.batch.rows.exclude(due="")

    def portions(self) -> Iterator[list[LaidRow]]:
        """Rows of one sheet together, so many at a time."""
        last = 0
        while kept := list(self.waiting().filter(pk__gt=last).order_by("pk").values_list(*WORKED_ON)[:CHUNK]):
            rows = [LaidRow(self.batch.pk, **dict(zip(WORKED_ON, values, strict=True))) for values in kept]
            rows = [row for row in rows if row.sheet == rows[0].sheet]
            last = rows[-1].pk
            self.seen += len(rows)
            yield rows

    def write(self, rows: list[LaidRow]) -> None:
        """Write one portion: compared without keeping anybody from saving, written where nobody saved in between."""
        for _ in range(TRIES):
            mark = sequence.last()
            if self.only == "changed":
                rows = self._without_new(rows)
                if not rows:
                    return
            keep, left = (rows, []) if mark == self.mark else self._looked_at_again(rows)
            self._set_aside(keep)
            portion = prepare([one for row in keep for one in row.items if is_due(one)], self.ids, mark)
            with transaction.atomic():
                if sequence.last(hold=True) != mark:
                    self.ids.forget()
                    continue
                write(portion, self.batch, self.by)
                _mark(keep, left)
                # From here on the list can be taken back, however this run ends.
                ListImport.objects.filter(pk=self.batch.pk).update(state=State.APPLIED, mark=0)
                self.mark = sequence.last() if mark == self.mark else 0
            self.batch.state = State.APPLIED
            self.done.rows += len(keep)
            self.done.made += portion.new
            self.done.altered += portion.altered
            self.done.left += [row.number for row, _ in left]
            return
        raise FolderError("Đang có nhiều người ghi vào sổ nên chưa ghi xong danh sách. Phần đã ghi vẫn còn; "
                          "hãy bấm lại.")

    def _without_new(self, rows: list[LaidRow]) -> list[LaidRow]:
        """Rows that hang on no child whom another row is still to make: the others wait for her."""
        known = self.ids.of("children")
        return [row for row in rows
                if all(one["needs"] in known for one in row.items if is_due(one) and "needs" in one)]

    def _set_aside(self, rows: list[LaidRow]) -> None:
        """Untick what hangs on a child whom another row makes, where that row was not taken."""
        due = [one for row in rows for one in row.items if is_due(one)]
        if not any("needs" in one for one in due):
            return
        made = {one["values"]["child_id"] for one in due if one["table"] == "children" and one["add"]}
        known = self.ids.of("children")
        for one in due:
            if "needs" in one and one["needs"] not in known and one["needs"] not in made:
                one["tick"] = False

    def _looked_at_again(self, rows: list[LaidRow]) -> tuple[list[LaidRow], list[tuple[LaidRow, LaidRow]]]:
        """The rows whose preview still holds, and the others beside what they would change now."""
        told = dict(self.batch.rows.filter(pk__in=[row.pk for row in rows]).values_list("pk", "told"))
        fresh = [LaidRow(self.batch.pk, row.sheet, row.number, row.result, row.child, told[row.pk],
                         decision=row.decision, pk=row.pk) for row in rows]
        propose(self.batch, fresh, occasion_of(self.batch, rows[0].sheet))
        pairs = list(zip(rows, fresh, strict=True))
        holds = [_holds(row.items, now.items) for row, now in pairs]
        return ([row for (row, _), held in zip(pairs, holds, strict=True) if held],
                [pair for pair, held in zip(pairs, holds, strict=True) if not held])

    def end(self) -> Applied:
        batch, done = self.batch, self.done
        with transaction.atomic():
            batch.refresh_from_db(fields=["state"])
            if batch.state == State.PREVIEWED and self.seen:
                # A portion that was refused leaves the list as it was.
                return done
            batch.state, batch.applied_at, batch.mark = State.APPLIED, batch.applied_at or timezone.now(), 0
            batch.seq, batch.outcome = sequence.take(), written(batch)
            batch.save(update_fields=["state", "applied_at", "mark", "seq", "outcome"])
            audit.record(self.by, "apply", "intake.ListImport", batch.pk, digest=batch.digest, fields=[
                f"rows={done.rows}", f"made={done.made}", f"altered={done.altered}", f"left={len(done.left)}"])
        outbox.process_quietly()
        return done


def written(batch: ListImport) -> dict[str, int]:
    """What writing a list has done so far, over all its runs: rows of the list, rows of the register."""
    made = batch.changes.filter(made=True).count()
    return {"rows": batch.rows.filter(state__in=(ALL, "some")).count(), "made": made,
            "altered": batch.changes.count() - made, "left": batch.rows.filter(state="left").count()}


def _mark(keep: list[LaidRow], left: list[tuple[LaidRow, LaidRow]]) -> None:
    """Note what was written, so that nothing is written twice and a break is taken up where it was."""
    whole = [row.pk for row in keep if all(map(is_due, row.items))]
    ListRow.objects.filter(pk__in=whole).update(state=ALL, due="")
    parts = [row for row in keep if not all(map(is_due, row.items))]
    for row in parts:
        row.state = "some" if any(map(is_due, row.items)) else row.state
        row.items = [{**one, "done": True} if is_due(one) else one for one in row.items]
        settle(row)
    for row, now in left:
        row.child = now.child
        row.items = [*(one for one in row.items if one.get("done")), *now.items]
        row.state = "left"
        settle(row)
    changed = [ListRow(pk=row.pk, **{name: getattr(row, name) for name in MARKED})
               for row in (*parts, *(row for row, _ in left))]
    ListRow.objects.bulk_update(changed, MARKED, batch_size=500)


def _holds(shown: list[Item], now: list[Item]) -> bool:
    """Whether a preview holds; of a child whom another row has made meanwhile, whether what it said still stands."""
    if not any("needs" in one for one in shown):
        return _same(shown, now)
    told = {"tick": None, "needs": None}
    known = [{**one, **told} for one in now]
    return all({**one, **told} in known for one in shown if not one.get("done"))


def _same(shown: list[Item], now: list[Item]) -> bool:
    """Whether a preview still says what writing would do; a person's ticks are no difference."""
    told = {"tick": None, "needs": None}
    return [{**one, **told} for one in shown if not one.get("done")] == [{**one, **told} for one in now]
