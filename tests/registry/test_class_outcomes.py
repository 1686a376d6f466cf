"""A class's outcomes at once: who left stays on the page, and what cannot be true is said at the line."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.core import clock, records
from mangnon.education.actions import attach
from mangnon.education.models import Enrolment
from mangnon.places.models import Facility, Unit
from mangnon.registry.models import Child, Residence

YEAR = "2026-2027"


def pupil(name: str, school: Facility, grade: str = "4") -> Enrolment:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2017, 3, 2))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"),
                   from_on=dt.date(2017, 3, 2))
    row = records.create(Enrolment, by="test", child=child, facility=school, school_year=YEAR, grade=grade,
                         class_name=f"{grade}X", entered_on=dt.date(2026, 9, 5))
    attach(row)
    return row


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def typed(row: Enrolment, outcome: str, left: str = "", **more: str) -> dict[str, str]:
    row.refresh_from_db()
    return {f"dau-{row.pk}": str(row.seq), f"ket-qua-{row.pk}": outcome, f"thoi-hoc-{row.pk}": left, **more}


@pytest.fixture
def school(user: Callable[[str], Any]) -> Facility:
    place = user("teacher").assignments.get(role="teacher").facility
    assert place is not None
    return place


def address(grade: str = "4") -> str:
    return reverse("education:class-outcomes") + f"?nam-hoc={YEAR}&lop={grade}|{grade}X"


def test_who_left_the_class_stays_on_its_page(client_of: Callable[[str], Any], school: Facility) -> None:
    teacher, stays, leaves = client_of("teacher"), pupil("Xuyến Quỳ Oanh", school), pupil("Xuyến Quỳ An", school)
    page = teacher.post(address(), typed(leaves, "dropped_out", "20/11/2026"), follow=True)
    assert "Xuyến Quỳ An đã rời lớp; cán bộ trẻ em sẽ theo dõi tiếp." in plain(page)
    text = plain(teacher.get(address()))
    # Oanh, then the head of those who left, then An, whose name sorts before hers.
    assert "Kết quả của một lớp: 1 em" in text
    assert text.index(str(stays.child)) < text.index("Đã rời lớp") < text.index(str(leaves.child))
    # The child's own page is closed to the teacher as before; the outcome is mended where it was written.
    assert teacher.get(leaves.child.get_absolute_url()).status_code == 404
    assert teacher.post(address(), typed(leaves, "studying")).status_code == 302
    leaves.refresh_from_db()
    assert (leaves.outcome, leaves.left_on) == ("studying", None)
    assert "Đã rời lớp" not in plain(teacher.get(address()))
    assert teacher.get(leaves.child.get_absolute_url()).status_code == 200


def test_who_left_is_seen_by_nobody_else_and_not_after_the_year(client_of: Callable[[str], Any], school: Facility,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    other = Facility.objects.schools().exclude(pk=school.pk).first()
    assert other is not None
    elsewhere, here = pupil("Xuyến Quỳ Vân", other), pupil("Xuyến Quỳ An", school)
    for row in (elsewhere, here):
        attach(records.correct(row, by="test", outcome="dropped_out", left_on=dt.date(2026, 11, 2)))
    mine, teacher = pupil("Xuyến Quỳ Oanh", school), client_of("teacher")
    assert "Xuyến Quỳ Vân" not in plain(teacher.get(address() + f"&truong={other.pk}"))
    # Where somebody else wrote it the child is none of the old school's any more.
    assert "Xuyến Quỳ An" not in plain(teacher.get(address()))
    teacher.post(address(), typed(mine, "dropped_out", "2/11/2026"))
    assert "Xuyến Quỳ Oanh" in plain(teacher.get(address()))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(days=15))
    assert "Xuyến Quỳ Oanh" not in plain(teacher.get(address()))
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda: dt.date(2027, 9, 1))
    assert "Xuyến Quỳ Oanh" not in plain(teacher.get(address()))


@pytest.mark.parametrize(("grade", "outcome", "left", "words"), [
    ("4", "dropped_out", "", "Em bỏ học từ ngày nào?"),
    ("4", "studying", "20/11/2026", "Em đang học thì để trống ngày thôi học"),
    ("4", "completed", "", "Lớp 4 chưa phải lớp cuối cấp"),
    ("MG4", "completed", "", "Lớp mẫu giáo 4 tuổi chưa phải lớp cuối cấp")])
def test_what_cannot_be_true_is_said_at_the_line(client_of: Callable[[str], Any], school: Facility, grade: str,
                                                 outcome: str, left: str, words: str) -> None:
    row = pupil("Xuyến Quỳ Oanh", school, grade)
    page = client_of("teacher").post(address(grade), typed(row, outcome, left, dung="som"))
    assert page.status_code == 422 and words in plain(page) and "còn 1 dòng cần xem" in plain(page)
    row.refresh_from_db()
    assert (row.outcome, row.left_on) == ("", None)


def test_an_outcome_of_the_years_end_is_asked_about_once_before_it(client_of: Callable[[str], Any], school: Facility,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, row, last = client_of("teacher"), pupil("Xuyến Quỳ Oanh", school), pupil("Xuyến Quỳ An", school, "5")
    other = pupil("Xuyến Quỳ Vân", school)
    both = {**typed(row, "promoted"), **typed(other, "repeating")}
    page = teacher.post(address(), both)
    assert page.status_code == 422 and page.content.decode().count('name="dung" value="som"') == 1
    assert "Năm học 2026-2027 chưa hết mà đã ghi kết quả cuối năm cho 2 em. Có đúng không?" in plain(page)
    row.refresh_from_db()
    assert row.outcome == ""
    assert teacher.post(address(), both | {"dung": "som"}).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "promoted"
    monkeypatch.setattr(clock, "today", lambda: dt.date(2027, 5, 1))
    assert teacher.post(address("5"), typed(last, "completed")).status_code == 302


def test_a_pupil_whose_line_nobody_touched_keeps_what_a_colleague_wrote(client_of: Callable[[str], Any],
                                                                       school: Facility) -> None:
    """Two pages of one class: the older one sends every line, and changes only the one that was typed in."""
    one, other = pupil("Xuyến Quỳ Oanh", school), pupil("Xuyến Quỳ An", school)
    teacher, officer = client_of("teacher"), client_of("child_officer")
    older = {**typed(one, "transferred", "20/11/2026"), **typed(other, other.outcome)}
    officer.post(address() + f"&truong={school.pk}", typed(other, "studying"))
    assert teacher.post(address(), older).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.outcome, other.outcome) == ("transferred", "studying")


def test_a_message_that_names_a_child_is_in_no_cookie_and_asks_nothing_of_other_pages(
        client_of: Callable[[str], Any], school: Facility) -> None:
    teacher, leaves = client_of("teacher"), pupil("Xuyến Quỳ An", school)
    # Her attachment is counted by whatever page comes first.
    teacher.get(address())
    with CaptureQueriesContext(connection) as before:
        teacher.get(address())
    answer = teacher.post(address(), typed(leaves, "dropped_out", "20/11/2026"))
    assert answer.status_code == 302 and set(answer.cookies) <= {"sessionid", "csrftoken"}
    assert set(teacher.cookies) <= {"sessionid", "csrftoken"}
    with CaptureQueriesContext(connection) as told:
        assert "Xuyến Quỳ An đã rời lớp" in plain(teacher.get(address()))
    assert sum("django_session" in query["sql"] and query["sql"].startswith("UPDATE") for query in told) == 1
    with CaptureQueriesContext(connection) as after:
        assert "đã rời lớp; cán bộ" not in plain(teacher.get(address()))
    assert sum("django_session" in query["sql"] for query in after) == sum(
        "django_session" in query["sql"] for query in before) == 1


def test_a_busy_database_neither_shuts_a_page_nor_hides_that_it_was_written(
        client_of: Callable[[str], Any], school: Facility, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher, leaves = client_of("teacher"), pupil("Xuyến Quỳ An", school)

    def busy(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", busy)
    assert teacher.post(address(), typed(leaves, "dropped_out", "20/11/2026")).status_code == 302
    leaves.refresh_from_db()
    assert leaves.outcome == "dropped_out" and teacher.get(address()).status_code == 200
