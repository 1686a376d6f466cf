"""A list that is long: the page answers at once, the worker reads, writes and takes back; stop, break, refusal."""
from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core import jobs
from mangnon.core.models import Job
from mangnon.intake import applying, long_lists, receiving, undoing
from mangnon.intake.models import ListFile, ListImport, State
from mangnon.registry.models import Child

from .samples import BY_KIND, LISTS, different, everything, lay_register

ROLL = BY_KIND["school_roll"]
ME = "may:1"


@pytest.fixture
def officer(db: None, client_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The officer, before whom every list is long."""
    lay_register()
    monkeypatch.setattr(long_lists, "LONG_FILE", 0)
    monkeypatch.setattr(long_lists, "LONG_LIST", 5)
    monkeypatch.setattr(long_lists, "LONG_UNDOING", 5)
    for module in (applying, receiving, undoing):
        monkeypatch.setattr(module, "CHUNK", 20)
    return client_of("child_officer")


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def sent(officer: Any, content: bytes, name: str) -> ListImport:
    page = officer.post(reverse("intake:lists"), {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == 302, words(page)
    return ListImport.objects.get()


def roll(officer: Any) -> ListImport:
    return sent(officer, (LISTS / ROLL["file"]).read_bytes(), ROLL["file"])


def step_by_step(monkeypatch: pytest.MonkeyPatch, do: Callable[[int], None]) -> None:
    """Do something after each step the worker tells of. do: gets the step's number, from 1."""
    plain, seen = jobs.Told.step, []

    def step(told: Any, done: int, total: int) -> None:
        plain(told, done, total)
        seen.append(done)
        do(len(seen))

    monkeypatch.setattr(jobs.Told, "step", step)


def test_it_is_read_written_and_taken_back_by_the_worker(officer: Any) -> None:
    before = everything()
    batch = roll(officer)
    assert batch.state == State.READING and batch.rows.count() == 0
    assert "Đang chờ tới lượt" in words(officer.get(batch.get_absolute_url()))
    assert "đang đọc" in words(officer.get(reverse("intake:lists")))
    assert jobs.run_next(ME) and not jobs.run_next(ME)
    page = words(officer.get(batch.get_absolute_url()))
    assert "Xem trước: 164 dòng trẻ" in page and "Chưa ghi gì vào sổ" in page
    assert everything() == before

    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    assert "Đang ghi vào sổ" in words(officer.get(batch.get_absolute_url()))
    assert everything() == before
    assert jobs.run_next(ME)
    batch.refresh_from_db()
    made, altered = batch.changes.filter(made=True).count(), batch.changes.filter(made=False).count()
    page = words(officer.get(batch.get_absolute_url()))
    assert f"thêm {made} và sửa {altered} dòng sổ" in page and batch.state == State.APPLIED and made > 20
    assert different(before, everything()) != []

    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    assert "Đang hoàn tác" in words(officer.get(batch.get_absolute_url()))
    assert jobs.run_next(ME)
    assert different(before, everything()) == []
    assert "Đã hoàn tác" in words(officer.get(batch.get_absolute_url()))


def test_progress_is_told_while_it_works_and_ends_with_the_list(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, told = roll(officer), []
    address = reverse("intake:list-progress", args=[batch.pk])
    step_by_step(monkeypatch, lambda _: told.append(words(officer.get(address))))
    jobs.run_next(ME)
    assert len(told) >= 6 and all("trong 164 dòng" in text for text in told)
    assert len(set(told)) == len(told)
    done = officer.get(address)
    assert done["HX-Redirect"] == batch.get_absolute_url() and done.content == b""


def test_stopped_in_the_middle_it_says_so_goes_on_and_can_be_taken_back(officer: Any,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    batch = roll(officer)
    jobs.run_next(ME)
    officer.post(batch.get_absolute_url(), {"ghi": "1"})

    def stop(at: int) -> None:
        if at == 2:
            officer.post(reverse("intake:list-stop", args=[batch.pk]))

    with monkeypatch.context() as patch:
        step_by_step(patch, stop)
        jobs.run_next(ME)
    batch.refresh_from_db()
    half = batch.changes.count()
    page = words(officer.get(batch.get_absolute_url()))
    assert batch.state == State.APPLIED and 0 < batch.outcome["rows"] < 164 and half
    assert "Việc ghi đã dừng giữa chừng" in page and f"Đã ghi {batch.outcome['rows']} dòng" in page

    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    jobs.run_next(ME)
    batch.refresh_from_db()
    whole = batch.changes.count()
    assert whole > half and batch.rows.exclude(due="").count() == 0
    assert "đã dừng giữa chừng" not in words(officer.get(batch.get_absolute_url()))

    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    with monkeypatch.context() as patch:
        step_by_step(patch, stop)
        jobs.run_next(ME)
    assert "Hoàn tác tiếp" in words(officer.get(batch.get_absolute_url()))
    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    jobs.run_next(ME)
    assert different(before, everything()) == []


def test_a_worker_that_dies_leaves_the_rest_to_the_next(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    batch = roll(officer)

    class Cut(BaseException):
        pass

    def cut(at: int) -> None:
        if at == 2:
            raise Cut

    def killed() -> None:
        with monkeypatch.context() as patch, pytest.raises(Cut):
            step_by_step(patch, cut)
            jobs.run_next(ME)
        jobs.free_mine(ME)

    killed()
    jobs.run_next(ME)
    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED and batch.rows.count() == 164
    numbers = list(batch.rows.values_list("sheet", "number"))
    assert len(numbers) == len(set(numbers))
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    killed()
    jobs.run_next(ME)
    batch.refresh_from_db()
    assert batch.rows.exclude(due="").count() == 0
    assert batch.outcome["made"] == batch.changes.filter(made=True).count()
    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    killed()
    jobs.run_next(ME)
    assert different(before, everything()) == []


@pytest.mark.parametrize("name, content", [
    ("danh-sach.xlsx", b"PK\x03\x04 khong phai"), ("danh-sach.xls", b""), ("danh-sach.csv", b"\x00\x01\x02")])
def test_a_file_that_cannot_be_read_is_a_sentence_and_goes(officer: Any, name: str, content: bytes) -> None:
    page = officer.post(reverse("intake:lists"), {"file": SimpleUploadedFile(name, content)})
    if page.status_code == 422:
        assert "tệp" in words(page).lower() and not ListImport.objects.exists()
        return
    batch = ListImport.objects.get()
    jobs.run_next(ME)
    batch.refresh_from_db()
    note = Job.objects.get().note
    assert batch.state == State.REFUSED and note
    page = words(officer.get(batch.get_absolute_url()))
    assert "Không đọc được tệp này" in page and note in page
    assert not ListFile.objects.exists()
    officer.post(reverse("intake:list-drop", args=[batch.pk]))
    assert officer.get(batch.get_absolute_url()).status_code == 404


def test_others_look_while_it_is_written(officer: Any, monkeypatch: pytest.MonkeyPatch,
                                                  client_of: Callable[..., Any]) -> None:
    batch, other = roll(officer), client_of("child_officer")
    jobs.run_next(ME)
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    child = Child.objects.exclude(exchange_id__in=batch.rows.values("child")).order_by("exchange_id")[0]
    seen = []

    def look(at: int) -> None:
        if at == 1:
            seen.append(other.get(child.get_absolute_url()).status_code)
            seen.append(other.get(reverse("registry:children")).status_code)

    step_by_step(monkeypatch, look)
    jobs.run_next(ME)
    assert seen == [200, 200] and batch.rows.exclude(due="").count() == 0
