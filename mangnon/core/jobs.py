"""Long work that no page may wait for: the worker does one job after another, tells how far it is, survives a restart.

A room registers what a kind of job does in ``hooks.jobs`` and asks for one with ``ask``. What a job does must be safe
to do again from the start: a worker that is killed leaves its job to the next one. Progress is written by itself and
never inside the job's own transactions.
"""
from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q

from . import audit, clock, hooks
from .models import Job, JobState

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=10)
"""A job whose worker has not been heard of for so long is taken over by another machine's worker."""
PATIENCE = dt.timedelta(hours=24)
"""How long a job may go on being put off before it has failed."""
OURS = "Chương trình gặp lỗi khi làm việc này; sổ không bị ghi dở dang. Hãy thử lại, hoặc gửi nhật ký cho người hỗ trợ."


class Cancelled(Exception):
    """A person stopped the job; raised by ``Told.step``."""


class Later(Exception):
    """The job cannot be done now. seconds: when to try again.  The text says why."""

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds


class Failed(Exception):
    """The job cannot be done; the text is a sentence for the person who asked for it."""


@dataclass(frozen=True)
class Asker:
    """Who asked for a job, as the audit names people."""

    pk: str
    role_code: str


def ask(kind: str, subject: uuid.UUID, *, by: Any, total: int = 0, **detail: Any) -> Job:
    """Put a job in the queue, in the transaction of the change that wants it; asked for twice it is done once."""
    actor, role = audit.actor_of(by)
    with transaction.atomic():
        found = Job.objects.open().filter(kind=kind, subject=subject).first()
        return found or Job.objects.create(kind=kind, subject=subject, by=actor, role=role, total=total,
                                           detail=detail, not_before=clock.now())


def latest(subject: uuid.UUID) -> Job | None:
    """The job about something that was asked for last."""
    return Job.objects.filter(subject=subject).order_by("-seq").first()


def cancel(job: Job) -> None:
    """Stop a job: at once where it waits, at its next step where it runs. What it has done stays done."""
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(state=JobState.CANCELLED, ended_at=clock.now())
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancelled=True)


class Told:
    """A running job, as the function that does it sees it."""

    def __init__(self, job: Job) -> None:
        self.job, self.subject, self.detail = job, job.subject, job.detail

    @property
    def by(self) -> Any:
        """Who asked, for the audit."""
        kind, _, pk = self.job.by.partition(":")
        return Asker(pk, self.job.role) if kind == "user" else self.job.by

    def step(self, done: int, total: int) -> None:
        """Say how far it is; call between transactions. Raises Cancelled where a person stopped the job."""
        row = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING)
        if not row.exclude(cancelled=True).update(done=done, total=total, seen_at=clock.now()):
            raise Cancelled


def free_mine(name: str) -> None:
    """Give back what a worker of this machine held when it was cut off; call when the only worker of it begins."""
    Job.objects.filter(state=JobState.RUNNING, worker__startswith=f"{name.partition(':')[0]}:").update(
        state=JobState.WAITING)


def worker_name() -> str:
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def run_next(name: str) -> bool:
    """Do the next job that is due; returns whether there was one."""
    job = _claim(name)
    if job is None:
        return False
    told = Told(job)
    try:
        hooks.jobs[job.kind](told)
    except Cancelled:
        _end(job, JobState.CANCELLED)
    except Later as later:
        _put_off(job, later)
    except Failed as failed:
        _end(job, JobState.FAILED, str(failed))
    except OperationalError:
        log.warning("job %s: database busy, trying again", job.kind)
        _put_off(job, Later("", 5))
    except Exception:
        # Ours: the trace goes to the log, without values; the person is told and the queue goes on.
        log.exception("job %s failed", job.kind)
        _end(job, JobState.FAILED, OURS)
    else:
        _end(job, JobState.DONE)
    return True


def _claim(name: str) -> Job | None:
    """Take a job that is due; where two workers reach for it, one gets it."""
    now = clock.now()
    due = Job.objects.filter(Q(state=JobState.WAITING, not_before__lte=now)
                             | Q(state=JobState.RUNNING, seen_at__lt=now - LEASE))
    for job in due.order_by("seq")[:5]:
        mine = Job.objects.filter(pk=job.pk, state=job.state, seen_at=job.seen_at)
        if mine.update(state=JobState.RUNNING, worker=name, seen_at=now, tries=job.tries + 1):
            job.refresh_from_db()
            return job
    return None


def _end(job: Job, state: str, note: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(state=state, note=note, ended_at=clock.now())


def _put_off(job: Job, later: Later) -> None:
    now = clock.now()
    if now - job.at > PATIENCE:
        _end(job, JobState.FAILED, str(later))
        return
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, note=str(later),
                                         not_before=now + dt.timedelta(seconds=later.seconds))
