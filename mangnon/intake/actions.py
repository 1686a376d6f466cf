"""Bring a register folder into the register: read and compared first, then written in one short transaction."""
from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from mangnon.core import audit, outbox, sequence
from mangnon.education.actions import attach_all
from mangnon.places.models import Facility, Succession, Unit
from mangnon.registry.exchange import TABLES
from mangnon.registry.models import Merge

from .claims import Standing, facility_claims, unit_claims
from .folder import FolderError, Reading, Register, read_folder
from .merged_ids import lead_on
from .writing import Ids, Work, model_of, prepare

TRIES = 5
Progress = Callable[[str], None]


@dataclass
class Outcome:
    """What an import did. changed: rows inserted or altered."""

    reading: Reading
    changed: int = 0
    changed_by_file: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON of ``mangnon import folder``."""
        return {"read": self.reading.read, "changed": self.changed,
                "refused": [vars(refusal) for refusal in self.reading.refused],
                "warnings": [vars(warning) for warning in self.reading.warnings]}


def import_folder(folder: Path, *, by: Any, progress: Progress = lambda text: None) -> Outcome:
    """Read, check and apply a register folder. Raises FolderError when it cannot be read.

    A row with a known key replaces what stands under that key; a column the file does not have is left as it is
    (the file says nothing of it). No row is ever deleted.

    Reading and comparing take their time without keeping anybody from saving; the writing is one transaction of
    about a second a commune. Where somebody saved in between, it is compared anew before anything is written.
    """
    for _ in range(TRIES):
        mark = sequence.last()
        reading = read_folder(folder, _register(), progress)
        lead_on(reading)
        work = _prepare(reading, mark)
        with transaction.atomic():
            if sequence.last(hold=True) == mark:
                return _write(reading, work, by, progress)
        progress("Có người vừa ghi vào sổ; đang so lại.")
    raise FolderError("Đang có nhiều người ghi vào sổ nên chưa nhập được. Chưa có gì thay đổi; hãy thử lại sau.")


def _prepare(reading: Reading, mark: int) -> dict[str, Work]:
    """Every table's work; the new rows take the numbers of the server sequence that follow ``mark``."""
    ids, work = Ids(_claims(reading)), {}
    for table in TABLES:
        if table.name in reading.rows:
            work[table.name] = prepare(table, reading, ids, mark + 1)
            mark += len(work[table.name].new)
    return work


def _register() -> Register:
    """What the register already holds, as checking a folder needs it."""
    known = {t.name: set(model_of(t).objects.values_list("exchange_id", flat=True)) for t in TABLES if t.own_id}
    known["children"] |= set(Merge.objects.filter(parted_at=None).values_list("dropped_exchange_id", flat=True))
    return Register(
        known,
        dict(Unit.objects.values_list("exchange_id", "parent__exchange_id")),
        set(Succession.objects.values_list("predecessor__exchange_id", "successor__exchange_id")))


def _claims(reading: Reading) -> dict[str, dict[str, uuid.UUID]]:
    """Units and facilities that were made here and that the folder names by its own ids."""
    rows = {name: [row.values for row in reading.rows.get(name, ())] for name in ("units", "facilities")}
    known = dict(Unit.objects.values_list("exchange_id", "pk"))
    units = unit_claims(rows["units"], [
        Standing(u.pk, u.code, u.level, u.name, u.parent_id) for u in _ours(Unit)], known)
    facilities = facility_claims(rows["facilities"], [
        Standing(f.pk, "", f.kind, f.name, f.unit_id) for f in _ours(Facility)],
        dict(Facility.objects.values_list("exchange_id", "pk")), {**known, **units})
    return {"units": units, "facilities": facilities}


def _ours(model: Any) -> list[Any]:
    """Places that no folder has given an id yet: theirs is their own key."""
    return [row for row in model.objects.all() if row.exchange_id == str(row.pk)]


def _write(reading: Reading, work: dict[str, Work], by: Any, progress: Progress) -> Outcome:
    outcome, actor = Outcome(reading), audit.actor_of(by)[0]
    sequence.take(sum(len(w.new) for w in work.values()))
    for table in TABLES:
        if table.name in work:
            done = work[table.name]
            progress(f"Ghi {table.file}: {done.count} dòng")
            done.writer.insert(done.new)
            done.writer.alter(done.altered, actor)
            outcome.changed += done.count
            outcome.changed_by_file[table.file] = done.count
    _say(outcome, by)
    if outcome.changed:
        if any(work[name].count for name in ("enrolments", "facilities") if name in work):
            attach_all()
        outbox.add("*")
    return outcome


def _say(outcome: Outcome, by: Any) -> None:
    """One audit row a file: how many rows were read, changed and refused, and the file's digest."""
    for file, count in outcome.reading.read.items():
        refused = sum(1 for refusal in outcome.reading.refused if refusal.file == file)
        digest = hashlib.sha256(outcome.reading.paths[file].read_bytes()).hexdigest()
        audit.record(by, "import", file, digest=digest, fields=[
            f"read={count}", f"changed={outcome.changed_by_file.get(file, 0)}", f"refused={refused}"])
