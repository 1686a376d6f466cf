"""Long work: once, to the end, stopped when told, taken up after a break; a fault of ours never stops the queue."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.core import clock, hooks, jobs
from mangnon.core.models import Job

pytestmark = pytest.mark.django_db
ME = "machine:1"


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], None]], str]:
    """Register what a kind of job does, for one test."""
    def register(do: Callable[[Any], None]) -> str:
        monkeypatch.setitem(hooks.jobs, "test", do)
        return "test"

    return register


def test_asked_for_twice_it_is_done_once_and_tells_how_far_it_is(kind: Any) -> None:
    seen: list[tuple[int, int]] = []

    def do(told: Any) -> None:
        told.step(3, 4)
        row = Job.objects.get()
        seen.append((row.done, row.total))

    subject = uuid.uuid4()
    first = jobs.ask(kind(do), subject, by="x")
    assert jobs.ask("test", subject, by="x").pk == first.pk
    assert jobs.run_next(ME) and not jobs.run_next(ME)
    assert seen == [(3, 4)]
    assert jobs.latest(subject).state == "done"


def test_who_asked_is_who_the_audit_names(kind: Any, user: Any) -> None:
    from mangnon.core import audit

    officer, named = user("child_officer"), []
    jobs.ask(kind(lambda told: named.append(audit.actor_of(told.by))), uuid.uuid4(), by=officer)
    jobs.run_next(ME)
    assert named == [(f"user:{officer.pk}", officer.role_code)]


def test_a_job_that_waits_is_stopped_at_once_and_one_at_work_at_its_next_step(kind: Any) -> None:
    steps = []

    def do(told: Any) -> None:
        for n in range(5):
            if n == 2:
                jobs.cancel(Job.objects.get(pk=told.job.pk))
            told.step(n, 5)
            steps.append(n)

    waiting = jobs.ask(kind(do), uuid.uuid4(), by="x")
    jobs.cancel(waiting)
    assert not jobs.run_next(ME)
    running = jobs.ask("test", uuid.uuid4(), by="x")
    assert jobs.run_next(ME)
    assert steps == [0, 1]
    assert Job.objects.get(pk=running.pk).state == "cancelled"


def test_put_off_it_comes_again_when_it_is_due_and_not_for_ever(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def do(told: Any) -> None:
        raise jobs.Later("Cổng của tỉnh chưa trả lời.", 60)

    job, now = jobs.ask(kind(do), uuid.uuid4(), by="x"), clock.now()
    assert jobs.run_next(ME) and not jobs.run_next(ME)
    assert Job.objects.get().note == "Cổng của tỉnh chưa trả lời."
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(seconds=90))
    assert jobs.run_next(ME)
    assert Job.objects.get().state == "waiting" and Job.objects.get().tries == 2
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(hours=25))
    assert jobs.run_next(ME)
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_a_fault_of_ours_is_told_without_its_words_and_the_next_job_is_done(kind: Any) -> None:
    done = []

    def do(told: Any) -> None:
        if told.detail["bad"]:
            raise RuntimeError("Nguyễn Thị Em")
        done.append(1)

    bad = jobs.ask(kind(do), uuid.uuid4(), by="x", bad=True)
    jobs.ask("test", uuid.uuid4(), by="x", bad=False)
    assert jobs.run_next(ME) and jobs.run_next(ME)
    bad.refresh_from_db()
    assert (bad.state, done) == ("failed", [1])
    assert "Nguyễn" not in bad.note and "người hỗ trợ" in bad.note


def test_a_refusal_says_its_sentence(kind: Any) -> None:
    def do(told: Any) -> None:
        raise jobs.Failed("Tệp này bị hỏng.")

    job = jobs.ask(kind(do), uuid.uuid4(), by="x")
    jobs.run_next(ME)
    job.refresh_from_db()
    assert (job.state, job.note) == ("failed", "Tệp này bị hỏng.")


def test_a_worker_that_was_cut_off_leaves_its_job_to_the_next(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []

    def do(told: Any) -> None:
        runs.append(1)
        if len(runs) < 3:
            raise SystemExit  # what a kill looks like from inside: nothing is written at the end

    job, now = jobs.ask(kind(do), uuid.uuid4(), by="x"), clock.now()
    with pytest.raises(SystemExit):
        jobs.run_next("a:1")
    assert not jobs.run_next("b:7"), "another machine does not take what is at work"
    jobs.free_mine("a:2")
    with pytest.raises(SystemExit):
        jobs.run_next("a:2")
    monkeypatch.setattr(clock, "now", lambda: now + jobs.LEASE * 2)
    assert jobs.run_next("b:7"), "but does where nothing was heard of it"
    job.refresh_from_db()
    assert (job.state, len(runs)) == ("done", 3)
