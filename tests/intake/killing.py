"""Kill an import at random moments, again and again: ``python -m tests.intake.killing KILLS SEED [--apart]``.

Each time a process of its own writes a list in portions of four rows and is killed with SIGKILL after a random while.
Then the register is looked at: what is marked as written stands there once, what is not marked does not stand there.
When a list is through, everything is compared with an import that nobody killed, undone, and begun anew.

--apart: the control. Rows are marked after their portion in a transaction of its own, as a careless program would; the
same looking must find that fault.
"""
from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

LONGEST = 0.25
"""Seconds after which a process is killed at the latest; a whole list takes about as long."""


def main(kills: int, seed: int, *, apart: bool) -> dict[str, Any]:
    os.environ.pop("MANGNON_DATABASE", None)
    with tempfile.TemporaryDirectory() as room:
        os.environ["MANGNON_DATA"] = str(Path(room) / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.config.settings"
        from mangnon.config.cli import main as command

        lists = Path(__file__).resolve().parent.parent / "data" / "lists"
        stdout, sys.stdout = sys.stdout, sys.stderr
        assert command(["import", "folder", str(lists / "register")]) == 0
        sys.stdout = stdout
        return _kill(kills, random.Random(seed), lists / "khuyet-tat.xlsx", apart=apart)


def _kill(kills: int, dice: random.Random, file: Path, *, apart: bool) -> dict[str, Any]:
    from django.db import connections

    from mangnon.intake import applying, list_actions

    applying.CHUNK = 4
    before = _counts()
    whole = _received(file)
    list_actions.apply(whole, by="test")
    expected = _counts()
    list_actions.undo(whole, by="test")
    faults: list[str] = [] if _counts() == before else ["undoing leaves something"]
    batch, done, through = _received(file), 0, 0
    while done < kills and not faults:
        connections.close_all()
        process = os.fork()
        if not process:
            _write(batch, apart=apart)
        time.sleep(dice.uniform(0, LONGEST))
        os.kill(process, signal.SIGKILL)
        done += os.waitpid(process, 0)[1] == signal.SIGKILL
        faults += _faults(batch, before)
        batch.refresh_from_db()
        if batch.applied_at:
            through += 1
            faults += [] if _counts() == expected else ["the end differs from an import that nobody killed"]
            list_actions.undo(batch, by="test")
            faults += [] if _counts() == before else ["undoing leaves something"]
            batch = _received(file)
    return {"kills": done, "through": through, "faults": faults}


def _write(batch: Any, *, apart: bool) -> None:
    """The process that will be killed."""
    from mangnon.intake import applying, list_actions

    if apart:
        real, kept = applying._mark, []
        applying._mark = lambda *rows: kept.append(rows)  # type: ignore[assignment]
        portion = applying._Writing.write

        def careless(*arguments: Any) -> None:
            portion(*arguments)
            time.sleep(0.005)
            real(*kept.pop())

        applying._Writing.write = careless  # type: ignore[method-assign]
    list_actions.apply(batch, by="test")
    os._exit(0)


def _received(file: Path) -> Any:
    import datetime as dt

    from mangnon.intake import list_actions

    return list_actions.receive(file.read_bytes(), file.name, "disability", by="test", on=dt.date(2026, 10, 5))


def _counts() -> Counter[str]:
    from django.apps import apps

    from mangnon.registry.exchange import TABLES

    return Counter({table.name: apps.get_model(table.model).objects.count() for table in TABLES})


def _faults(batch: Any, before: Counter[str]) -> list[str]:
    """What is marked stands, once; what is not marked does not; nothing stands that undoing does not know."""
    from mangnon.intake.models import ListChange
    from mangnon.protection.models import Disability

    found = []
    for row in batch.rows.exclude(items=[]):
        stands = Disability.objects.filter(child__exchange_id=row.child, from_on="2026-10-05").count()
        if stands != (row.state in ("all", "some")):
            found.append(f"row {row.number} is {row.state or 'unmarked'} and stands {stands} times")
    made = ListChange.objects.filter(batch=batch, made=True).count()
    if sum((_counts() - before).values()) != made:
        found.append(f"{sum((_counts() - before).values())} rows more, {made} known to undoing")
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), apart="--apart" in sys.argv)))
