"""The background work: changes that derived tables follow, the change of day, long jobs."""
from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import sys
import threading
import time

from django.db import OperationalError, close_old_connections

from mangnon.core import clock, hooks, jobs, outbox

log = logging.getLogger("mangnon.worker")
PAUSE = 1.0


def work() -> None:
    """Work until the process that started this one is gone."""
    # Ctrl+C reaches every process of a terminal; this one ends when the serving one has.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    name, day = jobs.worker_name(), None
    jobs.free_mine(name)
    while True:
        day, busy = turn(name, day)
        close_old_connections()
        if not busy:
            time.sleep(PAUSE)


def turn(name: str, day: dt.date | None) -> tuple[dt.date | None, bool]:
    """Do what is due now. day: the day last begun. Returns it, and whether there may be more to do at once."""
    try:
        outbox.process()
        today = clock.today()
        if today != day:
            for run in hooks.daily:
                run(today)
        return today, jobs.run_next(name)
    except OperationalError:
        log.warning("database busy, trying again")
        return day, False


def _end_with_parent() -> None:
    """Standard input is a pipe from the serving process and ends when that does, even when it was killed."""
    sys.stdin.buffer.read()
    os._exit(0)
