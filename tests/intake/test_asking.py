"""Questions to a thôn and to a school: who sees them, what counts as mended, what stays until somebody is met."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.accounts.models import Assignment, User
from mangnon.core import records
from mangnon.education.models import Enrolment
from mangnon.intake.mending.models import CorrectionRequest
from mangnon.places.models import Unit
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY
from tests.intake.test_mending import ASKED, QUALITY, living_in, odd, place_of, say, words

MINE = reverse("indicators:mine")


@pytest.fixture
def child(user: Callable[[str], Any]) -> Child:
    return odd(living_in(place_of(user("collaborator"))))


def answer(client: Any, said: str, note: str = "") -> str:
    door = reverse("intake:asked-answer", args=[CorrectionRequest.objects.get().pk])
    return words(client.post(door, {"tra-loi": said, "ghi-them": note}, follow=True))


def without_account(user: Callable[[str], Any]) -> str:
    mine = place_of(user("collaborator"))
    return next(f"Thôn {n}" for n in range(1, 8) if f"Thôn {n}" != mine)


def test_a_thon_without_an_account_is_said_before_and_after_and_hears_once_it_has_one(
        client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    place = without_account(user)
    far, officer = odd(living_in(place)), client_of("child_officer")
    assert f"{place} chưa có tài khoản cộng tác viên. Người quản trị mở tài khoản." in words(officer.get(QUALITY))
    text = words(say(officer, far, "nho"))
    assert f"{place} chưa có tài khoản cộng tác viên. Đề nghị được giữ lại" in text and "Đã nhờ" not in text
    assert "chưa ai thấy." in text
    new = User.objects.create_user("ctvmoi", "x", display_name="Cộng tác viên mới")
    records.create(Assignment, by="test", user=new, role="collaborator", unit=Unit.objects.get(name=place),
                   from_on=TODAY)
    assert f"Đã nhờ cộng tác viên {place} hỏi lại ngày" in words(officer.get(QUALITY))
    from django.test import Client

    client = Client()
    client.force_login(new, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert far.full_name in words(client.get(ASKED))


def test_whoever_may_open_accounts_gets_the_link(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    odd(living_in(without_account(user)))
    officer = client_of("child_officer")
    assert reverse("accounts:user-add") not in officer.get(QUALITY).content.decode()
    records.create(Assignment, by="test", user=user("child_officer"), role="administrator", from_on=TODAY)
    assert reverse("accounts:user-add") in officer.get(QUALITY).content.decode()


def pupil_of(teacher: Any) -> Child:
    """A pupil of the teacher's school in a grade far from her age."""
    school = teacher.assignments.get(role="teacher").facility
    row = Enrolment.objects.filter(facility=school, school_year="2026-2027", left_on=None,
                                   child__in=Residence.objects.on(TODAY).values("child")).order_by("pk")[0]
    records.correct(row.child, by="test", born_on=row.child.born_on - dt.timedelta(days=365 * 7))
    return Child.objects.get(pk=row.child_id)


def test_a_matter_of_school_is_asked_of_the_school_as_well(
        client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    pupil = pupil_of(user("teacher"))
    school = user("teacher").assignments.get(role="teacher").facility.name
    officer, teacher = client_of("child_officer"), client_of("teacher")
    assert f"{school} hỏi lại." in words(say(officer, pupil, "nho", rule="lop-tuoi"))
    text = words(teacher.get(ASKED))
    assert "1 chỗ cần hỏi lại" in text and "gia đình Sổ" not in text and pupil.full_name in text
    assert "Hỏi nhà trường" not in text and "Xem học bạ và giấy khai sinh." in text
    assert "Cần hỏi lại (1)" in text
    answer(teacher, "wrong", "em học lớp 5")
    assert "sổ sai, nhờ sửa. em học lớp 5" in words(officer.get(QUALITY))


def test_a_teacher_hears_nothing_of_homes_and_births(
        client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    pupil = odd(pupil_of(user("teacher")))
    say(client_of("child_officer"), pupil, "nho")
    teacher = client_of("teacher")
    assert "Không còn chỗ nào cần hỏi lại" in words(teacher.get(ASKED))
    door = reverse("intake:asked-answer", args=[CorrectionRequest.objects.get().pk])
    assert teacher.post(door, {"tra-loi": "right"}).status_code == 404


def test_mended_is_taken_only_when_the_register_says_something_else(
        client_of: Callable[[str], Any], child: Child) -> None:
    say(client_of("child_officer"), child, "nho")
    collaborator = client_of("collaborator")
    text = answer(collaborator, "mended")
    assert "Sổ vẫn ghi như cũ nên chưa nhận là “đã sửa”. Sửa ở trang của em rồi trả lời lại." in text
    assert CorrectionRequest.objects.get().answer == ""
    records.correct(Child.objects.get(pk=child.pk), by="test", birth_registered_on=child.born_on)
    assert "Đã gửi câu trả lời cho cán bộ trẻ em." in answer(collaborator, "mended")
    assert CorrectionRequest.objects.get().answer == "mended"


def test_what_one_cannot_mend_is_written_for_the_officer(client_of: Callable[[str], Any], child: Child) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    say(officer, child, "nho")
    assert "Hãy ghi điều đúng là gì." in answer(collaborator, "wrong")
    answer(collaborator, "wrong", "đăng ký ngày 5/6/2026")
    assert "sổ sai, nhờ sửa. đăng ký ngày 5/6/2026" in words(officer.get(QUALITY))


def test_a_family_not_met_stays_to_be_asked_with_the_day_of_the_visit(
        client_of: Callable[[str], Any], child: Child) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    say(officer, child, "nho")
    text = answer(collaborator, "absent", "cửa đóng")
    day = f"{dt.datetime.now(dt.UTC) + dt.timedelta(hours=7):%d/%m/%Y}"
    assert "1 chỗ cần hỏi lại" in text and f"Đã đến ngày {day}, chưa gặp được gia đình. cửa đóng" in text
    assert "chưa gặp được gia đình. cửa đóng" in words(officer.get(QUALITY))
    answer(collaborator, "right")
    assert "Không còn chỗ nào cần hỏi lại" in words(collaborator.get(ASKED))


def test_the_start_page_and_the_menu_count_what_is_to_be_asked(
        client_of: Callable[[str], Any], child: Child) -> None:
    collaborator = client_of("collaborator")
    assert "cần bạn hỏi lại" not in words(collaborator.get(MINE))
    say(client_of("child_officer"), child, "nho")
    page = collaborator.get(MINE)
    assert "1 chỗ trong sổ cần bạn hỏi lại" in words(page) and "Cần hỏi lại (1)" in words(page)
    assert f'<a href="{ASKED}">1 chỗ trong sổ' in page.content.decode()
    assert "cần bạn hỏi lại" not in words(client_of("teacher").get(MINE))
